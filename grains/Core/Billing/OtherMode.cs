using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Billing;

/// <summary>
/// What the same use would have been in the other running mode, so that both can be billed and compared. Hours under AutoStop come from
/// the sessions and their countdowns, never from connected hours: one 20-minute session with a period of 60 minutes is two hours.
/// </summary>
public static class OtherMode
{
    /// <summary>AlwaysOn from the first day.</summary>
    public static Usage AsAlwaysOn(Usage usage) => usage with
    {
        Mode = RunningMode.AlwaysOn,
        Plan = usage.FirstAvailableAt is { } first ? BillingPlan.Begin(RunningMode.AlwaysOn, first) : null,
        Plans = usage.FirstAvailableAt is { } from ? [new(PricePlan.Monthly, from)] : [],
    };

    /// <summary>AutoStop from the first day, with starts and stops that take no time.</summary>
    /// <param name="sessions">When its user was connected, in order, within what the usage covers.</param>
    /// <param name="asOf">Where a countdown that is still under way is cut.</param>
    /// <param name="ranFirst">When it ran first, where that was before it was charged; what it ran before then is left out. Null: when charging began.</param>
    public static Usage AsAutoStop(Usage usage, IEnumerable<RunningInterval> sessions, Duration period, Instant asOf, Instant? ranFirst = null)
    {
        if (usage.FirstAvailableAt is not { } first)
            return usage;
        var end = Instant.Min(asOf, usage.TerminatedAt ?? asOf);
        var ran = Instant.Min(first, ranFirst ?? first);
        return usage with
        {
            Mode = RunningMode.AutoStop,
            Plan = BillingPlan.Begin(RunningMode.AutoStop, first),
            Plans = [new(PricePlan.Hourly, first)],
            RunsSince = null,
            Running = [.. Runs(sessions.Prepend(new(ran, ran)), period).Select(run => new RunningInterval(Instant.Max(run.Start, first), Instant.Min(run.End, end))).Where(run => run.Start < run.End)],
        };
    }

    /// <summary>A session that begins before the countdown is over goes on with the same run (RUN-05).</summary>
    private static List<RunningInterval> Runs(IEnumerable<RunningInterval> sessions, Duration period)
    {
        var runs = new List<RunningInterval>();
        foreach (var session in sessions)
        {
            var stopsAt = session.End + period;
            if (runs is [.., var last] && session.Start < last.End)
                runs[^1] = last with { End = Instant.Max(last.End, stopsAt) };
            else
                runs.Add(new(session.Start, stopsAt));
        }

        return runs;
    }
}
