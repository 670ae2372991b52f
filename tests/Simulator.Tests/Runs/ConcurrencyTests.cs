using System.Globalization;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>The fleet's hourly concurrency is that of the log, computed from the CSV with nothing of the simulator.</summary>
public sealed class ConcurrencyTests
{
    [Theory]
    [MemberData(nameof(Logs))]
    public async Task Replay_RecordedSessions_WantedIsTheLogsOwnConcurrency(string log, EngineKind engine)
    {
        var reading = ScenarioFile.Read(Repository.Scenario("trace-69.yaml"), log);
        var scenario = reading.Scenario!;

        var run = await new Simulation(scenario, Population.Create(scenario, reading.Trace), new(engine, Checks: engine == EngineKind.Core))
            .Run(null, null, CancellationToken.None);

        var expected = HourlySeconds(log, scenario.Start.ToUnixTimeSeconds(), (int)scenario.Horizon.TotalHours);
        Assert.Equal(expected.Sum(), (long)Math.Round(run.Fleet.Wanted.TotalUnitSeconds));
        for (var hour = 0; hour < expected.Length; hour++)
            Assert.Equal(expected[hour] / 3600d, run.Fleet.Wanted.MeanOfHour(hour), 9);
        AssertConnectedFollows(run.Fleet);
    }

    public static TheoryData<string, EngineKind> Logs() => [.. from log in Repository.Logs from engine in Enum.GetValues<EngineKind>() select (log, engine)];

    /// <summary>Connected is what is wanted, less the resumes: 60 to 120 s at the start of sessions that find their desktop stopped.</summary>
    private static void AssertConnectedFollows(FleetObserver fleet)
    {
        var lost = fleet.Wanted.TotalUnitSeconds - fleet.Connected.TotalUnitSeconds;
        var resumes = fleet.Resumes.Total;
        Assert.InRange(lost, 45d * fleet.ResumeWaits.Count, 120d * resumes);
    }

    /// <summary>Session seconds in each hour, straight from the text.</summary>
    private static long[] HourlySeconds(string csv, long start, int hours)
    {
        var seconds = new long[hours];
        foreach (var line in File.ReadLines(csv).Skip(1))
        {
            var fields = line.Split(',');
            for (long at = Unix(fields[1]) - start, end = Unix(fields[2]) - start; at < end;)
            {
                var next = Math.Min(end, ((at / 3600) + 1) * 3600);
                seconds[at / 3600] += next - at;
                at = next;
            }
        }

        return seconds;
    }

    private static long Unix(string localAtMinus8) =>
        new DateTimeOffset(DateTime.Parse(localAtMinus8, CultureInfo.InvariantCulture), TimeSpan.FromHours(-8)).ToUnixTimeSeconds();
}
