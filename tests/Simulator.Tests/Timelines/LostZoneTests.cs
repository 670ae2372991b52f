using System.Text;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Engines;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Tests.Scenarios;
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
        Assert.Equal(fleet.SessionsAsked, fleet.SessionsOpened + refused + fleet.GaveUp);
    }

    private static async Task<(RunResult Result, string Log, List<LoggedEvent> Events)> Play(EngineKind engine, int repeats)
    {
        var scenario = ScenarioText.Sound(Yaml);
        using var file = new MemoryStream();
        var result = await new Simulation(scenario, Population.Create(scenario, null), new(engine, Checks: true, repeats)).Run(file, null, CancellationToken.None);
        var log = Encoding.UTF8.GetString(file.ToArray());
        return (result, log, EventLines.Parse(log));
    }
}
