using System.Collections.Immutable;
using System.Data.Common;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Journal;
using DeskFleet.Silo.Loops;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Journal;

/// <summary>A line that is stored and cannot be read: it is damaged. One of a kind that this version does not know is <see cref="UnknownEvent"/>, and is carried through.</summary>
/// <param name="Entity">Whose line it is; null: its kind is not known either.</param>
internal sealed record OddLine(JournalPosition Position, Entity? Entity, long Sequence, string Obstacle)
{
    public OddRecord Record => new($"line {Position.Value}{(Entity is { } entity ? $" of {entity}" : "")}", Obstacle);
}

/// <summary>Lines of the journal, in their order.</summary>
/// <param name="Odd">Those between them that cannot be read.</param>
/// <param name="Last">The position of the last one of both; null: there is none.</param>
internal sealed record JournalLinesRead(ImmutableArray<JournalEntry> Lines, ImmutableArray<OddLine> Odd, JournalPosition? Last)
{
    /// <summary>How many there are of both.</summary>
    public int Count => Lines.Length + Odd.Length;
}

/// <summary>Reads journal lines from the rows of a query: position, at, kind, key, sequence, event.</summary>
internal static class JournalRows
{
    /// <summary>A line that cannot be read holds up none of the others.</summary>
    public static async Task<JournalLinesRead> Read(DbCommand command, LoopWatch watch, CancellationToken cancellation)
    {
        var entries = ImmutableArray.CreateBuilder<JournalEntry>();
        var odd = ImmutableArray.CreateBuilder<OddLine>();
        JournalPosition? last = null;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            last = new(rows.GetInt64(0));
            try
            {
                entries.Add(Entry(rows));
            }
#pragma warning disable CA1031 // Text in a table can be wrong in every way there is.
            catch (Exception e)
#pragma warning restore CA1031
            {
                odd.Add(OddOf(rows, e.Message));
                watch.Skip(odd[^1].Record);
            }
        }

        return new(entries.ToImmutable(), odd.ToImmutable(), last);
    }

    private static OddLine OddOf(DbDataReader row, string obstacle) => new(
        new(row.GetInt64(0)), Enum.TryParse<EntityKind>(row.GetString(2), out var kind) ? new(kind, row.GetString(3)) : null, row.GetInt64(4), obstacle);

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
