using System.Diagnostics;
using System.Globalization;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Cli;

/// <summary>One line on a terminal, drawn over itself while a run goes on and wiped when it ends.</summary>
public sealed class RunProgressBar(Scenario scenario, ExpectedEvents expected, TextWriter terminal) : IRunProgress, IDisposable
{
    private const int Width = 24;
    private const string Wipe = "\r\u001b[K";
    private static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("ddd d MMM HH:mm");
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _nextAt = BetweenDrawings;
    private bool _isDrawn;

    public void Report(Instant now, long events, FleetObserver fleet)
    {
        if (_watch.Elapsed < _nextAt)
            return;
        _nextAt = _watch.Elapsed + BetweenDrawings;
        _isDrawn = true;
        terminal.Write(Wipe + Line(now, events, fleet.Running.Value, fleet.Refusals.Total, _watch.Elapsed));
        terminal.Flush();
    }

    /// <summary>What the line says.</summary>
    /// <param name="took">How long the run has gone on by the wall clock.</param>
    public string Line(Instant now, long events, int running, long refused, TimeSpan took)
    {
        var share = Math.Clamp((now - scenario.LaunchAt) / (scenario.End - scenario.LaunchAt), 0, 1);
        var full = (int)(share * Width);
        var perSecond = events / Math.Max(0.001, took.TotalSeconds);
        var left = TimeLeft.Of(expected.ShareAt(now), took);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{RunProgressLine.SeedOf(scenario)}{new string('█', full)}{new string('░', Width - full)} {100 * share,3:0} %  {Time.Format(now)} UTC  {perSecond:N0} events/s  {running:N0} running  {refused:N0} refused  {left}");
    }

    public void Dispose()
    {
        if (_isDrawn)
            terminal.Write(Wipe);
        _isDrawn = false;
    }
}
