using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Planning;

/// <summary>Answers whether a number of hosts is enough under a seed, from the book or by a run. Thread-safe; one caller a seed.</summary>
public sealed class TrialDesk(PlanRequest request, TrialRunner runner, TrialBook book, int mostHosts, IPlanProgress? progress, CancellationToken cancellation)
{
    private readonly Lock _telling = new();
    private int _runs;

    public int Runs => _runs;

    /// <summary>Runs that are expected in all; a guess that grows when it was too low.</summary>
    public int Expected { get; set; }

    /// <summary>All losses must hold; the first that does not ends it.</summary>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public async Task<bool> IsEnough(int hosts, ulong seed)
    {
        foreach (var loss in request.Losses)
        {
            if (!(await Outcome(new(hosts, seed, loss))).Holds)
                return false;
        }

        return true;
    }

    /// <summary>So many hosts were not enough under a seed, and more would change nothing.</summary>
    public bool IsVain(int hosts, ulong seed) => book.Find(new(hosts, seed, Loss.None)) is { Holds: false, MoreHostsHelp: false };

    /// <summary>The run with so many hosts that more would change nothing.</summary>
    public Task<Outcome> Ample(ulong seed) => Outcome(new(mostHosts, seed, Loss.None));

    public async Task<Outcome> Outcome(Trial trial)
    {
        cancellation.ThrowIfCancellationRequested();
        if (book.Find(trial) is { } known)
            return known;
        var peaks = trial.Loss == Loss.None ? null : (await Ample(trial.Seed)).Peaks;
        var outcome = await Task.Run(() => runner.Run(trial, EngineKind.Core, peaks ?? TrialRunner.NoPeaks, cancellation), cancellation)
            ?? throw new OperationCanceledException(cancellation);
        book.Add(trial, outcome);
        Print(trial, outcome);
        return outcome;
    }

    private void Print(Trial trial, Outcome outcome)
    {
        lock (_telling)
        {
            _runs++;
            Expected = Math.Max(Expected, _runs);
            progress?.Ran(trial, outcome, _runs, Expected);
        }
    }
}
