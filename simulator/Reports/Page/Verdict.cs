using System.Globalization;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>The one sentence: does it hold, and when is it tightest? Of an interrupted run: how far it came, without a claim.</summary>
internal static class Verdict
{
    /// <summary>All that the scenario demands is met; without demands: nobody was refused, and nobody gave up waiting for room.</summary>
    public static bool Holds(RunSummary run) => run.Thresholds is { IsEmpty: false } demands
        ? demands.All(demand => demand.Passed)
        : run.Refusals.IsEmpty && (run.GaveUp == 0 || run.WaitsForCapacity == 0);

    public static PageOutcome OutcomeOf(RunSummary run) => run.IsPartial ? PageOutcome.Interrupted
        : !Holds(run) ? PageOutcome.Misses
        : run.Refusals.IsEmpty ? PageOutcome.Holds
        : PageOutcome.Warns;

    public static string Of(ReportData data) => data.Summary.IsPartial ? Interrupted(data) : $"{Ended(data.Summary)} {Losses(data)}{Tightest(data)}";

    private static string Interrupted(ReportData data)
    {
        var (run, at) = (data.Summary, data.Local(data.Summary.End));
        return run.IsBeforeStart
            ? $"Interrupted: it was ended on {at}, while desktops were launched; nothing was played of the time that it is about."
            : string.Create(CultureInfo.InvariantCulture, $"Interrupted: it was ended on {at}. Until then {run.SessionsOpened:N0} of {run.SessionsAsked:N0} sessions on {run.WorkSpaces:N0} desktops were served, {Refused(run)}{GaveUp(run)}. {Losses(data)}Of the time after that nothing is known.");
    }

    private static string Ended(RunSummary run) => Holds(run)
        ? string.Create(CultureInfo.InvariantCulture, $"{(run.Refusals.IsEmpty ? "It holds" : "What was demanded holds")}: {run.SessionsOpened:N0} of {run.SessionsAsked:N0} sessions on {run.WorkSpaces:N0} desktops were served, {Refused(run)}{Waits(run)}.")
        : string.Create(CultureInfo.InvariantCulture, $"It does not hold: {Missed(run)}{Refused(run)}{GaveUp(run)}; {run.SessionsOpened:N0} of {run.SessionsAsked:N0} sessions were served.");

    private static string Refused(RunSummary run) => run.Refusals.Values.Sum() is > 0 and var refused
        ? string.Create(CultureInfo.InvariantCulture, $"{refused:N0} requests were refused{Mostly(run)}")
        : "nobody was refused";

    private static string Mostly(RunSummary run)
    {
        var (reason, count) = run.Refusals.OrderByDescending(known => known.Value).ThenBy(known => known.Key, StringComparer.Ordinal).First();
        return run.Refusals.Count == 1 ? $" ({reason})" : string.Create(CultureInfo.InvariantCulture, $" ({count:N0} of them {reason})");
    }

    private static string Missed(RunSummary run) => run.Thresholds is { } demands && demands.Where(demand => !demand.Passed).ToList() is { Count: > 0 } missed
        ? string.Concat(missed.Select(demand => $"{demand.Name} is {demand.Measured ?? demand.Unmeasured}, demanded was {demand.Demand}; "))
        : "";

    private static string GaveUp(RunSummary run) => run.GaveUp == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {run.GaveUp:N0} sign-ins given up");

    private static string Waits(RunSummary run) => run.ResumeWait.Count == 0
        ? ""
        : $", and 99 of 100 who met a stopped desktop were in within {run.ResumeWait.P99Seconds} s";

    private static string Tightest(ReportData data) => data.Summary.Headroom is { } headroom
        ? string.Create(CultureInfo.InvariantCulture, $"It is tightest on {data.Local(headroom.At)}, when {headroom.LeastPercent:0.##} % of the {headroom.Binding} in {headroom.Zone} is free: {Survives(headroom)}.")
        : string.Create(CultureInfo.InvariantCulture, $"Most desktops run on {data.Local(data.Summary.Running.At)}: {data.Summary.Running.Count:N0}, on shared hosts without limit.");

    /// <summary>Before what is said of an ordinary day: what was lost on one that was none. Of an interrupted run: up to there.</summary>
    private static string Losses(ReportData data) =>
        string.Concat(data.Summary.Losses.Where(loss => loss.At < data.Summary.End && loss.Hosts > 0).Select(loss => LossSentence.Of([loss], data.Local(loss.At))));

    private static string Survives(HeadroomSummary headroom) => headroom.SurvivesOneHost
        ? "enough to lose any one host of a zone"
        : string.Create(CultureInfo.InvariantCulture, $"too little to lose the largest host of a zone, for {headroom.ShortOfOneHostHours:0.#} h of the run");
}
