using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts;

/// <summary>
/// One entity of the fleet. All kinds speak the same protocol: a command in, a reply out. Refusals are replies
/// (<see cref="Refused"/>) and never exceptions; an exception or a time-out means "unknown: repeat with the same operation id".
/// </summary>
public interface IEntityGrain : IGrainWithStringKey
{
    /// <summary>Handles one command and answers when its outcome is stored.</summary>
    [AnyGateway, Alias("Tell")]
    Task<Reply> Send(Command command);
}

[Alias("deskfleet.grains.user")]
public interface IUserGrain : IEntityGrain
{
    /// <summary>The one WorkSpace of this user, being launched or there; null: none.</summary>
    [AnyGateway, Alias("WorkSpace")]
    Task<WorkSpaceId?> WorkSpace();
}

[Alias("deskfleet.grains.dedicated-host")]
public interface IDedicatedHostGrain : IEntityGrain;

[Alias("deskfleet.grains.host-pool")]
public interface IHostPoolGrain : IEntityGrain;

[Alias("deskfleet.grains.account")]
public interface IAccountGrain : IEntityGrain
{
    /// <summary>
    /// The lines of a month's bill that are the account's own, no WorkSpace's and no directory's, as <see cref="StatementRead"/> (WAM-14, BIL-24). It
    /// knows this month and the one before.
    /// </summary>
    [AnyGateway, Alias("Statement")]
    Task<Reply> Statement(BillingMonth month);
}

[Alias("deskfleet.grains.bundle")]
public interface IBundleGrain : IEntityGrain;

[Alias("deskfleet.grains.image")]
public interface IImageGrain : IEntityGrain;

[Alias("deskfleet.grains.key")]
public interface IKeyGrain : IEntityGrain;
