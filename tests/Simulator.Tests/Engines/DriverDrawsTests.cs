using DeskFleet.Core.Chances;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Drivers;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Tests.Populations;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Engines;

/// <summary>The driver that a scenario describes: each verb's latencies have the moments of their ranges, its faults their shares, and both their seed.</summary>
public sealed class DriverDrawsTests
{
    private const int Draws = 40_000;

    public static TheoryData<DriverVerb> Verbs => [DriverVerb.Boot, DriverVerb.Resume, DriverVerb.Hibernate, DriverVerb.Reboot, DriverVerb.Rebuild, DriverVerb.Terminate];

    /// <summary>Uniform over whole seconds within ranges that have shares: the moments of such a mixture.</summary>
    [Theory]
    [MemberData(nameof(Verbs))]
    public void Latency_EveryVerb_HasTheMomentsOfItsRanges(DriverVerb verb)
    {
        var behaviour = new FleetMap(Crowds.Of(Crowds.Office)).Driver();
        var ranges = behaviour.Verbs[verb].Latency.Select(range => (Share: range.Weight / behaviour.Verbs[verb].Latency.Sum(all => all.Weight), From: range.From.TotalSeconds, Seconds: (range.To - range.From).TotalSeconds + 1)).ToList();
        var mean = ranges.Sum(range => range.Share * (range.From + ((range.Seconds - 1) / 2)));
        var square = ranges.Sum(range => range.Share * ((((range.Seconds * range.Seconds) - 1) / 12) + Math.Pow(range.From + ((range.Seconds - 1) / 2), 2)));

        var seconds = Reported(behaviour, verb, seed: 3).Select(report => report.TotalSeconds).ToList();

        var measured = seconds.Average();
        Assert.InRange(measured, mean * 0.99, mean * 1.01);
        Assert.InRange(Math.Sqrt(seconds.Average(second => (second - measured) * (second - measured))), Math.Sqrt(square - (mean * mean)) * 0.97, Math.Sqrt(square - (mean * mean)) * 1.03);
    }

    [Fact]
    public void Faults_StatedShares_AreSeen()
    {
        var scenario = Crowds.Of(Crowds.Office);
        var faulty = scenario.Driver.Resume with { Fail = 0.05, Stall = 0.02, Twice = 0.1 };
        var behaviour = new FleetMap(scenario with { Driver = scenario.Driver with { Resume = faulty } }).Driver();
        var reports = new Reports();
        Order(new StandInDriver(behaviour, new Chance(4), reports), DriverVerb.Resume);

        var first = reports.All.DistinctBy(report => report.WorkSpace).ToList();
        Assert.InRange((Draws - first.Count) / (double)Draws, 0.018, 0.022);
        Assert.InRange(first.Count(report => report.Report.Outcome == DriverOutcome.Failed) / (double)first.Count, 0.0475, 0.0525);
        Assert.InRange((reports.All.Count - first.Count) / (double)first.Count, 0.096, 0.104);
    }

    /// <summary>Worked out once and kept: a change here changes the result of scenarios that anybody has run.</summary>
    [Fact]
    public void Latency_KnownSeed_IsThatOfEveryMachineAndNoOthers()
    {
        var behaviour = new FleetMap(Crowds.Of(Crowds.Office)).Driver();

        Assert.Equal("1258 78 32 96 1258 66", string.Join(' ', Verbs.Select(verb => Reported(behaviour, verb, seed: 9)[0].TotalSeconds)));
        Assert.NotEqual(Reported(behaviour, DriverVerb.Resume, seed: 9), Reported(behaviour, DriverVerb.Resume, seed: 10));
    }

    private static List<Duration> Reported(DriverBehaviour behaviour, DriverVerb verb, ulong seed)
    {
        var reports = new Reports();
        Order(new StandInDriver(behaviour, new Chance(seed), reports), verb);
        return [.. reports.All.Select(report => report.Delay)];
    }

    private static void Order(StandInDriver driver, DriverVerb verb)
    {
        for (var i = 0; i < Draws; i++)
            driver.Order(new(verb, new($"ws-{i:000000000}"), null, 1));
    }

    private sealed class Reports : IDriverReports
    {
        public List<(WorkSpaceId WorkSpace, Duration Delay, DriverReported Report)> All { get; } = [];

        public void Schedule(Duration delay, WorkSpaceId workSpace, DriverReported report) => All.Add((workSpace, delay, report));
    }
}
