using NodaTime;
using NodaTime.Text;
using OxyPlot.Axes;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>A time axis of the region's local time. Values are hours since the span's start, ticks are round local times.</summary>
internal sealed class TimeAxis : LinearAxis
{
    private static readonly int[] MinutesBetweenTicks = [15, 30, 60, 120, 180, 360, 720];
    private const int MaxTicks = 14;

    private readonly TimeSpanOfRun _span;
    private readonly List<double> _ticks;

    public TimeAxis(TimeSpanOfRun span)
    {
        _span = span;
        _ticks = [.. span.Length <= Duration.FromDays(3) ? Minutes(span) : Days(span)];
        var pattern = LocalDateTimePattern.CreateWithInvariantCulture(span.Length <= Duration.FromDays(3) ? "HH:mm" : "ddd d MMM");
        Position = AxisPosition.Bottom;
        Minimum = 0;
        Maximum = span.Length.TotalHours;
        LabelFormatter = hours => pattern.Format(_span.LocalAt(hours));
        MajorGridlineStyle = OxyPlot.LineStyle.Solid;
        Charts.Style(this, null);
    }

    public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues) =>
        (majorLabelValues, majorTickValues, minorTickValues) = (_ticks, _ticks, []);

    private static IEnumerable<double> Minutes(TimeSpanOfRun span)
    {
        var between = MinutesBetweenTicks.FirstOrDefault(minutes => span.Length.TotalMinutes / minutes <= MaxTicks, 1440);
        for (var local = span.LocalAt(0).Date.AtMidnight(); span.HoursAt(local) <= span.Length.TotalHours; local = local.PlusMinutes(between))
        {
            if (span.HoursAt(local) >= 0)
                yield return span.HoursAt(local);
        }
    }

    private static IEnumerable<double> Days(TimeSpanOfRun span)
    {
        var between = (int)Math.Ceiling(span.Length.TotalDays / MaxTicks);
        for (var day = span.LocalAt(0).Date; span.HoursAt(day.AtMidnight()) < span.Length.TotalHours; day = day.PlusDays(between))
        {
            if (span.HoursAt(day.AtMidnight()) >= 0)
                yield return span.HoursAt(day.AtMidnight());
        }
    }
}

/// <summary>A stretch of the run, in the region's time zone.</summary>
internal sealed record TimeSpanOfRun(Instant Start, Instant End, DateTimeZone Zone)
{
    public Duration Length => End - Start;

    /// <summary>To the second: hours are fractions that may fall just short of one.</summary>
    public LocalDateTime LocalAt(double hours) => LocalAt(Start + Duration.FromSeconds((long)Math.Round(hours * NodaConstants.SecondsPerHour)));

    public LocalDateTime LocalAt(Instant at) => at.InZone(Zone).LocalDateTime;

    public double HoursAt(LocalDateTime local) => (Zone.AtLeniently(local).ToInstant() - Start).TotalHours;
}
