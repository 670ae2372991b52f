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
        Assert.Equal(autoStops, await prometheus.Number("sum(deskfleet_deadline_lateness_seconds_count{deskfleet_deadline=\"autostop\"})", End));
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

    [Fact]
    public async Task Disconnects_WholeWeek_AreThoseOfTheLogByReason()
    {
        var prometheus = await week.Prometheus();
        var closed = week.Events().Where(line => What(line) == "session-closed").CountBy(Interruption).ToDictionary();

        Assert.True(closed["HostLost"] > 0 && closed["User"] > 100);
        foreach (var (label, interruption) in new[] { ("user", "User"), ("host_lost", "HostLost"), ("taken_over", "TakenOver"), ("administrator", "Administrator"), ("maintenance", "Maintenance") })
            Assert.Equal(closed.GetValueOrDefault(interruption), await prometheus.Number($"deskfleet_session_disconnects_total{{deskfleet_reason=\"{label}\"}}", End));
    }

    [Fact]
    public async Task MaintenancePending_EachHour_IsWhatTheLogSays()
    {
        var prometheus = await week.Prometheus();
        var changes = week.Events().Where(line => What(line) is "update-announced" or "update-installed").Select(line => (At: Time(line, "at"), Change: What(line) == "update-announced" ? 1 : -1)).ToList();
        var most = 0.0;

        for (var at = SimulatedWeek.Start + Duration.FromHours(1); at < End; at += Duration.FromHours(1))
        {
            var pending = await prometheus.Number("sum(deskfleet_maintenance_pending)", at);
            Assert.Equal(changes.Where(change => change.At < at).Sum(change => change.Change), pending);
            most = Math.Max(most, pending);
        }

        Assert.Equal(190, most);
    }

    /// <summary>Backups are no lines of the log; what held them up was the timers that stood still on Sunday.</summary>
    [Fact]
    public async Task BackupLateness_WholeWeek_IsThatOfTheStoppedTimers()
    {
        var prometheus = await week.Prometheus();
        var backups = await prometheus.Number("sum(deskfleet_backup_lateness_seconds_count)", End);

        Assert.True(backups > 1000);
        Assert.Equal(backups, await prometheus.Number("sum(deskfleet_backup_lateness_seconds_bucket{le=\"3600.0\"})", End));
        var late = backups - await prometheus.Number("sum(deskfleet_backup_lateness_seconds_bucket{le=\"60.0\"})", End);
        Assert.InRange(late, 1, 190);
        Assert.InRange(await prometheus.Number("max_over_time(deskfleet_deadlines_overdue{deskfleet_deadline=\"backup\"}[7d])", End), 1, late);
        Assert.Equal(backups, await prometheus.Number("sum(deskfleet_deadline_lateness_seconds_count{deskfleet_deadline=\"backup\"})", End));
    }

    [Fact]
    public async Task Commitment_WholeWeek_IsWhatTheAccountAgreedTo()
    {
        var prometheus = await week.Prometheus();
        var agreed = Assert.Single(week.Events(), line => What(line) == "commitment-agreed").GetProperty("event").GetProperty("terms").GetProperty("seats").GetInt32();

        Assert.Equal(195, agreed);
        Assert.Equal(agreed, await prometheus.Number("sum(deskfleet_byol_commitment)", End));
    }

    private static string Interruption(JsonElement line) =>
        line.GetProperty("event").TryGetProperty("interruption", out var interruption) ? interruption.GetString()! : "User";

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
