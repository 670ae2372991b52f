using System.Collections.Immutable;
using System.Data.Common;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Journal;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Journal;

/// <summary>Reads journal lines from the rows of a query: position, at, kind, key, sequence, event.</summary>
internal static class JournalRows
{
    public static async Task<ImmutableArray<JournalEntry>> Read(DbCommand command, CancellationToken cancellation)
    {
        var entries = ImmutableArray.CreateBuilder<JournalEntry>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            entries.Add(Entry(rows));
        return entries.ToImmutable();
    }

    private static JournalEntry Entry(DbDataReader row) => new(
        new(row.GetInt64(0)),
        At(row.GetValue(1)),
        EntityOf(row.GetString(2), row.GetString(3)),
        row.GetInt64(4),
        EventReader.Read(row.GetString(5)));

    /// <summary>An entity of a kind that a newer version has added keeps its name, and is no entity that anybody here could ask.</summary>
    private static Entity EntityOf(string kind, string key) =>
        Enum.TryParse<EntityKind>(kind, out var known) ? new(known, key) : new(EntityKind.Unknown, $"{kind}:{key}");

    /// <summary>PostgreSQL gives a time, SQLite its text.</summary>
    private static Instant At(object stored) => stored is DateTime time
        ? Instant.FromDateTimeUtc(time)
        : InstantPattern.ExtendedIso.Parse((string)stored).Value;
}
