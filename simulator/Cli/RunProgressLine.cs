using System.Diagnostics;
using System.Globalization;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Cli;

/// <summary>One line a second to standard error while a run goes on, for logs and pipes.</summary>
public sealed class RunProgressLine(Scenario scenario, ExpectedEvents expected, TextWriter error) : IRunProgress
{
    private static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _nextAt = TimeSpan.FromSeconds(1);

    public void Report(Instant now, long events, FleetObserver fleet)
    {
        if (_watch.Elapsed < _nextAt)
            return;
        _nextAt = _watch.Elapsed + TimeSpan.FromSeconds(1);
        var left = TimeLeft.Of(expected.ShareAt(now), _watch.Elapsed);
        var share = Math.Max(0, (now - scenario.LaunchAt) / (scenario.End - scenario.LaunchAt));
        error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{SeedOf(scenario)}{Time.Format(now)} UTC  {100 * share,3:0} %  {events / _watch.Elapsed.TotalSeconds,9:N0} events/s  {fleet.Running.Value,7:N0} running  {fleet.Refusals.Total,6:N0} refused  {left}"));
    }

    /// <summary>Which run of a series it is; nothing for one alone.</summary>
    internal static string SeedOf(Scenario scenario) => scenario.Runs == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"seed {scenario.Seed}  ");
}
