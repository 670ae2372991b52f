using System.Collections.Immutable;
using System.Text.Json;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Views;

/// <summary>What some lines of the journal change in the view, as the JSON that its statements take.</summary>
internal sealed class FoldBatch
{
    /// <summary>Raised whenever the same lines give another row than before: rows of another number are folded anew.</summary>
    public const int Version = 1;

    private readonly ImmutableArray<JournalEntry> _lines;
    private readonly Dictionary<string, WorkSpaceRow> _anew = [];
    private readonly Dictionary<string, WorkSpaceRow> _before = [];
    private readonly Dictionary<string, WorkSpaceRow> _rows = [];
    private readonly Dictionary<string, Instant> _touched = [];

    /// <param name="stale">Rows to fold anew, whether there are new lines for them or not.</param>
    public FoldBatch(ImmutableArray<JournalEntry> lines, IReadOnlyCollection<string>? stale = null)
    {
        _lines = [.. lines.Where(line => line.Entity.Kind == EntityKind.WorkSpace)];
        var ids = _lines.Select(line => line.Entity.Key).Concat(stale ?? []).Distinct().ToList();
        (Ids, IsEmpty) = (JsonSerializer.Serialize(ids), ids.Count == 0);
    }

    /// <summary>The WorkSpaces whose rows are needed.</summary>
    public string Ids { get; }

    public bool IsEmpty { get; }

    /// <summary>A row as it is stored.</summary>
    public void Load(string id, long sequence, string folded) =>
        _before[id] = new(JsonSerializer.Deserialize<WorkSpaceState>(folded, FleetJson.Options)!, sequence);

    /// <summary>A row that another fold made, as this one makes it of the same lines. Without its first line, which has been trimmed, it stays as it is.</summary>
    public void FoldAnew(string id, ImmutableArray<JournalEntry> lines)
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
            var row = _rows.GetValueOrDefault(id) ?? _before.GetValueOrDefault(id) ?? WorkSpaceRow.Unlaunched(new(id));
            _rows[id] = row.With(line);
            _touched[id] = line.At;
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
            user_name = desktop.User.Value,
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
