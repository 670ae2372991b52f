using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts;

/// <summary>Keys for the volumes of WorkSpaces (ENC-01..22). The default key of an account can be made and used, and not managed (ENC-05).</summary>
public sealed partial class FleetClient
{
    /// <summary>Makes a custom key (<see cref="KeyArn.Of"/>), or the account's default key (<see cref="KeyArn.DefaultOf"/>).</summary>
    public Task<Reply> CreateKey(OperationId id, KeyArn key, CancellationToken cancellation = default) => Once(id, Entity.Of(key), new CreateKey(), cancellation);

    public Task<Reply> EnableKey(OperationId id, KeyArn key, bool isEnabled, CancellationToken cancellation = default) => Once(id, Entity.Of(key), new EnableKey(isEnabled), cancellation);

    public Task<Reply> PermitKey(OperationId id, KeyArn key, bool isPermitted, CancellationToken cancellation = default) => Once(id, Entity.Of(key), new PermitKey(isPermitted), cancellation);

    /// <summary>A key that no desktop uses any more may go; until its waiting days are over that can be cancelled.</summary>
    public Task<Reply> ScheduleKeyDeletion(OperationId id, KeyArn key, ScheduleKeyDeletion schedule, CancellationToken cancellation = default) => Once(id, Entity.Of(key), schedule, cancellation);

    public Task<Reply> CancelKeyDeletion(OperationId id, KeyArn key, CancellationToken cancellation = default) => Once(id, Entity.Of(key), new CancelKeyDeletion(), cancellation);

    public Task<Reply> SetKeyRotation(OperationId id, KeyArn key, bool isYearly, CancellationToken cancellation = default) => Once(id, Entity.Of(key), new SetKeyRotation(isYearly), cancellation);

    /// <summary>How many desktops the key may be used for (ENC-04).</summary>
    public Task<Reply> SetSeatLimit(OperationId id, KeyArn key, int seats, CancellationToken cancellation = default) => Once(id, Entity.Of(key), new SetSeatLimit(seats), cancellation);

    public Task<Reply> RotateKey(KeyArn key, RotateKey rotate, CancellationToken cancellation = default) => Send(Entity.Of(key), rotate, cancellation);

    /// <summary><see cref="KeyDescription"/>, or refused as not found.</summary>
    public Task<Reply> DescribeKey(KeyArn key, CancellationToken cancellation = default) => Send(Entity.Of(key), new DescribeKey(), cancellation);
}
