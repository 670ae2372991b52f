using System.Collections.Immutable;
using DeskFleet.Contracts;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Retention;

/// <summary>How large the database is, as the last hourly look found it. Thread-safe.</summary>
public sealed class StoreSize(FleetDatabase database)
{
    private readonly string _counts = new SqlScripts(database.Dialect)["RecordCounts"];
    private volatile Found _found = new(ImmutableSortedDictionary<string, long>.Empty, new(0, 0));

    /// <summary>Stored records by kind; empty before the first look.</summary>
    public ImmutableSortedDictionary<string, long> Records => _found.Records;

    public StoreSpace Space => _found.Space;

    public async Task Look(CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(null, _counts, ("service", FleetClientOptions.ServiceId));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var records = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
            records[rows.GetString(0)] = rows.GetInt64(1);
        _found = new(records.ToImmutable(), await database.Space(cancellation));
    }

    private sealed record Found(ImmutableSortedDictionary<string, long> Records, StoreSpace Space);
}
