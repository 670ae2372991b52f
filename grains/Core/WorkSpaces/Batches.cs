using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>One item of a batch: an operation and the WorkSpace that it is for.</summary>
public readonly record struct BatchItem<TOperation>(WorkSpaceId WorkSpace, TOperation Operation)
    where TOperation : Operation;

/// <summary>What a batch was answered with (WKS-03).</summary>
/// <param name="Refused">The whole call was refused and no item was tried; null: each item has its own reply.</param>
/// <param name="Replies">One for each item, in request order: some may be refused while others are done.</param>
public sealed record BatchReply(Refused? Refused, ImmutableArray<Reply> Replies);

/// <summary>How many items a call may have (WKS-03).</summary>
public static class Batches
{
    /// <summary>Items of one launch, start, stop, reboot or terminate call.</summary>
    public const int MaxItems = 25;

    /// <summary>Items of one rebuild call.</summary>
    public const int MaxRebuilds = 1;

    /// <summary>Null: the call may go on.</summary>
    public static Refused? Fault(int items, int most) => items >= 1 && items <= most
        ? null
        : new(RefusalCode.InvalidParameter, $"A call with {items} items is not possible; give 1 to {most}.");
}
