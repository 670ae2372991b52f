using System.Globalization;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Stories;

/// <summary>Says in words what an event was and why: a headline, then what hangs on it.</summary>
internal static class Narrator
{
    private static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    public static string Format(Instant at) => Time.Format(at);

    public static IReadOnlyList<string> Narrate(LoggedEvent happened) => happened.Event switch
    {
        StateChanged e => [$"{e.From.ToWire()} -> {e.To.ToWire()}: {e.Reason}", .. Details(happened.At, e)],
        CapacityAwaited e => [$"no room for a {Goal(e.Wait.Goal)}: place {e.Position} in the zone's queue, until {Format(e.Wait.Until)}", Placement(e.Placement), .. Awaited(e.Awaited)],
        CapacityFound e => [$"room found after {Length(e.Waited)}: {e.Slot.Host}", Job(e.Job)],
        CapacityWaitEnded e => [$"waits for room no more: {e.Reason}{(e.Code is { } code ? $" (refused: {code})" : "")}"],
        StartOrdered e => ["through the host's start queue", Job(e.Job)],
        JobRetried { Job.IsPaused: true } e => [$"driver failed: {e.Reason}", Job(e.Job)],
        JobRetried e => [$"driver asked again: {e.Reason}", Job(e.Job)],
        SessionAwaited e => Awaited(e.Awaited),
        SessionOpened e => [$"session {e.Session} opened, no wait"],
        SessionClosed e => [$"session {e.Session} closed: {e.Reason}"],
        SessionAbandoned e => [$"sign-in {e.Session} came to nothing after {Length(e.Waited)}: {(e.Code is { } code ? $"refused, {code}" : "the user gave up")}"],
        UserWarned e => [$"session {e.Session} is warned: it ends at {Format(e.DisconnectAt)} for maintenance"],
        UpdateInstalled e => [$"update {e.Update} installed, {Length(e.Age)} after its release"],
        UpdateCarriedOver e => [$"update {e.Update} carried over: {e.Reason}", $"missed in {Count(e.Missed, "window")}, {Length(e.Age)} after its release; next try {Format(e.NextAt)}"],
        MaintenanceSkipped e => [$"not woken for update {e.Update}: {e.Code}", e.Reason],
        OperatingSystemUpdated e => [$"the operating system updated itself at {Format(e.RanAt)}"],
        BackupFailed e => [$"a backup failed: {e.Reason}"],
        MeteringCorrected e => [$"metered until {Format(e.Is.End)} only, when its host was lost"],
        CapacityWaitChanged e => [$"waits for a {Goal(e.Wait.Goal)} now"],
        ModeChanged e => [$"mode now {Mode(e.Mode, e.AutoStopPeriod)}"],
        UnitTaken => ["counts under the account's quota again, for another try"],
        ApplicationAssigned e => [$"application {e.Application} given"],
        ApplicationLaunched e => [$"application {e.Application} started"],
        TrafficMetered e => [string.Create(CultureInfo.InvariantCulture, $"sent {e.StreamedBytes:N0} bytes to its client and {e.EgressBytes:N0} to the Internet")],
        OperationRefused e => [$"{e.Operation} refused: {e.Code}", e.Message],
        HostRegistered e => [$"host of type {e.Type.Name} joins {e.Pool}"],
        _ => [happened.Event.GetType().Name],
    };

    public static string Terms(LaunchTerms terms) =>
        $"{terms.Identity.User}, {Size(terms.Identity.Bundle)}, {Mode(terms.Mode, terms.AutoStopPeriod)}, {terms.Identity.Zone}, directory {terms.Identity.Directory}";

    public static string Count(long number, string thing) => $"{number} {thing}{(number == 1 ? "" : "s")}";

    public static string Length(Duration length) => length.TotalSeconds < 600
        ? FormattableString.Invariant($"{length.TotalSeconds:0} s")
        : FormattableString.Invariant($"{(int)length.TotalHours} h {length.Minutes:00} min");

    private static IEnumerable<string> Details(Instant at, StateChanged e)
    {
        if (e.EffectiveAt is { } effective && effective != at)
            yield return $"took effect {Format(effective)}";
        if (e.Terms is { } terms)
            yield return $"for {terms.Identity.User} in {terms.Identity.Zone}{(terms.IsUnbalanced ? ", the fuller zone, because the other had no room" : "")}";
        if (e.Slot is { } slot)
            yield return $"placed on {slot.Host}";
        if (e.Placement is { } placement)
            yield return Placement(placement);
        if (e.Job is { } job)
            yield return Job(job);
        foreach (var line in Awaited(e.Awaited))
            yield return line;
        if (e.Opened is { } opened)
            yield return $"session {opened} opened after {Length(e.Waited!.Value)}";
        if (e.Metered is { } metered)
            yield return $"ran {Format(metered.Start)} to {Format(metered.End)}: {Count(metered.StartedHours, "started hour")} metered";
    }

    private static IReadOnlyList<string> Awaited(AwaitedSession? awaited) =>
        awaited is null ? [] : [$"for sign-in {awaited.Id}, asked {Format(awaited.AskedAt)}"];

    private static string Placement(PlacementExplanation placement) => placement.Filtered.IsEmpty
        ? $"{Count(placement.Evaluated, "host")} evaluated, none rejected"
        : $"{Count(placement.Evaluated, "host")} evaluated, rejected: {string.Join(", ", placement.Filtered.Select(f => $"{f.Value} for {Why(f.Key)}"))}";

    private static string Why(Rejection reason) => reason switch
    {
        Rejection.NotOpen => "not open (draining, lost or released)",
        Rejection.VCpu => "too few free vCPU",
        Rejection.Memory => "too little free memory",
        Rejection.Gpu => "no free GPU",
        Rejection.KeptInReserve => "being kept in reserve",
        _ => "refusing by themselves",
    };

    private static string Job(DriverJob job) => job.WaitsForStartSlot
        ? $"{Verb(job.Verb)} waits in the host's start queue"
        : $"{Verb(job.Verb)} ordered, to be answered by {Format(job.Deadline)}";

#pragma warning disable CA1308 // Phrases for people, not keys.
    private static string Verb(DriverVerb verb) => verb.ToString().ToLowerInvariant();

    private static string Goal(PlacementGoal goal) => goal.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    private static string Mode(RunningMode mode, Duration period) => mode == RunningMode.AutoStop ? $"AutoStop after {period.TotalMinutes} min" : "AlwaysOn";

    private static string Size(Bundle bundle) => $"{bundle.Name} ({bundle.Size})";
}
