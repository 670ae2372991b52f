using System.Diagnostics;
using System.Globalization;
using DeskFleet.Simulator.Planning;

namespace DeskFleet.Simulator.Cli;

/// <summary>One line a finished run to standard error.</summary>
public sealed class PlanProgressLine(TextWriter error) : IPlanProgress
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public void Ran(Trial trial, Outcome outcome, int done, int expected)
    {
        var left = _watch.Elapsed / done * (expected - done);
        error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_watch.Elapsed:mm\\:ss}  {done,3} of about {expected} runs, about {left:mm\\:ss} left  {trial.Hosts,5} {(trial.Hosts == 1 ? "host" : "hosts")}, seed {trial.Seed}, {trial.Loss.Name} lost: {Said(outcome)}"));
    }

    public void Phase(string what) => error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed:mm\\:ss}  {what}"));

    private static string Said(Outcome outcome) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(outcome.Holds ? "holds" : "misses")}, {outcome.Refused} refused, p99 {outcome.WaitP99Seconds?.ToString(CultureInfo.InvariantCulture) ?? "-"} s");
}
