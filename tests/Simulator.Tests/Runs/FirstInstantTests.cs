using System.Globalization;
using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Cli;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>
/// A run is a window that is cut out of the life of a fleet. Who works when it opens is connected already: no boot storm that never was, no hours
/// and no fees before it.
/// </summary>
public sealed class FirstInstantTests
{
    private const string NightShift = """
        name: nights
        region: eu-central-1
        start: START
        horizon: 1 d
        quota: 1000
        directories: [{ name: floor, zones: [eu-central-1a, eu-central-1b], dedicated: true }]
        hosts: [{ zone: eu-central-1a, type: general, count: 20 }, { zone: eu-central-1b, type: general, count: 20 }]
        groups:
          - name: night
            users: 200
            directory: floor
            bundle: Standard
            sessions:
              attendance: 100 %
              weekend: 100 %
              perDay: 1
              stages: [{ at: "22:00", within: 60 min }]
              length: { uniform: { from: 8 h, to: 8 h } }
        """;

    /// <summary>The same people in the same night: how many hosts they need does not depend on the hour at which a plan begins.</summary>
    [Fact]
    public async Task Plan_WindowOpensAtWork_NeedsNoMoreHostsThanOneThatOpensAtRest()
    {
        var hosts = new List<int>();
        foreach (var start in new[] { "2026-03-03T12:00", "2026-03-03T00:00" })
        {
            using var folder = new TempFolder();
            var ended = await SimulatorProcess.Run("plan", folder.Write("nights.yaml", NightShift.Replace("START", start, StringComparison.Ordinal)), "--seeds", "1", "--verify", "0", "-q", "--json");
            Assert.Equal(0, ended.ExitCode);
            using var answer = JsonDocument.Parse(ended.Output);
            hosts.Add(answer.RootElement.GetProperty("plan").GetProperty("hosts").GetInt32());
        }

        Assert.Equal([3, 3], hosts);
    }

    [Theory]
    [InlineData(EngineKind.Core)]
    [InlineData(EngineKind.Grains)]
    public async Task Run_OpensAtMidnight_WhoWorksIsConnectedWithoutSigningIn(EngineKind engine)
    {
        var run = await Play(ScenarioText.Sound(NightShift.Replace("START", "2026-03-03T00:00", StringComparison.Ordinal)), engine);

        Assert.Equal((200, 200L), (run.Population.Users.Count(user => run.Population.Earlier(user) is { GoesOn: true }), run.Fleet.OpenAtStart));
        Assert.Equal((200d, 200d, 200), (run.Fleet.Wanted.MeanOfHour(0), run.Fleet.Connected.MeanOfHour(0), run.Fleet.Running.MaximumOfHour(0)));
        Assert.Equal((0L, 0L), (run.Fleet.Resumes.OfHour(0), run.Fleet.RefusalsByReason.Values.Sum()));
        Assert.Equal((200L, 200L), (run.Fleet.SessionsAsked, run.Fleet.SessionsOpened)); // of the next evening
        Assert.Equal(0, run.Fleet.StartsQueued);
    }

    /// <summary>From 00:00 until AutoStop after a session that ends between 06:00 and 07:00: 7 to 8 hours of the run, 8 or 9 of them started.</summary>
    [Fact]
    public async Task Run_OpensAtMidnight_IsMeteredFromItsStart()
    {
        var scenario = ScenarioText.Sound(NightShift.Replace("START", "2026-03-03T00:00", StringComparison.Ordinal));
        var run = await Play(scenario, EngineKind.Core);

        var morning = run.Events.Where(e => e.At < scenario.Start + Duration.FromHours(12)).Select(e => e.Event).OfType<StateChanged>().Count(e => e.On == Trigger.AutoStopDue);
        Assert.Equal(200, morning);
        Assert.InRange(run.Fleet.MeteredHours, 200 * 8, 200 * 9);
        var cost = new RunBooksOf(scenario, run).Summary.Cost!;
        Assert.Equal(["2026-03"], cost.Months.Select(month => month.Month));
        Assert.InRange(cost.Months[0].BilledHours, 200 * 9, 200 * 12); // the next evening's session, still open, counts to the end
    }

    /// <summary>What a cut may change is what a desktop's countdown has forgotten, and how long a start takes; not who works, and not how many.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(18)]
    [InlineData(23)]
    public async Task Run_CutAnywhere_HasTheFiguresOfTheWholeAfterTheCut(int hour)
    {
        var text = NightShift.Replace("START", "2026-03-02T00:00", StringComparison.Ordinal).Replace("horizon: 1 d", "horizon: 3 d", StringComparison.Ordinal)
            .Replace("stages: [{ at: \"22:00\", within: 60 min }]", "stages: [{ at: \"22:00\", within: 60 min, share: 50 % }]", StringComparison.Ordinal);
        var whole = ScenarioText.Sound(text);
        var from = Duration.FromHours(24 + hour);
        var cut = whole with { Start = whole.Start + from, Horizon = whole.Horizon - from };

        var (one, other) = (await Play(whole, EngineKind.Core), await Play(cut, EngineKind.Core));

        for (var i = 0; i < (int)cut.Horizon.TotalHours; i++)
        {
            var at = i + 24 + hour;
            Assert.Equal(one.Fleet.Wanted.MeanOfHour(at), other.Fleet.Wanted.MeanOfHour(i), 9);
            Assert.InRange(other.Fleet.Running.MeanOfHour(i) - one.Fleet.Running.MeanOfHour(at), -1, 1);
            Assert.InRange(other.Fleet.Connected.MeanOfHour(i) - one.Fleet.Connected.MeanOfHour(at), -1, 1);
            Assert.InRange(other.Fleet.Resumes.OfHour(i) - one.Fleet.Resumes.OfHour(at), -3, 1); // who was on the way at the cut is connected
        }

        Assert.Equal(one.Fleet.Connected.Value, other.Fleet.Connected.Value);
    }

    [Fact]
    public async Task Run_WindowOfALog_LeavesOutAndTellsWhatIsOutside()
    {
        using var folder = new TempFolder();
        var log = folder.Write("log.csv", """
            user,start,end
            ann,2026-03-02T08:00:00,2026-03-02T12:00:00
            ann,2026-03-02T13:00:00,2026-03-02T17:00:00
            bob,2026-03-02T13:20:00,2026-03-02T13:25:00
            cid,2026-03-02T14:00:00,2026-03-02T20:00:00
            dan,2026-03-02T19:00:00,2026-03-02T20:00:00
            """);
        var scenario = folder.Write("window.yaml", """
            region: us-east-1
            start: 2026-03-02T13:30Z
            horizon: 5 h
            directories: [{ name: floor, zones: [us-east-1a, us-east-1b] }]
            groups: [{ name: staff, directory: floor, bundle: Standard }]
            """);

        var ended = await SimulatorProcess.Run("run", scenario, "--trace", log, "--engine", "core", "--out", folder.Missing("out"));

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("1 sessions open at the start, 1 at the end", ended.Output, StringComparison.Ordinal);
        Assert.Contains("2 sessions of the log before the start, 1 after the end", ended.Output, StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(folder.Missing("out/summary.json"), TestContext.Current.CancellationToken));
        long Figure(string name) => summary.RootElement.GetProperty(name).GetInt64();
        Assert.Equal((1L, 1L, 1L), (Figure("sessionsAsked"), Figure("sessionsOpened"), Figure("resumes")));
        // ann connected and bob in his countdown at 13:30; cid comes at 14:00 and bob's desktop stops at 14:25
        Assert.Equal(3, summary.RootElement.GetProperty("running").GetProperty("count").GetInt32());
    }

    /// <summary>Setting the fleet up is no part of the run, so a year that begins on New Year's Day has twelve bills.</summary>
    [Fact]
    public async Task Run_Year_HasTwelveMonths()
    {
        var scenario = ScenarioText.Sound("""
            region: eu-west-1
            start: 2026-01-01
            horizon: 365 d
            directories: [{ name: d, zones: [eu-west-1a, eu-west-1b] }]
            groups: [{ name: g, users: 1, directory: d, bundle: Value }]
            """);
        var run = await Play(scenario, EngineKind.Core);

        Assert.Equal(Enumerable.Range(1, 12).Select(month => string.Create(CultureInfo.InvariantCulture, $"2026-{month:00}")), new RunBooksOf(scenario, run).Summary.Cost!.Months.Select(month => month.Month));
    }

    /// <summary>A desktop that nobody uses has stopped when the run starts, however long AutoStop waits.</summary>
    [Fact]
    public async Task Run_LongAutoStop_NothingRunsAtTheStartButForAReason()
    {
        var scenario = ScenarioText.Sound(NightShift.Replace("START", "2026-03-03T12:00", StringComparison.Ordinal).Replace("bundle: Standard", "bundle: Standard\n    autoStop: 240 min", StringComparison.Ordinal));
        var run = await Play(scenario, EngineKind.Core);

        Assert.Equal(0, run.Fleet.Running.MaximumOfHour(0));
    }

    private static async Task<Played> Play(Scenario scenario, EngineKind engine)
    {
        var population = Population.Create(scenario, null);
        var simulation = new Simulation(scenario, population, new(engine, Checks: engine == EngineKind.Core));
        var books = new RunBooks(scenario, simulation);
        var events = new List<LoggedEvent>();
        var result = await simulation.Run(null, null, TestContext.Current.CancellationToken, [.. books.Readers, new Listener(events)]);
        return new(population, result, events, books);
    }

    private sealed record Played(Population Population, RunResult Result, List<LoggedEvent> Events, RunBooks Books)
    {
        public FleetObserver Fleet => Result.Fleet;
    }

    private sealed class RunBooksOf(Scenario scenario, Played run)
    {
        public RunSummary Summary { get; } = run.Books.Close(new RunInputs(scenario.Name, "", null, scenario.Seed, ""), run.Result);
    }

    private sealed class Listener(List<LoggedEvent> events) : IEventReader
    {
        public void Read(LoggedEvent happened) => events.Add(happened);
    }
}
