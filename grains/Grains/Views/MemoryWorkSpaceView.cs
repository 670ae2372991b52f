using System.Collections.Immutable;
using DeskFleet.Contracts.Views;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;
using DeskFleet.Grains.Journal;
using DeskFleet.Grains.Ports;

namespace DeskFleet.Grains.Views;

/// <summary>The view of a fleet without a database: folded from the journal as its lines come. Thread-safe.</summary>
public sealed class MemoryWorkSpaceView : IWorkSpaceView, IStartsAnew
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, WorkSpaceRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<WorkSpaceGroup, long> _counts = [];
    private readonly MemoryJournal _journal;
    private JournalPosition _position;

    public MemoryWorkSpaceView(MemoryJournal journal)
    {
        _journal = journal;
        journal.Listen(Fold);
    }

    public void StartAnew()
    {
        lock (_gate)
        {
            _rows.Clear();
            _counts.Clear();
        }
    }

    public Task<WorkSpacePage> List(WorkSpaceFilter filter, WorkSpaceId? after, int limit, CancellationToken cancellation = default)
    {
        ViewLimits.Check(filter, limit);
        lock (_gate)
        {
            var rows = _rows.Values.Where(row => string.CompareOrdinal(row.State.Id.Value, after?.Value) > 0 && filter.Matches(row.State)).Take(limit + 1).ToList();
            var items = rows.Take(limit).Select(ListedWorkSpace.Of).ToImmutableArray();
            return Task.FromResult(new WorkSpacePage(items, rows.Count > limit ? items[^1].Desktop.Id : null));
        }
    }

    public Task<ImmutableArray<WorkSpaceCount>> Count(CancellationToken cancellation = default)
    {
        lock (_gate)
            return Task.FromResult<ImmutableArray<WorkSpaceCount>>([.. _counts.Select(count => count.Key.Of(count.Value))]);
    }

    public async Task<ViewStanding> Standing(CancellationToken cancellation = default)
    {
        var end = await _journal.End(cancellation);
        lock (_gate)
            return new(_position, end);
    }

    private void Fold(JournalEntry line)
    {
        lock (_gate)
        {
            _position = line.Position;
            if (line.Entity.Kind != EntityKind.WorkSpace)
                return;
            var before = _rows.GetValueOrDefault(line.Entity.Key) ?? WorkSpaceRow.Unlaunched(new(line.Entity.Key));
            var row = before.With(line);
            Count(before.Group, -1);
            Count(row.Group, 1);
            if (row.Group is null)
                _rows.Remove(line.Entity.Key);
            else
                _rows[line.Entity.Key] = row;
        }
    }

    private void Count(WorkSpaceGroup? group, int change)
    {
        if (group is not { } counted)
            return;
        var number = _counts.GetValueOrDefault(counted) + change;
        if (number == 0)
            _counts.Remove(counted);
        else
            _counts[counted] = number;
    }
}
