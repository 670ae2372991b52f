namespace DeskFleet.Core.Metrics;

/// <summary>The metrics of a WorkSpace, under the names of the service (MON-01).</summary>
public enum FleetMetric
{
    Available,
    Unhealthy,
    Stopped,
    Maintenance,
    UserConnected,
    ConnectionAttempt,
    ConnectionSuccess,
    ConnectionFailure,
    SessionDisconnect,

    /// <summary>Clients measure it and no event keeps it: it has no points.</summary>
    SessionLaunchTime,

    /// <summary>As <see cref="SessionLaunchTime"/>.</summary>
    InSessionLatency,
}
