using DeskFleet.Core.Applications;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>Scenarios whose sessions send and start applications.</summary>
public sealed class SessionUseScenarioTests
{
    /// <summary>With every key of <c>traffic</c> and <c>applications</c>, in a region with an application manager.</summary>
    public const string Text = """
        region: us-east-1
        start: "2026-03-02"
        horizon: 48 h
        directories: [{ name: staff, zones: [us-east-1a, us-east-1b] }]
        groups:
          - name: cad
            users: 6
            directory: staff
            bundle: Graphics
            traffic: { quiet: 200, busy: 5000, busyShare: 25 %, egress: 360 MiB }
            applications: [{ name: crm, source: marketplace, started: 40 % }, { name: mail, source: package }]
          - { name: usual, users: 2, directory: staff, bundle: Standard, traffic: {} }
          - { name: silent, users: 2, directory: staff, bundle: Standard }
        """;

    /// <summary>The same keys in one of several fleets.</summary>
    public const string InFleets = """
        start: "2026-03-02"
        horizon: 24 h
        fleets:
          - region: us-east-1
            directories: [{ name: staff, zones: [us-east-1a, us-east-1b] }]
            groups:
              - { name: cad, users: 1, directory: staff, bundle: Standard, traffic: { quiet: 100 }, applications: [{ name: crm }] }
        """;

    private static readonly Scenario Used = ScenarioText.Sound(Text);

    /// <summary>Every session that ended has sent by the group's profile, to the second; sessions of the group without one have sent nothing.</summary>
    [Fact]
    [Trait("Rule", "GPU-09")]
    public async Task Run_WithTraffic_MetersEachSessionByItsProfile()
    {
        var (_, events) = await PlayedRun.Of(Used, EngineKind.Core);

        foreach (var desktop in events.Where(line => line.Entity.Kind == EntityKind.WorkSpace).GroupBy(line => line.Entity))
        {
            var profile = Used.Groups.First(group => group.Name == GroupOf(desktop)).Traffic;
            var sessions = Sessions(desktop).ToList();
            var metered = desktop.Select(line => line.Event).OfType<TrafficMetered>().ToList();
            Assert.Equal(
                profile is null ? [] : sessions.Select(session => (profile.EgressBytes(session), profile.StreamedBytes(session))),
                metered.Select(traffic => (traffic.EgressBytes, traffic.StreamedBytes)));
        }

        Assert.Equal(3, events.Where(line => line.Event is SessionClosed).Select(line => GroupOf(events.Where(other => other.Entity == line.Entity))).Distinct().Count());
    }

    /// <summary>Quiet sessions stay under 300 kbit/s and busy ones take several Mbit/s.</summary>
    [Fact]
    [Trait("Rule", "GPU-09")]
    public void Usual_QuietAndBusyHour_AreAsTheServiceSays()
    {
        var (hour, usual) = (Duration.FromHours(1), TrafficSpec.Usual);

        Assert.InRange((usual with { BusyShare = 0 }).StreamedBytes(hour) * 8 / 3600, 1, 300_000);
        Assert.InRange((usual with { BusyShare = 1 }).StreamedBytes(hour) * 8 / 3600, 2_000_000, 10_000_000);
        Assert.Equal(112_500_000, new TrafficSpec(200, 400, 0.25, 0).StreamedBytes(hour));
        Assert.Equal(180L * 1024 * 1024, new TrafficSpec(0, 0, 0, 360).EgressBytes(hour / 2));
    }

    /// <summary>Everybody of the group has both from the beginning; what is always started is started in each session, the other in about its share of them.</summary>
    [Fact]
    public async Task Run_WithApplications_GivesAndStartsThem()
    {
        var (_, events) = await PlayedRun.Of(Used, EngineKind.Core);

        var given = events.Select(line => line.Event).OfType<ApplicationAssigned>().ToList();
        Assert.Equal([(ApplicationSource.Package, "mail", 6), (ApplicationSource.Marketplace, "crm", 6)], given.GroupBy(e => e).Select(e => (e.Key.Source, e.Key.Application.Value, e.Count())).Order());
        var sessions = events.Where(line => line.Event is SessionOpened or StateChanged { Opened: not null })
            .Count(line => GroupOf(events.Where(other => other.Entity == line.Entity)) == "cad");
        var started = events.Select(line => line.Event).OfType<ApplicationLaunched>().ToLookup(e => e.Application.Value);
        Assert.Equal(sessions, started["mail"].Count());
        Assert.InRange(started["crm"].Count(), 1, sessions - 1);
    }

    [Fact]
    public async Task Run_OnBothEngines_WritesTheSame()
    {
        var (core, _) = await PlayedRun.Of(Used, EngineKind.Core);
        var (grains, _) = await PlayedRun.Of(Used, EngineKind.Grains);

        Assert.Equal(core, grains);
    }

    [Theory]
    [InlineData("quiet: 200", "quiet: -1", "groups[0].traffic.quiet", "out of bounds")]
    [InlineData("busyShare: 25 %", "busyShare: 125 %", "groups[0].traffic.busyShare", "out of bounds")]
    [InlineData("egress: 360 MiB", "egress: lots", "groups[0].traffic.egress", "lots")]
    [InlineData("source: marketplace", "source: shop", "groups[0].applications[0].source", "write one of package, marketplace")]
    [InlineData("name: mail", "name: crm", "groups[0].applications[1].name", "crm")]
    [InlineData("us-east-1", "ap-northeast-1", "groups[0].applications", "not available in ap-northeast-1")]
    public void Read_OneThingBroken_IsToldWithItsPath(string sound, string broken, string path, string message)
    {
        Assert.Contains(sound, Text, StringComparison.Ordinal);

        var fault = Assert.Single(ScenarioText.Read(Text.Replace(sound, broken, StringComparison.Ordinal)).Faults);

        Assert.Equal(path, fault.Path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    private static string GroupOf(IEnumerable<LoggedEvent> desktop) =>
        desktop.Select(line => line.Event).OfType<StateChanged>().First(e => e.Terms is not null).Terms!.Identity.User.Value.Split('.')[^1].Split('-')[0];

    private static IEnumerable<Duration> Sessions(IEnumerable<LoggedEvent> desktop)
    {
        Instant? since = null;
        foreach (var line in desktop)
        {
            if (line.Event is SessionOpened or StateChanged { Opened: not null })
                since = line.At;
            else if (line.Event is SessionClosed && since is { } opened)
                yield return line.At - opened;
        }
    }
}
