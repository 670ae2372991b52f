using DeskFleet.Simulator.Scenarios.Timelines;
using DeskFleet.Simulator.Tests.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Timelines;

public sealed class TimelineFaultTests
{
    private const string Endless = """
        region: eu-west-1
        start: 2026-07-01
        horizon: 1 d
        directories: [{ name: d, zones: [eu-west-1a, eu-west-1b] }]
        groups: [{ name: g, users: 20, directory: d, bundle: Value }]
        """;

    [Theory]
    [InlineData("{ at: 2026-03-02T09:05 }", "timeline[0]", "exactly one of loseHost, returnHost")]
    [InlineData("{ at: 2026-03-02T09:05, loseZone: eu-central-1a, returnZone: eu-central-1a }", "timeline[0]", "exactly one of")]
    [InlineData("{ at: 2026-03-02T09:05, loseZne: eu-central-1a }", "timeline[0].loseZne", "Did you mean \"loseZone\"?")]
    [InlineData("{ loseZone: eu-central-1a }", "timeline[0].at", "Give \"at\"")]
    [InlineData("{ at: 2026-03-02T09:05, after: 1 h, loseZone: eu-central-1a }", "timeline[0].after", "one of the two")]
    [InlineData("{ at: 2026-03-09T00:00, loseZone: eu-central-1a }", "timeline[0]", "outside the run")]
    [InlineData("{ at: 2026-03-01T21:59, loseZone: eu-central-1a }", "timeline[0]", "outside the run")]
    [InlineData("{ after: 7 d, loseZone: eu-central-1a }", "timeline[0]", "outside the run")]
    [InlineData("{ after: 1 h, loseZone: eu-central-1c }", "timeline[0]", "No fixed set of hosts stands in eu-central-1c")]
    [InlineData("{ after: 1 h, returnZone: eu-central-1a }", "timeline[0]", "No host in eu-central-1a can return")]
    [InlineData("{ after: 1 h, loseHost: { zone: eu-central-1a, count: 2 } }", "timeline[0]", "2 hosts are asked for, but only 1 of the 1 in eu-central-1a can be lost")]
    [InlineData("{ after: 1 h, loseHost: { zone: eu-central-1a, count: 0 } }", "timeline[0].loseHost.count", "must be from 1")]
    [InlineData("{ after: 1 h, loseHost: { count: 1 } }", "timeline[0].loseHost.zone", "\"zone\" is missing")]
    [InlineData("{ after: 1 h, loseHost: { zone: eu-central-1a, owner: provider } }", "timeline[0]", "endless pool have no names")]
    [InlineData("{ after: 1 h, loseHost: { zone: eu-central-1a, account: acne } }", "timeline[0]", "Account \"acne\" has no hosts in eu-central-1a; write one of acme. Did you mean \"acme\"?")]
    [InlineData("{ after: 1 h, loseHost: { zone: eu-central-1a, account: acme, owner: provider } }", "timeline[0].loseHost.account", "belong to no account")]
    [InlineData("{ after: 1 h, loseHost: { name: h-acme-eu-central-1a-0001, account: acme } }", "timeline[0].loseHost.name", "A name says it all")]
    [InlineData("{ after: 1 h, loseHost: { name: h-acme-eu-central-1a-0002 } }", "timeline[0]", "Did you mean \"h-acme-eu-central-1a-0001\"?")]
    [InlineData("{ after: 1 h, loseHost: { name: h-acme-eu-central-1a-0001, count: 1 } }", "timeline[0].loseHost.name", "A name says it all")]
    [InlineData("{ after: 1 h, returnHost: { name: h-acme-eu-central-1a-0001 } }", "timeline[0]", "is there at this time; it cannot return")]
    [InlineData("{ after: 1 h, slowDriver: { factor: 0, for: 1 h } }", "timeline[0].slowDriver.factor", "must be from 0.1 to 100")]
    [InlineData("{ after: 2 h, slowDriver: { factor: 2, until: 2026-03-02T01:00 } }", "timeline[0].slowDriver.until", "ends before it begins")]
    [InlineData("{ after: 2 h, stopTimers: { until: 2026-03-02T01:00 } }", "timeline[0].stopTimers.until", "ends before it begins")]
    [InlineData("{ after: 2 h, slowDriver: { factor: 2 } }", "timeline[0].slowDriver.until", "Give \"until\"")]
    public void Read_OneThingWrong_NamesPathLineAndMend(string item, string path, string message)
    {
        var yaml = $"{ScenarioText.Valid}\ntimeline:\n  - {item}\n";

        var fault = Assert.Single(ScenarioText.Read(yaml).Faults, fault => fault.Message.Contains(message, StringComparison.Ordinal));

        Assert.Equal((path, ScenarioText.LineOf(yaml, item)), (fault.Path, fault.Line));
    }

    [Theory]
    [InlineData("loseZone: eu-west-1a")]
    [InlineData("loseHost: { zone: eu-west-1a }")]
    [InlineData("loseHost: { name: h-provider-eu-west-1a-0001 }")]
    public void Read_EndlessPool_HasNoHostsToName(string happening)
    {
        var fault = Assert.Single(ScenarioText.Read($"{Endless}\ntimeline: [{{ after: 1 h, {happening} }}]").Faults);

        Assert.Contains("endless pool have no names before the run", fault.Message, StringComparison.Ordinal);
    }

    private const string Shared = """
        start: 2026-03-02
        horizon: 1 d
        fleets:
          - account: one
            region: eu-central-1
            hosts: [{ zone: eu-central-1a, type: general, count: 2 }, { zone: eu-central-1b, type: general, count: 2 }]
            directories: [{ name: first, zones: [eu-central-1a, eu-central-1b], dedicated: true }]
            groups: [{ name: f, users: 2, directory: first, bundle: Value }]
          - account: two
            region: eu-central-1
            hosts: [{ zone: eu-central-1a, type: general, count: 2 }, { zone: eu-central-1b, type: general, count: 2 }]
            directories: [{ name: second, zones: [eu-central-1a, eu-central-1b], dedicated: true }]
            groups: [{ name: s, users: 2, directory: second, bundle: Value }]
        """;

    [Theory]
    [InlineData("account: one, count: 2", "h-one-eu-central-1a-0001 h-one-eu-central-1a-0002")]
    [InlineData("account: two", "h-two-eu-central-1a-0001")]
    public void Timetable_ZoneOfTwoAccounts_MeetsTheHostsOfTheOneThatIsNamed(string whose, string hosts)
    {
        var scenario = ScenarioText.Sound($"{Shared}\ntimeline: [{{ after: 1 h, loseHost: {{ zone: eu-central-1a, {whose} }} }}]");

        Assert.Equal(hosts, string.Join(' ', HostTimetable.Of(scenario).Single().Hosts.Select(host => host.Name)));
    }

    [Theory]
    [InlineData("{ zone: eu-central-1a }", "Several accounts have hosts in eu-central-1a; say whose: write \"account\" with one of one, two.")]
    [InlineData("{ zone: eu-central-1a, account: three }", "Account \"three\" has no hosts in eu-central-1a; write one of one, two.")]
    public void Read_ZoneOfTwoAccounts_AsksWhoseHosts(string which, string message)
    {
        var fault = Assert.Single(ScenarioText.Read($"{Shared}\ntimeline: [{{ after: 1 h, loseHost: {which} }}]").Faults);

        Assert.Equal(("timeline[0]", message), (fault.Path, fault.Message));
    }

    [Fact]
    public void Timetable_EventsInAnyOrder_MeetHostsByTime()
    {
        var scenario = ScenarioText.Sound(ScenarioText.With("count: 1", "count: 3") + """

            timeline:
              - { after: 4 h, returnHost: { zone: eu-central-1a, count: 2 } }
              - { after: 1 h, loseHost: { zone: eu-central-1a } }
              - { after: 2 h, drainHost: { zone: eu-central-1a } }
              - { after: 3 h, loseHost: { zone: eu-central-1a, count: 2 } }
            """);

        var steps = HostTimetable.Of(scenario);

        Assert.Equal(
            [(1, "1"), (2, "2"), (3, "2 3"), (0, "1 2")],
            steps.Select(step => (step.Index, string.Join(' ', step.Hosts.Select(host => host.Number)))));
        Assert.Equal(scenario.Start + Duration.FromHours(1), steps[0].At);
    }
}
