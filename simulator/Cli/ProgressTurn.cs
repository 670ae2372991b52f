using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Runs;
using NodaTime;

namespace DeskFleet.Simulator.Cli;

/// <summary>Of runs side by side the first that has not ended shows its progress, and the others are silent. Thread-safe.</summary>
/// <param name="first">The seed of the first one; each further run has the next.</param>
internal sealed class ProgressTurn(ulong first)
{
    private ulong _turn = first;

    /// <summary>The first run has ended: it is the next one's turn.</summary>
    public void Next() => Interlocked.Increment(ref _turn);

    public SilentProgress Of(ulong seed, IRunProgress progress) => new(() => Volatile.Read(ref _turn) == seed, progress);

    /// <summary>Shown while it is its turn, and wiped at its end.</summary>
    internal sealed class SilentProgress(Func<bool> isItsTurn, IRunProgress progress) : IRunProgress, IDisposable
    {
        public void Report(Instant now, long events, FleetObserver fleet)
        {
            if (isItsTurn())
                progress.Report(now, events, fleet);
        }

        public void Dispose() => (progress as IDisposable)?.Dispose();
    }
}
