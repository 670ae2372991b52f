using System.Collections.Immutable;
using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans.Concurrency;

namespace DeskFleet.Grains.Journal;

/// <summary>Gives backends what this silo reads. It keeps nothing of its own, so one that waits holds up nobody.</summary>
[StatelessWorker, Reentrant]
public sealed class JournalGrain(IJournalReader journal, IUserErasure erasure) : Grain, IJournalGrain
{
    public Task<JournalPage> Read(JournalPosition after, int limit, TimeSpan wait, CancellationToken cancellation) =>
        journal.Read(after, limit, wait, cancellation);

    public Task<ImmutableArray<JournalEntry>> ReadEntity(Entity entity, long afterSequence, int limit, CancellationToken cancellation) =>
        journal.ReadEntity(entity, afterSequence, limit, cancellation);

    public async Task<JournalPage> ReadKnown(JournalPosition after, int limit, TimeSpan wait, ImmutableArray<string> knows, CancellationToken cancellation)
    {
        var (page, kinds) = (await journal.Read(after, limit, wait, cancellation), knows.ToImmutableHashSet());
        return page with { Entries = [.. page.Entries.Select(line => EventReader.For(line, kinds))] };
    }

    public async Task<ImmutableArray<JournalEntry>> ReadEntityKnown(
        Entity entity, long afterSequence, int limit, ImmutableArray<string> knows, CancellationToken cancellation)
    {
        var kinds = knows.ToImmutableHashSet();
        return [.. (await journal.ReadEntity(entity, afterSequence, limit, cancellation)).Select(line => EventReader.For(line, kinds))];
    }

    public Task<JournalPosition> End(CancellationToken cancellation) => journal.End(cancellation);

    public Task<ImmutableArray<WorkSpaceId>> Terminated(
        AccountId? account, DirectoryId? directory, Instant since, WorkSpaceId? after, int limit, CancellationToken cancellation) =>
        journal.Terminated(account, directory, since, after, limit, cancellation);

    public Task<Reply> Erase(OperationId id, DirectoryId directory, UserName user, CancellationToken cancellation) =>
        erasure.Erase(id, directory, user, cancellation);
}
