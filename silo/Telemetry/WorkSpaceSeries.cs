using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Telemetry;

namespace DeskFleet.Silo.Telemetry;

/// <summary>One metric of single WorkSpaces.</summary>
/// <param name="Name">Such as <c>deskfleet_workspace_available</c>.</param>
/// <param name="CloudWatch">The metric of CloudWatch that it stands for (MON-01).</param>
/// <param name="Value">Null: it has none yet.</param>
public sealed record WorkSpaceMetric(string Name, string Type, string Unit, string CloudWatch, string Meaning, Func<WorkSpaceState, SignInCounts, double?> Value)
{
    /// <summary>As Prometheus knows its series.</summary>
    public string FullName => $"{Name}{(Type == "counter" ? "_total" : "")}";
}

/// <summary>
/// Health and connection metrics of each WorkSpace of one directory (MON-01). They are made when somebody asks and kept by nobody, so what all silos report by
/// themselves stays small.
/// </summary>
public static class WorkSpaceSeries
{
    private const string Prefix = "deskfleet_workspace_";

    /// <summary>All of them, each once a WorkSpace.</summary>
    public static ImmutableArray<WorkSpaceMetric> All { get; } =
    [
        Is("available", "Available", "1 while it is AVAILABLE.", desktop => desktop.Lifecycle == Lifecycle.Available),
        Is("unhealthy", "Unhealthy", "1 while it is UNHEALTHY.", desktop => desktop.Lifecycle == Lifecycle.Unhealthy),
        Is("stopped", "Stopped", "1 while it is STOPPED.", desktop => desktop.Lifecycle == Lifecycle.Stopped),
        Is("maintenance", "Maintenance", "1 while it is in MAINTENANCE.", desktop => desktop.Lifecycle == Lifecycle.Maintenance),
        Is("user_connected", "UserConnected", "1 while its user is connected.", desktop => desktop.Session is not null),
        Count("connection_attempts", "ConnectionAttempt", "Sign-ins.", figures => figures.Attempts),
        Count("connection_successes", "ConnectionSuccess", "Sign-ins that led to an open session.", figures => figures.Successes),
        Count("connection_failures", "ConnectionFailure", "Sign-ins that were refused, at once or after a wait.", figures => figures.Failures),
        Count("session_disconnects", "SessionDisconnect", "Sessions that ended.", figures => figures.Disconnects),
        Last("session_launch_seconds", "SessionLaunchTime", "From the last sign-in to its first picture, for a desktop that ran.", figures => figures.Launch),
        Last("session_round_trip_seconds", "InSessionLatency", "The last round trip between client and desktop.", figures => figures.RoundTrip),
    ];

    /// <summary>The series of some WorkSpaces; those of the connections are what this silo has answered itself.</summary>
    public static IEnumerable<OpenMetricsFamily> Of(DirectoryId directory, IReadOnlyList<WorkSpaceState> desktops, SignInBook book) => All.Select(metric => new OpenMetricsFamily(
        metric.Name,
        metric.Type,
        metric.Unit,
        metric.Meaning,
        [
            .. from desktop in desktops
               let value = metric.Value(desktop, book.Of(desktop.Id))
               where value is not null
               select new OpenMetricsSample($"{metric.FullName}{{deskfleet_directory=\"{directory}\",workspace_id=\"{desktop.Id}\"}}", value.Value),
        ]));

    private static WorkSpaceMetric Is(string name, string cloudWatch, string meaning, Func<WorkSpaceState, bool> holds) =>
        new(Prefix + name, "gauge", "", cloudWatch, meaning, (desktop, _) => holds(desktop) ? 1 : 0);

    private static WorkSpaceMetric Count(string name, string cloudWatch, string meaning, Func<SignInCounts, long> count) =>
        new(Prefix + name, "counter", "", cloudWatch, meaning, (_, figures) => count(figures));

    private static WorkSpaceMetric Last(string name, string cloudWatch, string meaning, Func<SignInCounts, double?> last) =>
        new(Prefix + name, "gauge", "seconds", cloudWatch, meaning, (_, figures) => last(figures));
}
