using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Something that was done to a WorkSpace and that nobody had called for (AUD-01).</summary>
/// <param name="Name">Such as <c>AutoStop</c>.</param>
/// <param name="Why">In a few words.</param>
public sealed record SystemAction(string Name, string Why);

/// <summary>What timers and maintenance did to a WorkSpace, read from one record that was written (AUD-01): at most one action a deadline and a maintenance event.</summary>
public static class SystemActions
{
    /// <summary>
    /// Whatever was due at or before <paramref name="at"/> is applied before anything else, so a deadline that has passed and is not there any more was
    /// acted on.
    /// </summary>
    public static IEnumerable<(DeadlineKind Kind, Instant Due)> DeadlinesActedOn(WorkSpaceState before, WorkSpaceState after, Instant at)
    {
        foreach (var kind in DeadlineKinds.All)
        {
            if (WorkSpace.DeadlineOf(before, kind) is { } due && due <= at && WorkSpace.DeadlineOf(after, kind) != due)
                yield return (kind, due);
        }
    }

    /// <param name="before">What was stored before.</param>
    /// <param name="after">What is stored now.</param>
    /// <param name="logged">What of the way between them is logged.</param>
    /// <param name="at">When it was decided.</param>
    public static IEnumerable<SystemAction> Of(WorkSpaceState before, WorkSpaceState after, ImmutableArray<LoggedEvent> logged, Instant at)
    {
        foreach (var (kind, due) in DeadlinesActedOn(before, after, at).Where(acted => !IsToldByEvents(acted.Kind)))
            yield return new(kind.ToString(), string.Join(": ", [$"due at {due}", .. ReasonsOf(kind, logged)]));
        foreach (var action in logged.Select(line => Action(line.Event)).OfType<SystemAction>())
            yield return action;
    }

    /// <summary>Sundays have events of their own; that a desktop looks after its pending update is no action.</summary>
    private static bool IsToldByEvents(DeadlineKind kind) => kind is DeadlineKind.Maintenance or DeadlineKind.OperatingSystemUpdate;

    /// <summary>One at most: why it acted on its deadline as it did.</summary>
    private static IEnumerable<string> ReasonsOf(DeadlineKind kind, ImmutableArray<LoggedEvent> logged) => logged
        .Select(line => (kind, line.Event) switch
        {
            (DeadlineKind.AutoStop, StateChanged { On: Trigger.AutoStopDue } e) => e.Reason,
            (DeadlineKind.CapacityWait, CapacityWaitEnded e) => e.Reason,
            (DeadlineKind.Driver, JobRetried e) => e.Reason,
            (DeadlineKind.Driver, StateChanged e) => e.Reason,
            _ => null,
        })
        .OfType<string>()
        .Take(1);

    private static SystemAction? Action(FleetEvent happened) => happened switch
    {
        OperatingSystemUpdated e => new(nameof(DeadlineKind.OperatingSystemUpdate), $"ran at {e.RanAt}"),
        UserWarned e => new("WarnUser", $"disconnects at {e.DisconnectAt}"),
        StateChanged { On: Trigger.MaintenanceBegan } e => new("BeginMaintenance", e.Reason),
        MaintenanceSkipped e => new("SkipMaintenance", e.Reason),
        UpdateCarriedOver e => new("CarryOverUpdate", e.Reason),
        UpdateInstalled e => new("InstallUpdate", e.Update),
        _ => null,
    };
}
