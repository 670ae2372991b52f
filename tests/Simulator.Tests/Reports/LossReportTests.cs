using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Reports.Figures;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Stories;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Reports;

/// <summary>After a loss the figures and the sentences tell what happened to desktops and people.</summary>
public sealed class LossReportTests
{
    /// <summary>A zone is lost at nine; most desktops that are placed again do not come up.</summary>
    private const string Yaml = """
        region: eu-central-1
        start: 2026-03-02
        horizon: 1 d
        seed: 11
        account: acme
        quota: 120
        directories: [{ name: staff, zones: [eu-central-1a, eu-central-1b], dedicated: true }]
        hosts:
          - { zone: eu-central-1a, type: general, count: 4 }
          - { zone: eu-central-1b, type: general, count: 2 }
        groups:
          - name: office
            users: 120
            directory: staff
            bundle: Standard
            sessions: { attendance: 95 %, firstLogin: { mean: "08:00", deviation: 20 min }, perDay: 1 }
        driver:
          reboot: { fail: 60 % }
        timeline:
          - { at: 2026-03-02T10:00, LOSS }
        """;

    [Theory]
    [InlineData("loseZone: eu-central-1a")]
    [InlineData("loseHost: { name: h-acme-eu-central-1a-0001 }")]
    public async Task Figures_AfterALossWhoseRestartsFail_AgreeWithEachOtherAndWithTheRecords(string loss)
    {
        var (summary, events) = await Play(Yaml.Replace("LOSS", loss, StringComparison.Ordinal));

        if (loss.StartsWith("loseHost", StringComparison.Ordinal))
            Assert.Contains(events, happened => happened.Event is StateChanged { On: Trigger.RecoveryFailed });
        Assert.Equal(summary.RunningHours, summary.Groups.Sum(group => group.RunningHours), 2);
        Assert.Equal(summary.ConnectedHours, summary.Groups.Sum(group => group.ConnectedHours), 2);
    }

    [Fact]
    public async Task Explain_DesktopWhoseRestartFailed_HoldsNoSlot()
    {
        var (_, events) = await Play(Yaml.Replace("LOSS", "loseHost: { name: h-acme-eu-central-1a-0001 }", StringComparison.Ordinal));
        var failed = events.First(happened => happened.Event is StateChanged { On: Trigger.RecoveryFailed });

        var told = DesktopStatus.At(failed.At, events.Where(happened => happened.Entity == failed.Entity)).Narrate().ToList();

        Assert.Contains("holds no slot on any host", told);
        Assert.Contains(told, line => line.StartsWith("UNHEALTHY since", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Loss_OfAZoneThatStaysLost_SaysWhoWasCutOffAndThatNobodyCameBack()
    {
        var (summary, events) = await Play(Yaml.Replace("LOSS", "loseZone: eu-central-1a", StringComparison.Ordinal));
        var lostAt = Instant.FromUtc(2026, 3, 2, 9, 0);
        var cut = events.Where(happened => happened.At == lostAt && happened.Event is SessionClosed).Select(happened => happened.Entity).ToHashSet();

        var loss = Assert.Single(summary.Losses);

        Assert.True(cut.Count > 20, $"{cut.Count} were cut off.");
        Assert.Equal((cut.Count, 0, loss.ConnectedBefore - cut.Count), (loss.CutOff, loss.CameBack, loss.ConnectedAfter));
        Assert.Equal((cut.Count, 0), (summary.SignIns.CutOff, summary.SignIns.CameBack));
    }

    [Fact]
    public async Task Loss_OfOneHost_CountsThoseWhoHadASessionAgain()
    {
        var (summary, events) = await Play(Yaml.Replace("LOSS", "loseHost: { name: h-acme-eu-central-1a-0001 }", StringComparison.Ordinal).Replace("60 %", "0 %", StringComparison.Ordinal));
        var lostAt = Instant.FromUtc(2026, 3, 2, 9, 0);
        var cut = events.Where(happened => happened.At == lostAt && happened.Event is SessionClosed).Select(happened => happened.Entity).ToHashSet();
        var back = events.Where(happened => happened.At > lostAt && cut.Contains(happened.Entity) && happened.Event is SessionOpened or StateChanged { Opened: not null })
            .Select(happened => happened.Entity).Intersect(cut).Distinct().Count();

        var loss = Assert.Single(summary.Losses);

        Assert.True(back > 0, "Nobody came back.");
        Assert.Equal((cut.Count, back), (loss.CutOff, loss.CameBack));
        Assert.InRange(summary.ComingBackHours, 0.001, summary.RunningHours);
    }

    /// <summary>Who is moved is on both hosts, or on none, between two events of one instant: no peak and no trough.</summary>
    [Fact]
    public void Peaks_AreTakenAtTheEndsOfInstants()
    {
        var start = Instant.FromUtc(2026, 3, 2, 8, 0);
        Instant At(int minutes) => start + Duration.FromMinutes(minutes);
        var (gauge, track) = (new Gauge(start, At(120)), new Track(start, At(120)));
        foreach (var (at, value) in new[] { (10, 3), (20, 5), (20, 3), (30, 0), (30, 3) })
        {
            gauge.Set(At(at), value);
            track.Set(At(at), value);
        }

        gauge.Close(At(120));
        track.Advance(At(120));

        Assert.Equal((3, At(10), 3), (gauge.Peak, gauge.PeakAt, gauge.MaximumOfHour(0)));
        Assert.Equal((3, 3), (track.Greatest(0, 120), track.Least(11, 120)));
    }

    private static async Task<(RunSummary Summary, IReadOnlyList<LoggedEvent> Events)> Play(string yaml)
    {
        var scenario = ScenarioText.Sound(yaml);
        var simulation = new Simulation(scenario, Population.Create(scenario, null), new(EngineKind.Core, Checks: true));
        var (books, recorder) = (new RunBooks(scenario, simulation), new Recorder());
        var result = await simulation.Run(null, null, TestContext.Current.CancellationToken, [.. books.Readers, recorder]);
        return (books.Close(new("loss", "", null, scenario.Seed, ""), result), recorder.Events);
    }

    private sealed class Recorder : IEventReader
    {
        public List<LoggedEvent> Events { get; } = [];

        public void Read(LoggedEvent happened) => Events.Add(happened);
    }
}
