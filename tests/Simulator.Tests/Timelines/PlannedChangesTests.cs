using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Planning;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Yaml;
using DeskFleet.Simulator.Tests.Runs;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Timelines;

/// <summary>
/// 16 people on hosts for 8. On the second day hosts come before work, three people leave at eleven, and one of the new hosts is lost at noon.
/// </summary>
public sealed class PlannedChangesTests
{
    private const string Yaml = """
        region: eu-central-1
        start: 2026-03-02
        horizon: 2 d
        seed: 11
        account: acme
        quota: 20
        hostTypes: [{ name: box, vCpu: 8, memory: 32 GiB }]
        directories: [{ name: staff, zones: [eu-central-1a, eu-central-1b], dedicated: true }]
        hosts:
          - { zone: eu-central-1a, type: box, count: 1 }
          - { zone: eu-central-1b, type: box, count: 1 }
        groups:
          - name: office
            users: 16
            directory: staff
            bundle: Standard
            sessions: { attendance: 100 %, firstLogin: { mean: "09:00", deviation: 10 min }, perDay: 1, length: { median: 5 h, p90: 6 h } }
        timeline:
          - { at: 2026-03-03T07:00, addHost: { zone: eu-central-1a, type: box, count: 2 } }
          - { at: 2026-03-03T07:00, addHost: { zone: eu-central-1b, type: box, count: 2 } }
          - { at: 2026-03-03T11:00, leave: { group: office, count: 3 } }
          - { at: 2026-03-03T12:00, loseHost: { name: h-acme-eu-central-1a-0003 } }
        """;

    private static readonly Instant Come = Instant.FromUtc(2026, 3, 3, 6, 0);

    private static readonly Instant Left = Instant.FromUtc(2026, 3, 3, 10, 0);

    private static readonly Scenario Changing = ScenarioText.Sound(Yaml);

    [Fact]
    public async Task Run_HostsComeAndPeopleLeave_IsTheSameOnBothEnginesUnderAllInvariants()
    {
        var core = await PlayedRun.Of(Changing, EngineKind.Core);
        var grains = await PlayedRun.Of(Changing, EngineKind.Grains);

        Assert.Equal(core.Log, grains.Log);
    }

    [Fact]
    public async Task Run_HostsCome_WhoWasRefusedTheDayBeforeIsServed()
    {
        var (_, events) = await PlayedRun.Of(Changing, EngineKind.Core);
        var refused = events.Where(e => e.Event is SessionAbandoned { Code: RefusalCode.InsufficientCapacity } or OperationRefused { Operation: "connect" }).Select(e => e.At).ToList();

        Assert.Equal(
            ["h-acme-eu-central-1a-0002", "h-acme-eu-central-1a-0003", "h-acme-eu-central-1b-0002", "h-acme-eu-central-1b-0003"],
            events.Where(e => e.Event is HostRegistered && e.At == Come).Select(e => e.Entity.Key).Order(StringComparer.Ordinal));
        Assert.Contains(refused, at => at < Come);
        Assert.DoesNotContain(refused, at => at >= Come);
        Assert.Equal("h-acme-eu-central-1a-0003", Assert.Single(events, e => e.Event is HostLost).Entity.Key);
    }

    [Fact]
    public async Task Run_PeopleLeave_TheirDesktopsAreTerminatedAndNobodyElses()
    {
        var (_, events) = await PlayedRun.Of(Changing, EngineKind.Core);
        var users = events.Select(e => (e.Entity.Key, e.Event)).Where(e => e.Event is StateChanged { Terms: not null }).ToDictionary(e => e.Key, e => ((StateChanged)e.Event).Terms!.Identity.User.Value);
        var leaving = Population.Create(Changing, null).Users.Where(user => user.Leaves is not null).ToList();

        Assert.Equal([1, 2, 3], leaving.Select(user => int.Parse(user.UserName[^6..], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(leaving, user => Assert.Equal(Left, user.Leaves));
        Assert.Equal(
            leaving.Select(user => (user.UserName, Left)).Order(),
            events.Where(e => e.Event is StateChanged { On: Trigger.TerminateAccepted }).Select(e => (users[e.Entity.Key], e.At)).Order());
        Assert.Equal(3, events.Count(e => e.Event is StateChanged { To: Lifecycle.Terminated }));
        Assert.DoesNotContain(events, e => e.Event is OperationRefused { Operation: not "connect" });
    }

    /// <summary>Nobody stays longer than he is there, and for the others nothing changes.</summary>
    [Fact]
    public void Sessions_OfWhoLeaves_EndThen()
    {
        var staying = Population.Create(ScenarioText.Sound(Yaml.Split("  - { at: 2026-03-03T11:00", 2)[0]), null);
        var changing = Population.Create(Changing, null);

        Assert.All(changing.Users.Zip(staying.Users), pair => Assert.Equal(
            staying.Sessions(pair.Second).Where(session => session.Start < (pair.First.Leaves ?? Changing.End)).Select(session => session with { End = Instant.Min(session.End, pair.First.Leaves ?? Changing.End) }),
            changing.Sessions(pair.First)));
        Assert.Contains(changing.Users, user => changing.Sessions(user).Any(session => session.End == Left));
    }

    [Fact]
    public void Write_PlannedChanges_ReadBackTheSame()
    {
        var again = ScenarioText.Sound(ScenarioYaml.Write(Changing));

        Assert.Equal(Changing.Timeline, again.Timeline);
    }

    /// <summary>All hosts that come count for the bound, as if they were there from the start; whoever leaves needs none any more.</summary>
    [Fact]
    public async Task Plan_HostsComeAndPeopleLeave_BoundStaysBelowTheNumber()
    {
        var request = new PlanRequest(Changing, null, [new RefusalTarget(0)], Seeds: 2, FreshSeeds: 0);

        var plan = await Planning.Plans.Run(request);

        Assert.Equal(2, plan.Hosts);
        Assert.True(plan.LowerBound.Hosts <= plan.Hosts, $"{plan.LowerBound}");
        Assert.True(plan.OneFewerFails);
    }

    [Theory]
    [InlineData("addHost: { zone: eu-central-1c, type: general, count: 1 }", "timeline[0].addHost.zone", "No directory places desktops on hosts of the account's own in eu-central-1c")]
    [InlineData("addHost: { zone: eu-central-1a, type: generl, count: 1 }", "timeline[0].addHost.type", "Did you mean \"general\"?")]
    [InlineData("addHost: { zone: eu-central-1a, type: tiny, count: 1, owner: provider }", "timeline[0].addHost.zone", "the provider's hosts in eu-central-1a")]
    [InlineData("addHost: { zone: eu-central-1a, type: general, count: 0 }", "timeline[0].addHost.count", "must be from 1")]
    [InlineData("addHost: { zone: eu-central-1a, type: general, count: 1, account: acne }", "timeline[0].addHost.account", "is no account in the region of eu-central-1a; write one of acme")]
    [InlineData("leave: { group: offise }", "timeline[0].leave.group", "Did you mean \"office\"?")]
    [InlineData("leave: { group: office, count: 11 }", "timeline[0].leave", "Only 10 of \"office\" are there by then")]
    [InlineData("leave: { group: office, count: 0 }", "timeline[0].leave.count", "must be from 1")]
    public void Read_OneThingWrong_NamesPathAndMend(string happening, string path, string message)
    {
        var fault = Assert.Single(ScenarioText.Read($"{ScenarioText.Valid}\ntimeline:\n  - {{ after: 30 h, {happening} }}\n").Faults);

        Assert.Equal(path, fault.Path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  - { after: 20 h, leave: { group: office } }\n  - { after: 30 h, leave: { group: office, count: 1 } }", "timeline[1].leave", "Nobody of \"office\" is there any more")]
    [InlineData("  - { at: 2026-03-01T23:00, leave: { group: office } }", "timeline[0].leave", "before the start")]
    [InlineData("  - { after: 20 h, loseHost: { name: h-acme-eu-central-1a-0002 } }\n  - { after: 30 h, addHost: { zone: eu-central-1a, type: general, count: 1 } }", "timeline[0]", "\"h-acme-eu-central-1a-0002\" comes only at ")]
    public void Read_TooLateOrTooEarly_SaysSo(string timeline, string path, string message)
    {
        var fault = Assert.Single(ScenarioText.Read($"{ScenarioText.Valid}\ntimeline:\n{timeline}\n").Faults);

        Assert.Equal(path, fault.Path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
