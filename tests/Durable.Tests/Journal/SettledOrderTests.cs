using DeskFleet.Contracts;
using DeskFleet.Core.Journal;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeskFleet.Durable.Tests.Journal;

/// <summary>Lines get their position before they are committed: a reader must not pass one that is still to come.</summary>
public sealed class SettledOrderTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_WhileAnEarlierLineIsNotCommitted_WaitsForIt(bool commits)
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var database = store.Open();
        await new DatabaseStart(database, TimeProvider.System, NullLogger<DatabaseStart>.Instance).Prepare(TimeSpan.Zero, Cancellation);
        using var tail = new JournalTail(database, Loops.Unheard(), TimeProvider.System, NullLogger<JournalTail>.Instance);
        var journal = new DatabaseJournal(database, tail, Loops.Unheard(), FleetClientOptions.ServiceId);
        await database.Execute(Insert("settled"));
        await using var slow = await database.Open(Cancellation);
        await using var transaction = await slow.BeginTransactionAsync(Cancellation);
        await using (var command = slow.Command(transaction, Insert("slow")))
            await command.ExecuteNonQueryAsync(Cancellation);
        await database.Execute(Insert("fast"));

        Assert.True(await tail.Look(Cancellation));
        Assert.True(await tail.Look(Cancellation));
        var before = await journal.Read(JournalPosition.Beginning, 10, TimeSpan.Zero, Cancellation);
        if (commits)
            await transaction.CommitAsync(Cancellation);
        else
            await transaction.RollbackAsync(Cancellation);
        Assert.False(await tail.Look(Cancellation));
        var after = await journal.Read(before.Next, 10, TimeSpan.Zero, Cancellation);

        Assert.Empty(before.Entries);
        Assert.Equal(commits ? ["settled", "slow", "fast"] : ["settled", "fast"], after.Entries.Select(entry => entry.Entity.Key));
    }

    [Fact]
    public async Task Tail_WhileWritersNeverPause_GoesOn()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var database = store.Open();
        await new DatabaseStart(database, TimeProvider.System, NullLogger<DatabaseStart>.Instance).Prepare(TimeSpan.Zero, Cancellation);
        using var tail = new JournalTail(database, Loops.Unheard(), TimeProvider.System, NullLogger<JournalTail>.Instance);
        await using var first = await database.Open(Cancellation);
        await using var second = await database.Open(Cancellation);

        // One transaction is always under way: the next begins before the last has ended.
        var running = await first.BeginTransactionAsync(Cancellation);
        for (var i = 0; i < 10; i++)
        {
            await using (var command = running.Connection!.Command(running, Insert($"line-{i}")))
                await command.ExecuteNonQueryAsync(Cancellation);
            var next = await (running.Connection == first ? second : first).BeginTransactionAsync(Cancellation);
            await using (var command = next.Connection!.Command(next, Insert($"early-{i}")))
                await command.ExecuteNonQueryAsync(Cancellation);
            await running.CommitAsync(Cancellation);
            running = next;
            Assert.True(await tail.Look(Cancellation));
        }

        Assert.InRange(tail.Settled.Value, 10, 20);
        await running.RollbackAsync(Cancellation);
    }

    [Fact]
    public async Task Read_WhileSomethingElseIsWritten_DoesNotWait()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        await using var database = store.Open();
        await new DatabaseStart(database, TimeProvider.System, NullLogger<DatabaseStart>.Instance).Prepare(TimeSpan.Zero, Cancellation);
        using var tail = new JournalTail(database, Loops.Unheard(), TimeProvider.System, NullLogger<JournalTail>.Instance);
        await using var other = await database.Open(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await using (var command = other.Command(transaction, "CREATE TABLE elsewhere AS SELECT 1"))
            await command.ExecuteNonQueryAsync(Cancellation);
        await database.Execute(Insert("line"));

        Assert.False(await tail.Look(Cancellation));

        Assert.NotEqual(JournalPosition.Beginning, tail.Settled);
    }

    private static string Insert(string key) => $$"""
        INSERT INTO fleet_journal (service, kind, key, sequence, at, event)
        VALUES ('{{FleetClientOptions.ServiceId}}', 'Account', '{{key}}', 1, now(), '{"what":"operation-refused","operation":"ask","code":"InvalidState","message":""}')
        """;
}
