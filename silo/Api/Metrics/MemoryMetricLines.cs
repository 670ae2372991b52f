using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Metrics;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Journal;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Silo.Api.Metrics;

/// <summary>Of a fleet without a database: facts are kept as their lines come. Thread-safe.</summary>
internal sealed class MemoryMetricLines : IMetricLines, IStartsAnew
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<MetricLine>> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DirectoryId Directory, bool IsGone)> _directories = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public MemoryMetricLines(MemoryJournal journal) => journal.Listen(Add);

    public void StartAnew()
    {
        lock (_gate)
        {
            _lines.Clear();
            _directories.Clear();
            _order.Clear();
        }
    }

    public Task<IReadOnlyList<MetricLine>> Read(IReadOnlyList<(string Desktop, long After)> wanted, Instant from, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<MetricLine>>([
                .. from desktop in wanted
                   from line in _lines.GetValueOrDefault(desktop.Desktop) ?? []
                   where line.Sequence > desktop.After
                   select line,
            ]);
        }
    }

    public Task<IReadOnlyList<string>> TerminatedOf(DirectoryId directory, CancellationToken cancellation)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<string>>([.. from row in _directories where row.Value == (directory, true) select row.Key]);
    }

    /// <summary>As many lines are kept as the journal keeps.</summary>
    private void Add(JournalEntry line)
    {
        if (line.Entity.Kind != EntityKind.WorkSpace || MetricFact.Of(line.Event, line.At).ToList() is not { Count: > 0 } facts)
            return;
        lock (_gate)
        {
            var desktop = line.Entity.Key;
            if (line.Event is StateChanged move)
                Note(desktop, move);
            if (!_lines.TryGetValue(desktop, out var lines))
                _lines.Add(desktop, lines = []);
            lines.Add(new(desktop, line.Sequence, facts));
            _order.Enqueue(desktop);
            if (_order.Count > MemoryJournal.Kept)
                Drop(_order.Dequeue());
        }
    }

    private void Note(string desktop, StateChanged move)
    {
        if (move.Terms is { } terms)
            _directories[desktop] = (terms.Identity.Directory, false);
        else if (move.To == Lifecycle.Terminated && _directories.TryGetValue(desktop, out var known))
            _directories[desktop] = (known.Directory, true);
    }

    private void Drop(string desktop)
    {
        var lines = _lines[desktop];
        lines.RemoveAt(0);
        if (lines.Count > 0)
            return;
        _lines.Remove(desktop);
        if (_directories.TryGetValue(desktop, out var known) && known.IsGone)
            _directories.Remove(desktop);
    }
}
