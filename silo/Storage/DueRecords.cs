using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Loops;
using NodaTime;

namespace DeskFleet.Silo.Storage;

/// <summary>A stored record that asks to be woken.</summary>
public sealed record DueRecord(Entity Entity, Instant WakeAt);

/// <summary>A place in the order of (wake, kind, key).</summary>
/// <param name="Wake">As it is stored.</param>
public sealed record DueCursor(byte[] Wake, string Kind, string Key);

/// <summary>Some records that are due.</summary>
/// <param name="Next">Where the next page begins; null: this was the last one.</param>
public sealed record DuePage(ImmutableArray<DueRecord> Due, DueCursor? Next);

/// <summary>Finds stored records by when they ask to be woken. Thread-safe.</summary>
public sealed class DueRecords(FleetDatabase database, string serviceId)
{
    private readonly string _sql = new SqlScripts(database.Dialect)[nameof(DueRecords)];

    /// <summary>The next ones in the order of (wake, kind, key), up to and including <paramref name="until"/>.</summary>
    /// <param name="after">Where the batch before ended; null: from the beginning.</param>
    /// <param name="watch">Told of a row that cannot be read.</param>
    public async Task<DuePage> Read(Instant until, DueCursor? after, int batch, LoopWatch watch, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = _sql;
        command.Add("service", serviceId);
        command.Add("until", RecordHeader.WakeBytes(until));
        command.Add("wake", after?.Wake ?? new byte[RecordHeader.WakeLength]);
        command.Add("kind", after?.Kind ?? "");
        command.Add("key", after?.Key ?? "");
        command.Add("batch", batch);
        var due = ImmutableArray.CreateBuilder<DueRecord>();
        var (last, count) = ((DueCursor?)null, 0);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var row = last = new((byte[])rows[2], rows.GetString(0), rows.GetString(1));
            count++;
            if (watch.Try($"{row.Kind}:{row.Key}", () => ToRecord(row), null) is { } record)
                due.Add(record);
        }

        return new(due.ToImmutable(), count < batch ? null : last);
    }

    private static DueRecord? ToRecord(DueCursor row) => new(new(Enum.Parse<EntityKind>(row.Kind), row.Key), RecordHeader.ReadWake(row.Wake)!.Value);
}
