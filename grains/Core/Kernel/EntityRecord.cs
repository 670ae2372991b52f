using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Kernel;

/// <summary>What any record tells without its state's type.</summary>
public interface IEntityRecord
{
    Instant? Deadline { get; }

    Instant? WakeAt { get; }

    ImmutableArray<OwedEffect> Owed { get; }

    /// <summary>Nothing that every record has is missing; bytes of a damaged or foreign one may lack it.</summary>
    bool IsWhole { get; }
}

/// <summary>The one stored record of an entity: its state and everything that must not get lost with it.</summary>
/// <param name="State">The machine's state.</param>
/// <param name="Sequence">How many logged events the entity has had; the next one's number less one.</param>
/// <param name="Recent">Results of the last operations, for callers who ask again.</param>
/// <param name="Owed">Effects that may not have been delivered yet, trimmed by the next write after their delivery.</param>
/// <param name="LastEffect">The number of the newest effect ever owed.</param>
/// <param name="Deadline">The machine's own next deadline.</param>
/// <param name="RetryAt">When undelivered effects are delivered again, should nobody have done so.</param>
public sealed record EntityRecord<TState>(
    TState State,
    long Sequence,
    RecentOperations Recent,
    ImmutableArray<OwedEffect> Owed,
    long LastEffect,
    Instant? Deadline,
    Instant? RetryAt) : IEntityRecord
    where TState : class
{
    public bool IsWhole => State is not null && Recent is { Results.IsDefault: false } && !Owed.IsDefault;

    /// <summary>The one instant at which the entity must be woken. It is stored in the same write as the state.</summary>
    public Instant? WakeAt => Instants.Earlier(Deadline, RetryAt);
}

/// <summary>The result of one operation, kept so that asking twice answers the same.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.operation-result")]
public sealed record OperationResult(OperationId OperationId, Reply Reply);

/// <summary>
/// The last few results in the order of their ids, and the mark below which ids are expired. An id made by a fast clock is the last to be
/// forgotten, so it expires nobody else's before its time.
/// </summary>
public sealed record RecentOperations(ImmutableArray<OperationResult> Results, OperationId? LowWaterMark)
{
    /// <summary>How many results a record keeps.</summary>
    public const int Kept = 8;

    /// <summary>How long a result is kept.</summary>
    public static readonly Duration KeptFor = Duration.FromDays(1);

    /// <summary>How far ahead of ours a caller's clock may be: what is remembered of such an id expires no others for long.</summary>
    public static readonly Duration MaxAhead = Duration.FromMinutes(15);

    public static RecentOperations None { get; } = new([], null);

    /// <summary>The earlier answer to this operation, its refusal as expired or from the future, or null when it is new.</summary>
    public Reply? Recall(OperationId id, Instant now)
    {
        if (id.UnixMilliseconds > (now + MaxAhead).ToUnixTimeMilliseconds())
            return new Refused(RefusalCode.InvalidParameter, "The operation id is of a time that is still to come; set the caller's clock and make a new id.");
        foreach (var result in Results)
        {
            if (result.OperationId == id)
                return result.Reply;
        }

        return LowWaterMark is { } mark && id <= mark
            ? new Refused(RefusalCode.OperationExpired, "The operation id is older than what is remembered; describe the resource, then ask again under a new id.")
            : null;
    }

    public RecentOperations With(OperationId id, Reply reply, Instant now)
    {
        var oldest = (now - KeptFor).ToUnixTimeMilliseconds();
        var place = Results.Length;
        while (place > 0 && Results[place - 1].OperationId > id)
            place--;
        var kept = Results.Insert(place, new(id, reply));
        var mark = LowWaterMark;
        while (kept.Length > Kept || (kept.Length > 1 && kept[0].OperationId.UnixMilliseconds < oldest))
        {
            mark = kept[0].OperationId;
            kept = kept.RemoveAt(0);
        }

        return new(kept, mark);
    }
}

/// <summary>Small help with optional instants.</summary>
public static class Instants
{
    /// <summary>The earlier of two; null means never.</summary>
    public static Instant? Earlier(Instant? a, Instant? b) =>
        a is { } x && b is { } y ? Instant.Min(x, y) : a ?? b;
}
