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
    public Task<BatchReply> Launch(IReadOnlyList<LaunchWorkSpace> launches) => Each(launches, Batches.MostItems, Launch);

    public Task<BatchReply> Start(IReadOnlyList<BatchItem<StartWorkSpace>> items) => Each(items, Batches.MostItems, SendToItem);

    public Task<BatchReply> Stop(IReadOnlyList<BatchItem<StopWorkSpace>> items) => Each(items, Batches.MostItems, SendToItem);

    public Task<BatchReply> Reboot(IReadOnlyList<BatchItem<RebootWorkSpace>> items) => Each(items, Batches.MostItems, SendToItem);

    public Task<BatchReply> Rebuild(IReadOnlyList<BatchItem<RebuildWorkSpace>> items) => Each(items, Batches.MostRebuilds, SendToItem);

    public Task<BatchReply> Terminate(IReadOnlyList<BatchItem<TerminateWorkSpace>> items) => Each(items, Batches.MostItems, SendToItem);

    private Task<Reply> SendToItem<TOperation>(BatchItem<TOperation> item)
        where TOperation : Operation => Send(WorkSpace(item.WorkSpace), item.Operation);

    private static async Task<BatchReply> Each<TItem>(IReadOnlyList<TItem> items, int most, Func<TItem, Task<Reply>> send)
    {
        if (Batches.Fault(items.Count, most) is { } refused)
            return new(refused, []);
        var replies = ImmutableArray.CreateBuilder<Reply>(items.Count);
        foreach (var item in items)
            replies.Add(await send(item));
        return new(null, replies.MoveToImmutable());
    }
}
