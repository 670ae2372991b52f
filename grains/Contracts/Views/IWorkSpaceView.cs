using System.Collections.Immutable;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Views;
using NodaTime;

namespace DeskFleet.Contracts.Views;

/// <summary>
/// Lists and counts WorkSpaces. It derives from the journal and is a moment behind it; how a single WorkSpace stands now, its grain says.
/// Thread-safe.
/// </summary>
public interface IWorkSpaceView
{
    /// <summary>The most WorkSpaces on a page.</summary>
    const int MaxOnAPage = 1000;

    /// <summary>
    /// A page in the order of the ids. Going on after the last id of a page gives every WorkSpace that is there all the while exactly once,
    /// however many come and go meanwhile.
    /// </summary>
    /// <param name="after">The last one of the page before; null: from the beginning.</param>
    /// <param name="limit">1 to <see cref="MaxOnAPage"/>.</param>
    /// <exception cref="ArgumentException">The filter cannot be asked; the message says the mend.</exception>
    Task<WorkSpacePage> List(WorkSpaceFilter filter, WorkSpaceId? after, int limit, CancellationToken cancellation = default);

    /// <summary>How many WorkSpaces there are of each kind: as many entries as there are combinations, however large the fleet.</summary>
    Task<ImmutableArray<WorkSpaceCount>> Count(CancellationToken cancellation = default);

    /// <summary>How far behind the journal it is.</summary>
    Task<ViewStanding> Standing(CancellationToken cancellation = default);
}

/// <summary>The view, for backends.</summary>
[Alias("deskfleet.grains.workspace-view")]
public interface IWorkSpaceViewGrain : IGrainWithIntegerKey
{
    /// <inheritdoc cref="IWorkSpaceView.List"/>
    [AnyGateway, Alias("List")]
    Task<WorkSpacePage> List(WorkSpaceFilter filter, WorkSpaceId? after, int limit, CancellationToken cancellation = default);

    /// <inheritdoc cref="IWorkSpaceView.Count"/>
    [AnyGateway, Alias("Count")]
    Task<ImmutableArray<WorkSpaceCount>> Count(CancellationToken cancellation = default);

    /// <inheritdoc cref="IWorkSpaceView.Standing"/>
    [AnyGateway, Alias("Standing")]
    Task<ViewStanding> Standing(CancellationToken cancellation = default);
}

/// <summary>WorkSpaces in the order of their ids.</summary>
/// <param name="Next">After which one the next page begins; null: this is the last page.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.workspace-page")]
public sealed record WorkSpacePage(ImmutableArray<ListedWorkSpace> Items, WorkSpaceId? Next);

/// <summary>One WorkSpace of a list.</summary>
/// <param name="Since">When it came into its state.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.listed-workspace")]
public sealed record ListedWorkSpace(WorkSpaceDescription Desktop, AccountId Account, Instant Since)
{
    /// <exception cref="ArgumentException">There is no such WorkSpace.</exception>
    public static ListedWorkSpace Of(WorkSpaceRow row) =>
        new(WorkSpaceDescription.Of(row.State, row.State.Since) ?? throw new ArgumentException($"There is no {row.State.Id}.", nameof(row)), row.State.Identity!.Account, row.State.Since);
}
