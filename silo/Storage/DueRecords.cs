using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using NodaTime;

namespace DeskFleet.Silo.Storage;

/// <summary>A stored record that asks to be woken.</summary>
public sealed record DueRecord(Entity Entity, Instant WakeAt);

/// <summary>Finds stored records by when they ask to be woken. Thread-safe.</summary>
public sealed class DueRecords(FleetDatabase database, string serviceId)
{
    private readonly string _sql = new SqlScripts(database.Dialect)[nameof(DueRecords)];

    /// <summary>The next ones in the order of (wake, kind, key), up to and including <paramref name="until"/>.</summary>
    /// <param name="after">The last one of the batch before; null: from the beginning.</param>
    public async Task<ImmutableArray<DueRecord>> Read(Instant until, DueRecord? after, int batch, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = _sql;
        command.Add("service", serviceId);
        command.Add("until", RecordHeader.WakeBytes(until));
        command.Add("wake", after is null ? new byte[RecordHeader.WakeLength] : RecordHeader.WakeBytes(after.WakeAt));
        command.Add("kind", after?.Entity.Kind.ToString() ?? "");
        command.Add("key", after?.Entity.Key ?? "");
        command.Add("batch", batch);
        var due = ImmutableArray.CreateBuilder<DueRecord>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            due.Add(new(new(Enum.Parse<EntityKind>(rows.GetString(0)), rows.GetString(1)), RecordHeader.ReadWake((byte[])rows[2])!.Value));
        return due.ToImmutable();
    }
}
