using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using DeskFleet.Simulator.Runs;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Courts;

/// <summary>Keeps the newest record of each entity of a run, to be shown to judges as storage would have it.</summary>
public sealed class FinalRecords : IEventReader, IRecordWatcher
{
    private readonly Dictionary<string, object> _records = new(StringComparer.Ordinal);

    public void Read(LoggedEvent happened)
    {
    }

    public void Written(Instant at, Entity entity, object record) => _records[entity.ToString()] = record;

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> ToJson() => _records.ToDictionary(
        record => record.Key,
        record => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(record.Value, record.Value.GetType(), FleetJson.Options),
        StringComparer.Ordinal);
}
