using DeskFleet.Core.Metrics;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Metrics;

/// <summary>Metrics are made of events alone: five minutes a sample, statistics over whole periods (MON-01, MON-03).</summary>
public sealed class DesktopSeriesTests
{
    private static readonly Instant Nine = Instant.FromUtc(2026, 3, 2, 9, 0);
    private static readonly Instant Midnight = Instant.FromUtc(2026, 3, 2, 0, 0);
    private static readonly Duration Hour = Duration.FromHours(1);

    [Fact]
    [Trait("Rule", "MON-03")]
    public void Session_OfThreeHours_IsOneInEachSampleOfItsSpanAndZeroOtherwise()
    {
        var points = Points(Day(Session(Nine, Nine + (Hour * 3))), FleetMetric.UserConnected, DesktopSeries.Step).ToList();

        Assert.Equal(24 * 12, points.Count);
        Assert.All(points, point => Assert.Equal(point.At >= Nine && point.At < Nine + (Hour * 3) ? 1 : 0, point.Sum));
    }

    [Fact]
    [Trait("Rule", "MON-03")]
    public void Session_OfOneMinute_IsInItsSample()
    {
        var at = Nine + Duration.FromMinutes(7);

        var points = Points(Day(Session(at, at + Duration.FromMinutes(1))), FleetMetric.UserConnected, DesktopSeries.Step);

        Assert.Equal([Nine + Duration.FromMinutes(5)], points.Where(point => point.Sum > 0).Select(point => point.At));
    }

    [Fact]
    [Trait("Rule", "MON-01")]
    public void Periods_OfAnHour_AreTheStatisticsOfTwelveSamples()
    {
        var point = Points(Day(Session(Nine, Nine + Duration.FromMinutes(20))), FleetMetric.UserConnected, Hour).Single(point => point.At == Nine);

        Assert.Equal((12, 4.0, 0.0, 1.0, 4.0 / 12), (point.Count, point.Sum, point.Minimum, point.Maximum, point.Average));
    }

    [Fact]
    [Trait("Rule", "MON-01")]
    public void States_EachSample_IsInOneOfThem()
    {
        var series = Day([Move(Nine, Lifecycle.Stopped, Lifecycle.Starting), Move(Nine + Duration.FromMinutes(2), Lifecycle.Starting, Lifecycle.Available)]);

        Assert.Equal(9 * 12, Points(series, FleetMetric.Stopped, Hour).Sum(point => point.Sum));
        Assert.Equal((15 * 12) - 1, Points(series, FleetMetric.Available, Hour).Sum(point => point.Sum));
        Assert.Equal(0, Points(series, FleetMetric.Unhealthy, Hour).Sum(point => point.Sum));
    }

    [Fact]
    [Trait("Rule", "MON-01")]
    public void SignIns_AreCountedWhereTheyWere()
    {
        var series = Day([new(Nine, MetricFactKind.Attempted), new(Nine, MetricFactKind.Opened), new(Nine + Duration.FromMinutes(1), MetricFactKind.Closed), new(Nine + Duration.FromMinutes(2), MetricFactKind.Attempted), new(Nine + Duration.FromMinutes(3), MetricFactKind.Failed)]);

        Assert.Equal([(Nine, 2.0)], Points(series, FleetMetric.ConnectionAttempt, Hour).Select(point => (point.At, point.Sum)));
        Assert.Equal([(Nine, 1.0)], Points(series, FleetMetric.ConnectionSuccess, Hour).Select(point => (point.At, point.Sum)));
        Assert.Equal([(Nine, 1.0)], Points(series, FleetMetric.ConnectionFailure, Hour).Select(point => (point.At, point.Sum)));
        Assert.Equal([(Nine, 1.0)], Points(series, FleetMetric.SessionDisconnect, Hour).Select(point => (point.At, point.Sum)));
    }

    /// <summary>Lines before the first one may be gone: what is known is that it was open, and in which state the desktop was.</summary>
    [Fact]
    public void Facts_WithoutTheirBegin_CountFromTheFirstInstantThatIsKnown()
    {
        var series = DesktopSeries.Empty.With([new(Nine, MetricFactKind.Closed), Move(Nine, Lifecycle.Available, Lifecycle.Stopping)], Midnight);

        Assert.Equal(9 * 12, Points(series, FleetMetric.UserConnected, Hour).Sum(point => point.Sum));
        Assert.Equal(9 * 12, Points(series, FleetMetric.Available, Hour).Sum(point => point.Sum));
    }

    [Fact]
    public void Facts_ComingLater_GiveTheSameAsAllAtOnce()
    {
        MetricFact[] facts = [Move(Midnight, Lifecycle.Pending, Lifecycle.Available), .. Session(Nine, Nine + Hour)];
        var atOnce = DesktopSeries.Empty.With(facts, Midnight);
        var later = facts.Aggregate(DesktopSeries.Empty, (series, fact) => series.With([fact], Midnight));

        Assert.Equal(Points(atOnce, FleetMetric.UserConnected, Hour), Points(later, FleetMetric.UserConnected, Hour));
    }

    [Fact]
    public void Desktop_ThatIsGone_HasNoSamplesAnyMore()
    {
        var series = Day([Move(Nine, Lifecycle.Stopped, Lifecycle.Terminating), Move(Nine + Duration.FromMinutes(1), Lifecycle.Terminating, Lifecycle.Terminated)]);

        Assert.Equal(Nine, Points(series, FleetMetric.Stopped, DesktopSeries.Step).Last().At);
    }

    private static DesktopSeries Day(IReadOnlyList<MetricFact> facts) =>
        DesktopSeries.Standing(Lifecycle.Stopped, isConnected: false, Midnight).With(facts, Midnight);

    private static MetricFact[] Session(Instant from, Instant to) => [new(from, MetricFactKind.Opened), new(to, MetricFactKind.Closed)];

    private static MetricFact Move(Instant at, Lifecycle from, Lifecycle to) => new(at, MetricFactKind.Moved, from, to);

    private static IEnumerable<MetricPoint> Points(DesktopSeries series, FleetMetric metric, Duration period) =>
        series.Points(metric, Midnight, Midnight + Duration.FromDays(1), period, Midnight + Duration.FromDays(2));
}
