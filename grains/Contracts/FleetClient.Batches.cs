using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Contracts;

/// <summary>
/// Calls for many WorkSpaces at once (WKS-03): up to 25 items, one for rebuild. Items are done one after the other in request order, so
/// where they compete for a limit the first ones win. Partial success is normal. An exception means "unknown" for this item and those after
/// it: repeat the whole call with the same operation ids.
/// </summary>
public sealed partial class FleetClient
{
    public Task<BatchReply> Launch(IReadOnlyList<LaunchWorkSpace> launches, CancellationToken cancellation = default) => Each(launches, Batches.MaxItems, Launch, cancellation);

    public Task<BatchReply> Start(IReadOnlyList<BatchItem<StartWorkSpace>> items, CancellationToken cancellation = default) => Each(items, Batches.MaxItems, SendToItem, cancellation);

    public Task<BatchReply> Stop(IReadOnlyList<BatchItem<StopWorkSpace>> items, CancellationToken cancellation = default) => Each(items, Batches.MaxItems, SendToItem, cancellation);

    public Task<BatchReply> Reboot(IReadOnlyList<BatchItem<RebootWorkSpace>> items, CancellationToken cancellation = default) => Each(items, Batches.MaxItems, SendToItem, cancellation);

    public Task<BatchReply> Rebuild(IReadOnlyList<BatchItem<RebuildWorkSpace>> items, CancellationToken cancellation = default) => Each(items, Batches.MaxRebuilds, SendToItem, cancellation);

    public Task<BatchReply> Terminate(IReadOnlyList<BatchItem<TerminateWorkSpace>> items, CancellationToken cancellation = default) => Each(items, Batches.MaxItems, SendToItem, cancellation);

    private Task<Reply> SendToItem<TOperation>(BatchItem<TOperation> item, CancellationToken cancellation)
        where TOperation : Operation => Send(Entity.Of(item.WorkSpace), item.Operation, cancellation);

    private static async Task<BatchReply> Each<TItem>(IReadOnlyList<TItem> items, int most, Func<TItem, CancellationToken, Task<Reply>> send, CancellationToken cancellation)
    {
        if (Batches.Fault(items.Count, most) is { } refused)
            return new(refused, []);
        var replies = ImmutableArray.CreateBuilder<Reply>(items.Count);
        foreach (var item in items)
            replies.Add(await send(item, cancellation));
        return new(null, replies.MoveToImmutable());
    }
}
