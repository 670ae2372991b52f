using System.Collections.Immutable;
using System.Globalization;
using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Journal;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Journal;

/// <summary>The journal of a database. Thread-safe.</summary>
public sealed class DatabaseJournal(FleetDatabase database, JournalTail tail, string serviceId) : IJournalReader
{
    private readonly SqlScripts _scripts = new(database.Dialect);

    public async Task<JournalPage> Read(JournalPosition after, int limit, TimeSpan wait, CancellationToken cancellation = default)
    {
        JournalLimits.Check(limit, wait);
        await tail.Past(after, wait, cancellation);
        if (tail.Settled <= after)
            return new([], after, JournalPosition.Beginning);
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(
            null,
            _scripts["Journal/Read"],
            ("service", serviceId), ("after", after.Value), ("until", tail.Settled.Value), ("limit", limit));
        var entries = await JournalRows.Read(command, cancellation);
        await using var trimmed = connection.Command(null, _scripts["Views/Position"], ("service", serviceId), ("name", "trimmed"));
        var trimmedUpTo = new JournalPosition(Convert.ToInt64(await trimmed.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture));
        return new(entries, entries.IsEmpty ? after : entries[^1].Position, trimmedUpTo);
    }

    public async Task<ImmutableArray<JournalEntry>> ReadEntity(Entity entity, long afterSequence, int limit, CancellationToken cancellation = default)
    {
        JournalLimits.Check(limit, TimeSpan.Zero);
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(
            null,
            _scripts["Journal/ReadEntity"],
            ("service", serviceId), ("kind", entity.Kind.ToString()), ("key", entity.Key), ("after", afterSequence), ("limit", limit));
        return await JournalRows.Read(command, cancellation);
    }

    public Task<JournalPosition> End(CancellationToken cancellation = default) => Task.FromResult(tail.Settled);
}
