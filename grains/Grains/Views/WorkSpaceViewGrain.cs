using System.Collections.Immutable;
using DeskFleet.Contracts.Views;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Views;
using Orleans.Concurrency;

namespace DeskFleet.Grains.Views;

/// <summary>Gives backends what this silo reads. It keeps nothing of its own.</summary>
[StatelessWorker, Reentrant]
public sealed class WorkSpaceViewGrain(IWorkSpaceView view) : Grain, IWorkSpaceViewGrain
{
    public Task<WorkSpacePage> List(WorkSpaceFilter filter, WorkSpaceId? after, int limit, CancellationToken cancellation) =>
        view.List(filter, after, limit, cancellation);

    public Task<ImmutableArray<WorkSpaceCount>> Count(CancellationToken cancellation) => view.Count(cancellation);

    public Task<ViewStanding> Standing(CancellationToken cancellation) => view.Standing(cancellation);
}
