using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Observability.Tests.Weeks;

/// <summary>What the metrics say of the week and what its event log says are the same.</summary>
public sealed class WeekNumbersTests(SimulatedWeek week)
{
    /// <summary>Counters do not tell the moment within a minute; the last sample is at the week's end.</summary>
    private static readonly Instant End = SimulatedWeek.End;

    [Fact]
    [Trait("Rule", "MON-03")]
    public async Task UserConnected_EachHour_IsWhatTheLogSays()
    {
        var prometheus = await week.Prometheus();
        var changes = Connections().ToList();

        for (var at = SimulatedWeek.Start + Duration.FromHours(1); at < End; at += Duration.FromHours(1))
            Assert.Equal(changes.Where(change => change.At < at).Sum(change => change.Change), await prometheus.Number("sum(deskfleet_sessions)", at));
    }

    [Fact]
    [Trait("Rule", "BIL-21")]
    public async Task RunningAndMeteredHours_WholeWeek_AreThoseOfTheLog()
    {
        var prometheus = await week.Prometheus();
        var intervals = Moves().Where(move => move.TryGetProperty("metered", out _)).Select(move => move.GetProperty("metered")).ToList();
        var seconds = intervals.Sum(interval => (Time(interval, "end") - Time(interval, "start")).TotalSeconds);
        var hours = intervals.Sum(interval => Math.Ceiling((Time(interval, "end") - Time(interval, "start")).TotalHours));

        Assert.True(intervals.Count > 100);
        Assert.Equal(seconds, await prometheus.Number("deskfleet_running_time_seconds_total", End), tolerance: 1);
        Assert.Equal(hours, await prometheus.Number("deskfleet_running_metered_hours_total", End));
    }

    [Fact]
    public async Task ResumesAndAutoStops_WholeWeek_AreThoseOfTheLog()
    {
        var prometheus = await week.Prometheus();
        var waits = Moves().Where(move => move.TryGetProperty("waited", out _)).Select(move => DurationPattern.JsonRoundtrip.Parse(move.GetProperty("waited").GetString()!).Value).ToList();
        var autoStops = Moves().Count(move => move.GetProperty("on").GetString() == "AutoStopDue");

        Assert.Equal(waits.Count, await prometheus.Number("sum(deskfleet_resume_duration_seconds_count)", End));
        Assert.Equal(waits.Count(wait => wait <= Duration.FromSeconds(90)), await prometheus.Number("sum(deskfleet_resume_duration_seconds_bucket{le=\"90.0\"})", End));
        Assert.Equal(autoStops, await prometheus.Number("sum(deskfleet_autostop_lateness_seconds_count)", End));
    }

    [Fact]
    [Trait("RulePart", "MON-01")]
    public async Task SignIns_WholeWeek_AreThoseOfTheLog()
    {
        var prometheus = await week.Prometheus();
        var opened = week.Events().Count(line => What(line) == "session-opened" || Opens(line));
        var failed = week.Events().Count(line =>
            (What(line) == "session-abandoned" && line.GetProperty("event").TryGetProperty("code", out _))
            || (What(line) == "operation-refused" && line.GetProperty("event").GetProperty("operation").GetString() == "connect"));

        Assert.True(failed > 0);
        Assert.Equal(opened, await prometheus.Number("deskfleet_connection_successes_total", End));
        Assert.Equal(failed, await prometheus.Number("sum(deskfleet_connection_failures_total)", End));
    }

    private static string What(JsonElement line) => line.GetProperty("event").GetProperty("what").GetString()!;

    private static bool Opens(JsonElement line) => line.GetProperty("event").TryGetProperty("opened", out _);

    private static Instant Time(JsonElement from, string name) => InstantPattern.ExtendedIso.Parse(from.GetProperty(name).GetString()!).Value;

    private IEnumerable<JsonElement> Moves() => week.Events().Where(line => What(line) == "state-changed").Select(line => line.GetProperty("event"));

    private IEnumerable<(Instant At, int Change)> Connections()
    {
        foreach (var line in week.Events())
        {
            var change = What(line) == "session-closed" ? -1 : What(line) == "session-opened" || Opens(line) ? 1 : 0;
            if (change != 0)
                yield return (Time(line, "at"), change);
        }
    }
}
