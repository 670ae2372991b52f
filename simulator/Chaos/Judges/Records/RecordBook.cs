using System.Text.Json;

namespace DeskFleet.Simulator.Chaos.Judges.Records;

/// <summary>The final records, read once and sorted by kind.</summary>
internal sealed class RecordBook
{
    private readonly Dictionary<string, List<StoredRecord>> _byKind = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredDesktop> _desktops = new(StringComparer.Ordinal);

    /// <exception cref="JsonException">A record is no JSON.</exception>
    public RecordBook(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> records)
    {
        foreach (var (entity, json) in records)
        {
            using var document = JsonDocument.Parse(json);
            var record = new StoredRecord(entity, document.RootElement.Clone());
            var kind = entity[..entity.IndexOf(':', StringComparison.Ordinal)];
            if (!_byKind.TryGetValue(kind, out var same))
                _byKind.Add(kind, same = []);
            same.Add(record);
            if (kind == "WorkSpace")
                _desktops.Add(record.Key, new(record));
        }
    }

    public IEnumerable<StoredRecord> All => _byKind.Values.SelectMany(same => same);

    public IReadOnlyCollection<StoredDesktop> Desktops => _desktops.Values;

    public IReadOnlyList<StoredRecord> Of(string kind) => _byKind.GetValueOrDefault(kind) ?? [];

    public StoredDesktop? Desktop(string id) => _desktops.GetValueOrDefault(id);
}
