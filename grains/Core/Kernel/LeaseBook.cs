using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Kernel;

/// <summary>A counted unit lent to an operation until its holder confirms, returns, or is asked about it.</summary>
/// <param name="Holder">Whom it was lent to, mostly a WorkSpace.</param>
/// <param name="Slot">What kind of unit: a zone, <c>workspace</c>, <c>image</c>.</param>
/// <param name="ExpiresAt">From here on the owner asks the holder before it frees the unit.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.lease")]
public sealed record Lease(OperationId OperationId, Entity Holder, string Slot, Instant ExpiresAt)
{
    /// <summary>
    /// When it was granted last, which tells one grant from another: who asks again is granted the same unit anew, and an answer or a give-back that is about
    /// an earlier grant does not concern him. The Unix epoch: granted by an earlier version.
    /// </summary>
    [Id(0)]
    public Instant GrantedAt { get; init; }
}

/// <summary>
/// Counts units without a list of their holders, so that no record grows with the fleet. A unit is lent under an operation id,
/// confirmed, and given back in two steps: <see cref="Return"/> takes it out of the count and leaves a mark that makes a second
/// delivery harmless; <see cref="Settle"/> removes the mark once the holder has stored that the first was heard. The last few that were confirmed or
/// settled are remembered all the same: of two activations of the holder each may ask and deliver, and the slower one comes when all is over.
/// </summary>
public sealed record LeaseBook(ImmutableSortedDictionary<string, int> Used, ImmutableArray<Lease> Lent, ImmutableArray<OperationId> Returned)
{
    /// <summary>How many of those that are over are remembered: confirmed ones, and settled returns.</summary>
    public const int OverKept = 64;

    /// <summary>
    /// How long a lease stays unconfirmed before its holder is asked. Asking is safe at any time: a holder that is at work answers when it is done. So a launch
    /// that was cut off is found out within seconds, and a confirmation that is under way is hardly ever overtaken.
    /// </summary>
    public static readonly Duration Term = Duration.FromSeconds(15);

    /// <summary>How long after a question it is asked again: the first one is delivered sooner or later, and a busy fleet is not asked more for being busy.</summary>
    public static readonly Duration AskedAgainAfter = Duration.FromMinutes(3);

    public static LeaseBook Empty { get; } = new(ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal), [], []);

    /// <summary>The last returns that were settled, oldest first: none of them counts again.</summary>
    public ImmutableArray<OperationId> Settled { get; init; } = [];

    /// <summary>The last leases that were confirmed, oldest first, and have not come back: whoever asks for one of them again is late and gets no second unit.</summary>
    public ImmutableArray<OperationId> Confirmed { get; init; } = [];

    /// <summary>Whether this unit was lent and is confirmed or has come back, as far as that is remembered.</summary>
    public bool IsSpent(OperationId id) => Confirmed.Contains(id) || HasReturned(id);

    /// <summary>Whether this unit has come back already.</summary>
    public bool HasReturned(OperationId id) => Returned.Contains(id) || Settled.Contains(id);

    /// <summary>Units in use of this slot, lent ones included.</summary>
    public int Count(string slot) => Used.GetValueOrDefault(slot);

    public Lease? Find(OperationId id)
    {
        foreach (var lease in Lent)
        {
            if (lease.OperationId == id)
                return lease;
        }

        return null;
    }

    public Instant? NextExpiry()
    {
        Instant? next = null;
        foreach (var lease in Lent)
            next = Instants.Earlier(next, lease.ExpiresAt);
        return next;
    }

    /// <summary>When a grant of now counts as made: no two of one unit have the same instant, however the clocks go.</summary>
    public Instant GrantAt(OperationId id, Instant now) => Find(id) is { } lease ? Instant.Max(now, lease.GrantedAt + Duration.Epsilon) : now;

    public LeaseBook Lend(Lease lease) => this with { Used = Add(lease.Slot, 1), Lent = Lent.Add(lease) };

    /// <summary>Grants a lent unit again: what was asked or given back of before does not concern it any more.</summary>
    public LeaseBook Renew(OperationId id, Instant now) => Find(id) is { } lease
        ? this with { Lent = Lent.Replace(lease, lease with { GrantedAt = GrantAt(id, now), ExpiresAt = now + Term }) }
        : this;

    /// <summary>Counts a lent unit for another slot.</summary>
    public LeaseBook Move(OperationId id, string slot)
    {
        if (Find(id) is not { } lease || lease.Slot == slot)
            return this;
        var taken = this with { Used = Add(lease.Slot, -1) };
        return taken with { Used = taken.Add(slot, 1), Lent = Lent.Replace(lease, lease with { Slot = slot }) };
    }

    /// <summary>The holder has stored it. <paramref name="slot"/> says where it really ended up, which may be another zone.</summary>
    public LeaseBook Confirm(OperationId id, string slot)
    {
        var moved = Move(id, slot);
        return moved.Find(id) is { } lease ? moved with { Lent = moved.Lent.Remove(lease), Confirmed = Remember(Confirmed, id) } : this;
    }

    /// <summary>Gives a lent unit back that was never confirmed: the operation was refused.</summary>
    public LeaseBook Cancel(OperationId id) =>
        Find(id) is { } lease ? this with { Used = Add(lease.Slot, -1), Lent = Lent.Remove(lease) } : this;

    /// <summary>Gives a confirmed unit back, once however often it is said.</summary>
    public LeaseBook Return(OperationId id, string slot) =>
        HasReturned(id) ? this
        : Find(id) is not null ? Cancel(id) with { Returned = Returned.Add(id) }
        : this with { Used = Add(slot, -1), Returned = Returned.Add(id), Confirmed = Confirmed.Remove(id) };

    public LeaseBook Settle(OperationId id) =>
        this with { Returned = Returned.Remove(id), Settled = Remember(Settled, id) };

    /// <summary>Puts off the question about a lease that has just been asked.</summary>
    public LeaseBook Extend(OperationId id, Instant until) =>
        Find(id) is { } lease ? this with { Lent = Lent.Replace(lease, lease with { ExpiresAt = until }) } : this;

    /// <summary>Counts anew what was counted wrong.</summary>
    public LeaseBook Correct(string slot, int right) => this with { Used = With(slot, right) };

    private static ImmutableArray<OperationId> Remember(ImmutableArray<OperationId> over, OperationId id) =>
        (over.Length < OverKept ? over : over.RemoveAt(0)).Add(id);

    private ImmutableSortedDictionary<string, int> Add(string slot, int change) => With(slot, Count(slot) + change);

    /// <summary>A slot that nobody uses is not in it: after a refusal the book is as it was.</summary>
    private ImmutableSortedDictionary<string, int> With(string slot, int count) => count == 0 ? Used.Remove(slot) : Used.SetItem(slot, count);
}
