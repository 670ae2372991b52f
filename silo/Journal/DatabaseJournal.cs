using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Journal;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Silo.Journal;

/// <summary>The journal of a database. Thread-safe.</summary>
public sealed class DatabaseJournal(FleetDatabase database, JournalTail tail, LoopBook loops, string serviceId) : IJournalReader
{
    private readonly SqlScripts _scripts = new(database.Dialect);

    public Task<JournalPage> Read(JournalPosition after, int limit, TimeSpan wait, CancellationToken cancellation = default) =>
        Explained(() => ReadPage(after, limit, wait, cancellation));

    public Task<ImmutableArray<JournalEntry>> ReadEntity(Entity entity, long afterSequence, int limit, CancellationToken cancellation = default) =>
        Explained(() => ReadLines(entity, afterSequence, limit, cancellation));

    /// <summary>The database's exceptions are of types that no backend has.</summary>
    private async Task<T> Explained<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (DbException failure)
        {
            throw new FleetUnavailableException(database.Explain(failure).Message);
        }
    }

    private async Task<JournalPage> ReadPage(JournalPosition after, int limit, TimeSpan wait, CancellationToken cancellation)
    {
        JournalLimits.Check(limit, wait);
        await tail.Past(after, wait, cancellation);
        if (tail.Settled == after)
            return new([], after, JournalPosition.Beginning);
        await using var connection = await database.Open(cancellation);
        if (tail.Settled < after)
            return await Unsettled(connection, after, cancellation);
        await using var command = connection.Command(
            null,
            _scripts["Journal/Read"],
            ("service", serviceId), ("after", after.Value), ("until", tail.Settled.Value), ("limit", limit));
        var read = await JournalRows.Read(command, loops.Census, cancellation);
        return new(read.Lines, read.Last ?? after, await TrimmedUpTo(connection, cancellation));
    }

    private async Task<ImmutableArray<JournalEntry>> ReadLines(Entity entity, long afterSequence, int limit, CancellationToken cancellation)
    {
        JournalLimits.Check(limit, TimeSpan.Zero);
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(
            null,
            _scripts["Journal/ReadEntity"],
            ("service", serviceId), ("kind", entity.Kind.ToString()), ("key", entity.Key), ("after", afterSequence), ("limit", limit));
        return (await JournalRows.Read(command, loops.Census, cancellation)).Lines;
    }

    public Task<JournalPosition> End(CancellationToken cancellation = default) => Task.FromResult(tail.Settled);

    public Task<ImmutableArray<WorkSpaceId>> Terminated(
        AccountId? account, DirectoryId? directory, Instant since, WorkSpaceId? after, int limit, CancellationToken cancellation = default) =>
        Explained(async () =>
        {
            JournalLimits.Check(limit, TimeSpan.Zero);
            await using var connection = await database.Open(cancellation);
            await using var command = connection.Command(
                null,
                _scripts["Journal/Terminated"],
                ("service", serviceId), ("account", account?.ToString() ?? ""), ("directory", directory?.Value ?? ""),
                ("since", InstantPattern.ExtendedIso.Format(since)), ("after", after?.Value ?? ""), ("limit", limit));
            var ids = ImmutableArray.CreateBuilder<WorkSpaceId>();
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                ids.Add(new(rows.GetString(0)));
            return ids.ToImmutable();
        });

    /// <summary>The reader has read, from another silo, what this one does not know to be settled yet; or he stands where no line has ever been.</summary>
    private async Task<JournalPage> Unsettled(DbConnection connection, JournalPosition after, CancellationToken cancellation)
    {
        await using var newest = connection.Command(null, _scripts["Journal/Newest"]);
        var end = Larger(await Position(newest, cancellation), await TrimmedUpTo(connection, cancellation));
        return new([], after, JournalPosition.Beginning) { EndsBefore = end < after ? end : null };
    }

    private async Task<JournalPosition> TrimmedUpTo(DbConnection connection, CancellationToken cancellation)
    {
        await using var trimmed = connection.Command(null, _scripts["Views/Position"], ("service", serviceId), ("name", "trimmed"));
        return await Position(trimmed, cancellation);
    }

    private static async Task<JournalPosition> Position(DbCommand query, CancellationToken cancellation) =>
        new(Convert.ToInt64(await query.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture));

    private static JournalPosition Larger(JournalPosition a, JournalPosition b) => a > b ? a : b;
}
