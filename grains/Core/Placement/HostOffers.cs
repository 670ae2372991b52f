using System.Collections.Immutable;
using DeskFleet.Core.Identity;

namespace DeskFleet.Core.Placement;

/// <summary>
/// What a pool has offered of one host, beside what the host last said. An offer counts as taken from the moment it is made; who takes it is in the
/// host's news too, before or after his answer comes, and must not count twice, nor not at all. A host's news do not say who came: each
/// arrival is held to be that of the oldest open offer, and that is put right when the one who really came answers. Every offer is answered,
/// so what was mistaken, and who came without an offer, is forgotten again: in doubt there is room, and the host has the last word.
/// </summary>
/// <param name="Told">The host as it last said.</param>
/// <param name="Open">Offers that are not in <paramref name="Told"/>.</param>
/// <param name="Arrived">Offers that are held to be in it, until they are answered.</param>
internal sealed record HostOffers(HostView Told, ImmutableArray<HostOffers.Offer> Open, ImmutableArray<HostOffers.Offer> Arrived)
{
    public bool IsEmpty => Open.IsEmpty && Arrived.IsEmpty;

    /// <summary>The host as it will be when every open offer has been taken.</summary>
    public HostView Left => Told with
    {
        Free = Open.Aggregate(Told.Free, (free, offer) => free - offer.Size),
        Occupants = Told.Occupants + Open.Length,
    };

    public static HostOffers None(HostView told) => new(told, [], []);

    public HostOffers With(WorkSpaceId workSpace, Capacity size) => this with { Open = Open.Add(new(workSpace, size, Told.Version, IsTaken: false)) };

    public HostOffers Hear(HostView news)
    {
        var waiting = Open.RemoveAll(offer => offer.IsTaken);
        var others = Math.Clamp(news.Occupants - Told.Occupants - (Open.Length - waiting.Length), 0, waiting.Length);
        return new(news, waiting.RemoveRange(0, others), Arrived.AddRange(waiting.Take(others)));
    }

    public HostOffers Answered(WorkSpaceId workSpace, bool taken)
    {
        if (Arrived.FirstOrDefault(offer => offer.WorkSpace == workSpace) is { } arrived)
            return this with { Arrived = Arrived.Remove(arrived) };
        if (Open.FirstOrDefault(offer => offer.WorkSpace == workSpace) is not { } open)
            return this;
        if (taken && Arrived is [var mistaken, ..])
            return this with { Open = Open.Replace(open, mistaken), Arrived = Arrived.RemoveAt(0) };
        // The host has said nothing since, so the news of this arrival are still to come.
        return this with { Open = taken && open.MadeAt == Told.Version ? Open.Replace(open, open with { IsTaken = true }) : Open.Remove(open) };
    }

    /// <summary>To one WorkSpace, of room of this size.</summary>
    /// <param name="MadeAt">The version of the host's news then.</param>
    public sealed record Offer(WorkSpaceId WorkSpace, Capacity Size, long MadeAt, bool IsTaken);
}
