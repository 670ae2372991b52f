using System.Text;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Timelines;

/// <summary>A zone is lost on Monday at 09:05 and comes back an hour later; some hosts of the other are drained, the driver is slow.</summary>
public sealed class LostZoneTests
{
    private const string Yaml = """
        region: eu-central-1
        start: 2026-03-02
        horizon: 1 d
        seed: 11
        account: acme
        quota: 120
        directories: [{ name: staff, zones: [eu-central-1a, eu-central-1b], dedicated: true }]
        hosts:
          - { zone: eu-central-1a, type: general, count: 2 }
          - { zone: eu-central-1b, type: general, count: 2 }
        groups:
          - name: office
            users: 120
            directory: staff
            bundle: Standard
            sessions: { attendance: 95 %, firstLogin: { mean: "09:00", deviation: 20 min }, perDay: 2 }
        timeline:
          - { at: 2026-03-02T09:05, loseZone: eu-central-1a }
          - { after: 605 min, returnZone: eu-central-1a }
          - { at: "2026-03-02T09:00", slowDriver: { factor: 3, for: 30 min } }
          - { at: "2026-03-02T11:00", drainHost: { zone: eu-central-1b } }
          - { at: "2026-03-02T12:00", loseHost: { name: h-acme-eu-central-1b-0001 } }
          - { at: "2026-03-02T13:00", returnHost: { zone: eu-central-1b } }
        """;

    private static readonly Instant LostAt = Instant.FromUtc(2026, 3, 2, 8, 5);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_ZoneLostAndReturned_IsTheSameOnBothEnginesUnderAllInvariants(int repeats)
    {
        var core = await Play(EngineKind.Core, repeats);
        var grains = await Play(EngineKind.Grains, repeats);

        Assert.Equal(core.Log, grains.Log);
        Assert.Equal(3, core.Result.Fleet.HostsLost);
    }

    [Fact]
    public async Task Run_ZoneLost_FreesItsHostsAndFillsThemAgain()
    {
        var played = await Play(EngineKind.Core, 1);
        var hosts = played.Events.Where(e => e.Entity.Kind == EntityKind.DedicatedHost).ToList();

        Assert.Equal(["h-acme-eu-central-1a-0001", "h-acme-eu-central-1a-0002"], hosts.Where(e => e.Event is HostLost && e.At == LostAt).Select(e => e.Entity.Key));
        Assert.Equal(2, hosts.Count(e => e.Event is HostReturned && e.At == LostAt + Duration.FromHours(1)));
        Assert.Single(hosts, e => e.Event is HostDrained);
        var slots = played.Events.Where(e => e.Event is StateChanged { Slot: { } slot } && slot.Host.Value.Contains("1a", StringComparison.Ordinal)).Select(e => e.At).ToList();
        Assert.DoesNotContain(slots, at => at >= LostAt && at < LostAt + Duration.FromHours(1));
        Assert.Contains(slots, at => at >= LostAt + Duration.FromHours(1));
    }

    /// <summary>Everybody who came was served at once, served after a wait, refused, gave up, or is still there: none is missing.</summary>
    [Fact]
    public async Task Run_ZoneLost_EverySessionIsAccountedFor()
    {
        var played = await Play(EngineKind.Core, 1);
        var fleet = played.Result.Fleet;
        var refused = fleet.RefusalsByReason.Where(reason => reason.Key.StartsWith("connect", StringComparison.Ordinal)).Sum(reason => reason.Value);
        var cut = played.Events.Count(e => e.Event is StateChanged { On: Trigger.HostLost });

        Assert.True(cut > 20, $"Only {cut} desktops were lost.");
        Assert.True(refused > 0, "Nobody was refused.");
        Assert.Equal(fleet.SignIns, fleet.SessionsOpened + refused + fleet.GaveUp + fleet.Waiting.Value);
    }

    /// <summary>Within half to one and a half of his group's time, and still within the session that was cut.</summary>
    [Fact]
    public async Task Run_ZoneLost_WhoIsCutOffSignsInAgain()
    {
        var played = await Play(EngineKind.Core, 1);
        var cut = played.Events.Where(e => e.Event is SessionClosed closed && closed.Reason.EndsWith("is lost", StringComparison.Ordinal)).ToDictionary(e => ((SessionClosed)e.Event).Session.Value, e => e.At);
        var again = played.Events.Where(e => SignInOf(e) is { } session && session.EndsWith(".1", StringComparison.Ordinal) && cut.ContainsKey(session[..^2])).GroupBy(e => SignInOf(e)![..^2]).ToList();

        Assert.True(cut.Count > 20, $"Only {cut.Count} sessions were cut off.");
        Assert.Equal(cut.Count, played.Result.Fleet.SessionsCutOff);
        Assert.True(again.Count > cut.Count / 2, $"Only {again.Count} of {cut.Count} were heard of again.");
        Assert.All(again, session => Assert.InRange((session.First().At - cut[session.Key]).TotalSeconds, 30, 91));
    }

    [Fact]
    public async Task Run_NobodyTriesAgain_WhoIsRefusedComesNotBeforeTheNextSession()
    {
        var stubborn = await Play(EngineKind.Core, 1);
        var plain = await Play(EngineKind.Core, 1, Yaml.Replace("perDay: 2 }", "perDay: 2 }\n    patience: { retries: 0 }", StringComparison.Ordinal));

        Assert.Equal(0, plain.Result.Fleet.Retries);
        Assert.True(stubborn.Result.Fleet.Retries > 10);
        Assert.Equal(plain.Result.Fleet.SessionsAsked - plain.Result.Fleet.SessionsCutOff, stubborn.Result.Fleet.SessionsAsked - stubborn.Result.Fleet.SessionsCutOff);
    }

    /// <summary>What is still in the air when the run ends is told as such: the zone is lost five minutes before.</summary>
    [Fact]
    public async Task Run_EndsWhilePeopleWait_TheyAreCountedAsStillWaiting()
    {
        var played = await Play(EngineKind.Core, 1, Yaml.Replace("horizon: 1 d", "horizon: 547 min", StringComparison.Ordinal).Split("  - { after: 605", 2)[0]);
        var fleet = played.Result.Fleet;
        var refused = fleet.RefusalsByReason.Values.Sum();

        Assert.True(fleet.Waiting.Value > 10, $"{fleet.Waiting.Value} wait.");
        Assert.Equal(fleet.SignIns, fleet.SessionsOpened + refused + fleet.GaveUp + fleet.Waiting.Value);
    }

    private static string? SignInOf(LoggedEvent happened) => happened.Event switch
    {
        SessionAwaited e => e.Awaited.Id.Value,
        CapacityAwaited { Awaited: { } awaited } => awaited.Id.Value,
        StateChanged { Opened: { } opened } => opened.Value,
        StateChanged { Awaited: { } awaited } => awaited.Id.Value,
        SessionOpened e => e.Session.Value,
        _ => null,
    };

    private static async Task<(RunResult Result, string Log, List<LoggedEvent> Events)> Play(EngineKind engine, int repeats, string yaml = Yaml)
    {
        var scenario = ScenarioText.Sound(yaml);
        using var file = new MemoryStream();
        var result = await new Simulation(scenario, Population.Create(scenario, null), new(engine, Checks: true, repeats)).Run(file, null, CancellationToken.None);
        var log = Encoding.UTF8.GetString(file.ToArray());
        return (result, log, EventLines.Parse(log));
    }
}
