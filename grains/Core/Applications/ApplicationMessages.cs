using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Applications;

/// <summary>Where an application comes from, which decides what it costs.</summary>
public enum ApplicationSource
{
    /// <summary>The account has packaged it itself; only the application manager's own fee is due (WAM-16).</summary>
    Package,

    /// <summary>Subscribed by the month, at the price book's price (MKT-03).</summary>
    Marketplace,
}

/// <summary>Gives the user of a WorkSpace an application. One that he has is his already.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.assign-application")]
public sealed record AssignApplication(OperationId OperationId, ApplicationName Application, ApplicationSource Source) : Operation(OperationId);

/// <summary>The connected user starts an application. The first start begins a subscription (MKT-04); every one is counted (WAM-07).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.launch-application")]
public sealed record LaunchApplication(OperationId OperationId, ApplicationName Application) : Operation(OperationId);

/// <summary>Takes it away: access ends at once, and nothing new is charged the next month (MKT-06).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.remove-application")]
public sealed record RemoveApplication(OperationId OperationId, ApplicationName Application) : Operation(OperationId);

[GenerateSerializer, Immutable, Alias("deskfleet.application-assigned")]
public sealed record ApplicationAssigned(ApplicationName Application, ApplicationSource Source) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.application-launched")]
public sealed record ApplicationLaunched(ApplicationName Application) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.application-removed")]
public sealed record ApplicationRemoved(ApplicationName Application) : FleetEvent;
