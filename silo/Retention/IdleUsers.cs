using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;
using NodaTime;

namespace DeskFleet.Silo.Retention;

/// <summary>
/// Drops records of users of whom nothing has to be known any more: no WorkSpace, no copy of documents, enabled, and no line of the journal, such as those
/// whose launch was refused. A user who comes back begins anew. Thread-safe.
/// </summary>
public sealed class IdleUsers(FleetDatabase database, FleetRecords records, LoopBook loops)
{
    /// <summary>Records a page.</summary>
    public const int Page = 500;

    private readonly SqlScripts _scripts = new(database.Dialect);

    /// <summary>Looks through all users.</summary>
    /// <param name="before">A seat that ended later is still to be billed.</param>
    /// <returns>How many records were dropped.</returns>
    public async Task<int> Round(Instant before, CancellationToken cancellation)
    {
        var dropped = 0;
        for (string? after = ""; after is not null;)
        {
            var page = await records.Page(EntityKind.User, after, Page, cancellation);
            foreach (var odd in page.Odd)
                loops.Retention.Skip(new(odd.Entity.ToString(), odd.Obstacle));
            var idle = page.Held.Where(held => IsIdle((EntityRecord<UserState>)held.Record, before)).ToList();
            if (idle.Count > 0)
                dropped += await Drop(idle, cancellation);
            after = page.Next;
        }

        return dropped;
    }

    /// <summary>Lines are numbered by the record: as long as there may be any, it stays.</summary>
    private static bool IsIdle(EntityRecord<UserState> user, Instant before) =>
        user is { Sequence: 0, Owed.IsEmpty: true, WakeAt: null, State: { WorkSpace: null, IsEnabled: true, Documents: null } state }
        && !(state.LastSeatEndedAt >= before)
        && user.Recent.Results.All(result => result.OperationId.UnixMilliseconds < before.ToUnixTimeMilliseconds());

    /// <summary>One that has written meanwhile stays. An activation that still knows the record loses its next write and begins anew.</summary>
    private async Task<int> Drop(List<HeldRecord> idle, CancellationToken cancellation)
    {
        await using var session = await WriteSession.Begin(database, _scripts, FleetClientOptions.ServiceId, cancellation);
        var dropped = 0;
        foreach (var user in idle)
            dropped += await session.Execute("Retention/DropUnchanged", cancellation, ("kind", nameof(EntityKind.User)), ("key", user.Entity.Key), ("version", user.Version));
        await session.Commit(cancellation);
        return dropped;
    }
}
