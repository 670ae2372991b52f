using System.Collections.Immutable;
using DeskFleet.Contracts.Journal;
using DeskFleet.Contracts.Views;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Views;

namespace DeskFleet.Contracts;

/// <summary>Lists, counts, and what happens.</summary>
public sealed partial class FleetClient
{
    /// <inheritdoc cref="IWorkSpaceView.List"/>
    public Task<WorkSpacePage> List(WorkSpaceFilter filter, WorkSpaceId? after, int limit, CancellationToken cancellation = default) =>
        Ask(grains => grains.GetGrain<IWorkSpaceViewGrain>(0).List(filter, after, limit, cancellation), cancellation);

    /// <inheritdoc cref="IWorkSpaceView.Count"/>
    public Task<ImmutableArray<WorkSpaceCount>> Count(CancellationToken cancellation = default) =>
        Ask(grains => grains.GetGrain<IWorkSpaceViewGrain>(0).Count(cancellation), cancellation);

    /// <summary>
    /// What happens in the fleet, in the order of the journal and without end, until cancelled. Keep the position of what you have dealt with:
    /// given here again after a restart of yours, the feed goes on behind it. Restarts of the fleet are waited for.
    /// </summary>
    /// <param name="after">Those after this one; <see cref="JournalPosition.Beginning"/>, <see cref="End"/>, or one that you kept.</param>
    /// <exception cref="JournalTrimmedException">Lines that you have not read are not kept any more.</exception>
    /// <exception cref="JournalAheadException">The journal ends before the position: an older backup was restored.</exception>
    /// <remarks>A line of a kind that is newer than this program comes as <see cref="UnknownEvent"/>: go on behind it, and update the contracts.</remarks>
    public IAsyncEnumerable<JournalEntry> Changes(JournalPosition after, CancellationToken cancellation = default) =>
        ChangeFeed.Follow(_routes, after, cancellation);

    /// <inheritdoc cref="IJournalReader.End"/>
    public Task<JournalPosition> End(CancellationToken cancellation = default) =>
        Ask(grains => grains.GetGrain<IJournalGrain>(0).End(cancellation), cancellation);

    /// <inheritdoc cref="IJournalReader.ReadEntity"/>
    public Task<ImmutableArray<JournalEntry>> History(Entity entity, long afterSequence, int limit, CancellationToken cancellation = default) =>
        Ask(grains => grains.GetGrain<IJournalGrain>(0).ReadAnyEntity(entity, afterSequence, limit, cancellation), cancellation);

    /// <inheritdoc cref="IUserErasure.Erase"/>
    public Task<Reply> EraseUser(OperationId id, DirectoryId directory, UserName user, CancellationToken cancellation = default) =>
        Nobody(user) ?? Ask(grains => grains.GetGrain<IJournalGrain>(0).Erase(id, directory, user, cancellation), cancellation);
}
