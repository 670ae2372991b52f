using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using NodaTime;

namespace DeskFleet.Core.Tests.Hosts;

/// <summary>More hosts reported lost at once than is believed: held until it is confirmed, and nobody is moved (PLC-07).</summary>
public sealed class LossBrakeTests
{
    private static readonly ZoneId[] Zones = [new("us-east-1a"), new("us-east-1b"), new("us-east-1c")];

    [Theory]
    [InlineData(1, 0, 5, true)]
    [InlineData(50, 0, 50, true)]
    [InlineData(1, 1, 10, true)]
    [InlineData(1, 1, 9, false)]
    [InlineData(2, 18, 100, true)]
    [InlineData(2, 19, 100, false)]
    [Trait("Rule", "PLC-07")]
    public void Believes_OneZoneOrAFifthOfTheHosts(int here, int there, int hosts, bool believed)
    {
        var losses = Losses((Zones[0], here), (Zones[1], there));

        Assert.Equal(believed, LossBrake.Believes(losses, hosts));
    }

    [Fact]
    public void With_AfterTheWindow_ForgetsWhatWas()
    {
        var losses = Losses((Zones[0], 3));

        Assert.Equal(4, Assert.Single(losses.With(Zones[0], Names.Morning + LossBrake.Window)).Hosts);
        Assert.Equal(1, Assert.Single(losses.With(Zones[0], Names.Morning + LossBrake.Window + Duration.Epsilon)).Hosts);
    }

    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Report_OfASecondZone_IsHeldUntilItIsReportedAgain()
    {
        var fleet = new TwoZones();
        Assert.All(fleet.Of(Zones[0]), host => Assert.IsType<Accepted>(fleet.Report(host)));

        var host = fleet.Of(Zones[1])[0];
        Assert.IsType<LossHeld>(fleet.Report(host));
        Assert.Equal((HostStatus.Suspected, 1), (fleet.State(host).Status, fleet.State(host).Occupants.Length));
        Assert.DoesNotContain(fleet.Hosts[host].Owed, command => command is HostLostNews);
        Assert.False(fleet.Hosts[host].Owed.OfType<HostNews>().Last().View.Open);

        fleet.Later(LossBrake.ConfirmedAfter - Duration.Epsilon);
        Assert.IsType<LossHeld>(fleet.Report(host));
        Assert.Equal(HostStatus.Suspected, fleet.State(host).Status);
        fleet.Later(Duration.Epsilon);
        Assert.IsType<Accepted>(fleet.Report(host));
        Assert.Equal((HostStatus.Lost, 0), (fleet.State(host).Status, fleet.State(host).Occupants.Length));
        Assert.Contains(fleet.Hosts[host].Owed, command => command is HostLostNews);
    }

    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Suspected_ConfirmedByAnOperator_IsLostAtOnce()
    {
        var fleet = new TwoZones();
        Assert.All(fleet.Of(Zones[0]), host => fleet.Report(host));
        var host = fleet.Of(Zones[1])[0];
        fleet.Report(host);

        Assert.IsType<Accepted>(fleet.Hosts[host].Send(new LoseHost("the zone burns")));

        Assert.Equal(HostStatus.Lost, fleet.State(host).Status);
    }

    [Fact]
    [Trait("Rule", "PLC-07")]
    public void Suspected_Returned_RunsOnWithWhoIsThere()
    {
        var fleet = new TwoZones();
        Assert.All(fleet.Of(Zones[0]), host => fleet.Report(host));
        var host = fleet.Of(Zones[1])[0];
        fleet.Report(host);

        fleet.Hosts[host].Send(new ReturnHost());

        Assert.Equal((HostStatus.Available, 1, null), (fleet.State(host).Status, fleet.State(host).Occupants.Length, fleet.State(host).MarkedAt));
    }

    private static System.Collections.Immutable.ImmutableArray<ZoneLosses> Losses(params (ZoneId Zone, int Hosts)[] lost) =>
        [.. lost.Where(of => of.Hosts > 0).Select(of => new ZoneLosses(of.Zone, of.Hosts, Names.Morning))];

    /// <summary>Two zones of three hosts with a desktop each, their account and their pools.</summary>
    private sealed class TwoZones
    {
        private readonly SingleEntity<Core.Accounts.AccountState, Core.Accounts.Account> _account = new(Owner.ToString());

        public TwoZones()
        {
            foreach (var (zone, number) in Zones.Take(2).SelectMany(zone => Enumerable.Range(1, 3).Select(number => (zone, number))))
            {
                var host = new SingleEntity<HostState, DedicatedHost>($"h-{zone}-{number}");
                host.Send(new RegisterHost(new(Owner, zone), HostType.General));
                host.Send(new ReserveSlot(Names.WorkSpace(number), 1, new(2, 4096, 0), NeedsStartSlot: false));
                host.Send(new StartEnded(Names.WorkSpace(number), 1));
                Hosts.Add($"h-{zone}-{number}", host);
            }
        }

        private static AccountId Owner { get; } = new("acme", "us-east-1");

        public Dictionary<string, SingleEntity<HostState, DedicatedHost>> Hosts { get; } = [];

        public List<string> Of(ZoneId zone) => [.. Hosts.Where(host => host.Value.State.Pool!.Value.Zone == zone).Select(host => host.Key)];

        public HostState State(string host) => Hosts[host].State;

        public Reply Report(string host) => Hosts[host].Send(new ReportHostLost("does not answer"), Answer);

        public void Later(Duration by)
        {
            foreach (var host in Hosts.Values)
                host.After(by);
            _account.After(by);
        }

        private Reply Answer(Question question) => question.Command is CountHosts ? new HostsCounted(3) : _account.Send(question.Command);
    }
}
