using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;

namespace DeskFleet.Silo.Telemetry;

/// <summary>The newest events of the fleet, and a bell for those who watch. Thread-safe.</summary>
public sealed class LiveEvents : IStartsAnew
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 100;

    private readonly Lock _gate = new();
    private readonly Queue<LoggedEvent> _newest = new();

    /// <summary>Events so far; a watcher who has seen as many has missed none.</summary>
    public long Count { get; private set; }

    public void Add(LoggedEvent happened)
    {
        lock (_gate)
        {
            Count++;
            _newest.Enqueue(happened);
            if (_newest.Count > Kept)
                _newest.Dequeue();
        }
    }

    public void StartAnew()
    {
        lock (_gate)
            _newest.Clear();
    }

    /// <summary>The newest first.</summary>
    public ImmutableArray<LoggedEvent> Newest()
    {
        lock (_gate)
            return [.. _newest.Reverse()];
    }
}
