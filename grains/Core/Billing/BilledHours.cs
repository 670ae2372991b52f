using NodaTime;

namespace DeskFleet.Core.Billing;

/// <summary>Hours as a wall clock in UTC shows them.</summary>
public static class ClockHour
{
    /// <summary>The beginning of the clock hour that an instant is in.</summary>
    public static Instant Of(Instant at)
    {
        var ticks = at.ToUnixTimeTicks();
        var into = ticks % NodaConstants.TicksPerHour;
        return Instant.FromUnixTimeTicks(ticks - (into < 0 ? into + NodaConstants.TicksPerHour : into));
    }
}

/// <summary>Which started hours fall into a month (BIL-08). Work is bounded by the month, however long an interval is.</summary>
public static class BilledHours
{
    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>When the billed hours begin that belong to a month, in order.</summary>
    public static IEnumerable<Instant> In(BillingMonth month, IEnumerable<RunningInterval> intervals, HourRounding rounding)
    {
        var touched = intervals.Where(ran => ran.Start < ran.End && ran.Start < month.End && ran.End > month.Start);
        return rounding == HourRounding.PerInterval
            ? touched.SelectMany(ran => Steps(ran.Start, ran.End, month)).Order()
            : touched.SelectMany(ran => Steps(ClockHour.Of(ran.Start), ran.End, month)).Distinct().Order();
    }

    private static IEnumerable<Instant> Steps(Instant first, Instant end, BillingMonth month)
    {
        var skipped = first < month.Start ? new RunningInterval(first, month.Start).StartedHours : 0;
        for (var hour = first + (Hour * skipped); hour < end && hour < month.End; hour += Hour)
            yield return hour;
    }
}
