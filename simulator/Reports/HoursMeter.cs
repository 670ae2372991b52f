using DeskFleet.Core.Billing;
using NodaTime;

namespace DeskFleet.Simulator.Reports;

/// <summary>
/// Counts the started hours of one desktop's closed running intervals, as the bill rounds them (BIL-08), whatever its running mode. An interval that
/// began while the fleet was set up counts from the start of the run; one that is open at the end does not count.
/// </summary>
/// <param name="start">Of the run.</param>
public sealed class HoursMeter(Instant start, HourRounding rounding)
{
    private Instant _nextHour = Instant.MinValue;

    /// <returns>How many hours this interval adds.</returns>
    public long Add(RunningInterval ran)
    {
        var counted = ran with { Start = Instant.Max(ran.Start, start) };
        if (counted.Start >= counted.End)
            return 0;
        return rounding == HourRounding.PerInterval ? counted.StartedHours : ClockHours(counted);
    }

    /// <summary>An hour of the clock in which the desktop ran twice counts once.</summary>
    private long ClockHours(RunningInterval ran)
    {
        var first = Instant.Max(ClockHour.Of(ran.Start), _nextHour);
        if (first >= ran.End)
            return 0;
        var hours = new RunningInterval(first, ran.End).StartedHours;
        _nextHour = first + Duration.FromHours(hours);
        return hours;
    }
}
