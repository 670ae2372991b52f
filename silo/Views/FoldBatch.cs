using System.Collections.Immutable;
using System.Text.Json;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Loops;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Views;

/// <summary>What some lines of the journal change in the view, as the JSON that its statements take.</summary>
/// <remarks>
/// A line that cannot be read or folded breaks its WorkSpace's row: that row is taken from the stored record instead, which is at least as new. What it
/// has ahead of the lines is not folded in twice, since lines are numbered.
/// </remarks>
internal sealed class FoldBatch
{
    /// <summary>Raised whenever the same lines give another row than before: rows of another number are folded anew.</summary>
    public const int Version = 1;

    private readonly LoopWatch _watch;
    private readonly HashSet<string> _broken;
    private readonly ImmutableArray<JournalEntry> _lines;
    private readonly Dictionary<string, WorkSpaceRow> _anew = [];
    private readonly Dictionary<string, WorkSpaceRow> _before = [];
    private readonly Dictionary<string, WorkSpaceRow> _rows = [];
    private readonly Dictionary<string, Instant> _touched = [];

    /// <param name="stale">Rows to fold anew, whether there are new lines for them or not.</param>
    public FoldBatch(JournalLinesRead read, LoopWatch watch, IReadOnlyCollection<string>? stale = null)
    {
        _watch = watch;
        _lines = [.. read.Lines.Where(line => line.Entity.Kind == EntityKind.WorkSpace)];
        _broken = [.. read.Odd.Select(line => line.Entity).OfType<Entity>().Where(entity => entity.Kind == EntityKind.WorkSpace).Select(entity => entity.Key)];
        var ids = _lines.Select(line => line.Entity.Key).Concat(_broken).Concat(stale ?? []).Distinct().ToList();
        (Ids, IsEmpty) = (JsonSerializer.Serialize(ids), ids.Count == 0);
    }

    /// <summary>The WorkSpaces whose rows are needed.</summary>
    public string Ids { get; }

    public bool IsEmpty { get; }

    /// <summary>Those whose rows have to be taken from their records; known after <see cref="Fold"/>.</summary>
    public IEnumerable<Entity> Broken => _broken.Select(id => new Entity(EntityKind.WorkSpace, id));

    /// <summary>A row as it is stored.</summary>
    public void Load(string id, long sequence, string folded)
    {
        if (!_watch.Try($"row of {id}", () => _before[id] = new(JsonSerializer.Deserialize<WorkSpaceState>(folded, FleetJson.Options)!, sequence)))
            _broken.Add(id);
    }

    /// <summary>A row that another fold made, as this one makes it of the same lines. Without its first line, which has been trimmed, it stays as it is.</summary>
    /// <remarks>A line that cannot be read or folded breaks the row, as it does elsewhere.</remarks>
    public void FoldAnew(string id, JournalLinesRead read)
    {
        if (_broken.Contains(id) || !read.Odd.IsEmpty || !_watch.Try($"row of {id}", () => FoldAnew(id, read.Lines)))
            _broken.Add(id);
    }

    private void FoldAnew(string id, ImmutableArray<JournalEntry> lines)
    {
        var stored = _before[id];
        _anew[id] = lines is [{ Sequence: 1 }, ..]
            ? lines.Where(line => line.Sequence <= stored.Sequence).Aggregate(WorkSpaceRow.Unlaunched(new(id)), (row, line) => row.With(line))
            : stored;
        _touched[id] = lines.IsEmpty ? default : lines[^1].At;
    }

    public void Fold()
    {
        foreach (var (id, row) in _anew)
            _rows[id] = row;
        foreach (var line in _lines)
        {
            var id = line.Entity.Key;
            _touched[id] = line.At;
            var row = _rows.GetValueOrDefault(id) ?? _before.GetValueOrDefault(id) ?? WorkSpaceRow.Unlaunched(new(id));
            if (!_broken.Contains(id) && !_watch.Try($"line {line.Position.Value} of {line.Entity}", () => _rows[id] = row.With(line)))
                _broken.Add(id);
        }
    }

    /// <summary>Rows to store, or to drop.</summary>
    public int Changed => _rows.Count;

    /// <summary>Takes rows from records; who has none keeps the row as it was.</summary>
    public void Mend(IReadOnlyDictionary<Entity, HeldRecord> records)
    {
        foreach (var id in _broken)
        {
            if (_before.TryGetValue(id, out var stored))
                (_rows[id], _touched[id]) = (stored, _touched.GetValueOrDefault(id));
            else
                _rows.Remove(id);
            if (records.TryGetValue(new(EntityKind.WorkSpace, id), out var held) && held.Record is EntityRecord<WorkSpaceState> { State: var state, Sequence: var sequence })
                (_rows[id], _touched[id]) = (new(state, sequence), _touched.GetValueOrDefault(id, state.Since));
        }
    }

    /// <summary>The rows of WorkSpaces that exist.</summary>
    public string Kept() => JsonSerializer.Serialize(
        from row in _rows.Values
        where row.Group is not null
        let desktop = row.State.Identity
        select new
        {
            id = row.State.Id.Value,
            account = desktop.Account.ToString(),
            directory = desktop.Directory.Value,
            user_name = desktop.User.Key,
            bundle = desktop.Bundle.Id.Value,
            state = row.State.Lifecycle.ToWire(),
            sequence = row.Sequence,
            folded = JsonSerializer.Serialize(row.State, FleetJson.Options),
        });

    /// <summary>Those that have ceased to exist, and when.</summary>
    public string Gone() => JsonSerializer.Serialize(
        from row in _rows.Values
        where row.Group is null && _before.ContainsKey(row.State.Id.Value)
        select new { id = row.State.Id.Value, at = InstantPattern.ExtendedIso.Format(_touched[row.State.Id.Value]) });

    /// <summary>By how much each number changes.</summary>
    public string Counts()
    {
        var changes = new Dictionary<WorkSpaceGroup, long>();
        foreach (var (id, row) in _rows)
        {
            Change(changes, _before.GetValueOrDefault(id)?.Group, -1);
            Change(changes, row.Group, 1);
        }

        return JsonSerializer.Serialize(
            from change in changes
            where change.Value != 0
            let counted = change.Key
            select new
            {
                account = counted.Account.ToString(),
                directory = counted.Directory.Value,
                zone = counted.Zone.Value,
                mode = counted.Mode.ToString(),
                state = counted.State.ToWire(),
                connected = counted.IsConnected,
                number = change.Value,
            });
    }

    private static void Change(Dictionary<WorkSpaceGroup, long> changes, WorkSpaceGroup? group, int by)
    {
        if (group is { } counted)
            changes[counted] = changes.GetValueOrDefault(counted) + by;
    }
}
