using System.Collections.Immutable;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using NodaTime;

namespace DeskFleet.Core.HostPools;

/// <summary>
/// The hosts of one owner in one zone (PLC-04, PLC-06). It proposes hosts from what it has heard of them, and owns the zone's queue
/// for room: in the order of asking, people before machines, those who need a GPU in a line of their own. It calls no host.
/// </summary>
public sealed class HostPool : IStateMachine<HostPoolState>
{
    public static EntityKind Kind => EntityKind.HostPool;

    public static HostPoolState Initial(string key) => new(HostPoolId.Parse(key), [], 0, default, [], []) { Free = FreeIndex.Empty };

    public static Question? NextQuestion(HostPoolState state, Command command, Answers answers, Instant now) => null;

    public static Instant? Deadline(HostPoolState state)
    {
        Instant? next = null;
        foreach (var waiter in state.Queue)
            next = Instants.Earlier(next, waiter.Until + HostPoolState.Grace);
        return next;
    }

    public static Decision? Due(HostPoolState state, Instant now)
    {
        if (state.Free is null)
            return new(Accepted.Instance, [new IndexRebuilt()], [.. state.Hosts.Of(state.Id).Select(host => new Effect(Entity.Of(host), new ReportToPool()))]);
        return Deadline(state) <= now ? LeaveQueue(state, now) : null;
    }

    private static Decision LeaveQueue(HostPoolState state, Instant now)
    {
        var overdue = state.Queue.Where(waiter => waiter.Until + HostPoolState.Grace <= now).ToList();
        return new(Accepted.Instance, [.. overdue.Select(waiter => new WaiterLeft(waiter.WorkSpace))], []);
    }

    public static Decision Decide(HostPoolState state, Command command, Answers answers, Instant now) => command switch
    {
        ConfigurePool configure => Configure(state, configure),
        AllocateHosts allocate => Allocate(state, allocate),
        ProposeHosts propose => Propose(state, propose, now),
        CheckRoom => Decision.Answer(new Room(state.GrowsWith.IsEmpty ? state.Free!.FreeVCpu : int.MaxValue)),
        CountHosts => Decision.Answer(new HostsCounted(state.Hosts.Count)),
        StopWaiting leave => Offer(state, state.Find(leave.WorkSpace)?.Until == leave.Until ? [new WaiterLeft(leave.WorkSpace)] : [], now),
        HostNews news => Offer(state, [new HostHeard(news.View)], now),
        Answered { Asked: CapacityOffered offered } answer => HearOffered(state, offered, answer, now),
        _ => Decision.Nothing,
    };

    public static HostPoolState Evolve(HostPoolState state, FleetEvent happened, Instant at) => happened switch
    {
        PoolConfigured e => state with { GrowsWith = e.GrowsWith, ReserveHosts = e.ReserveHosts },
        HostsJoined e => state with
        {
            Hosts = state.Hosts.With(e.Hosts.Length),
            Batches = e.Batch is null ? state.Batches : state.Batches.Add(e.Batch),
        },
        WaiterJoined e => state with { Queue = state.Queue.Insert(PlaceInQueue(state, e.Waiter.By), e.Waiter) },
        WaiterLeft e => state with { Queue = state.Queue.RemoveAll(w => w.WorkSpace == e.WorkSpace) },
        WaiterOffered e => Mark(state, e.WorkSpace, offered: true) with { Free = state.Free?.WithOffer(e.Host, e.WorkSpace, e.Size) },
        OfferFailed e => Mark(state, e.WorkSpace, offered: false),
        IndexRebuilt => state with { Free = FreeIndex.Empty },
        HostHeard e => state with { Free = state.Free!.With(e.View) },
        OfferAnswered e => state with { Free = state.Free?.WithAnswer(e.Host, e.WorkSpace, e.Taken) },
        _ => state,
    };

    private static Decision Configure(HostPoolState state, ConfigurePool configure) =>
        state.GrowsWith.SequenceEqual(configure.GrowsWith) && state.ReserveHosts == configure.ReserveHosts
            ? Decision.Nothing
            : Decision.Of(new PoolConfigured(configure.GrowsWith, configure.ReserveHosts));

    private static Decision Allocate(HostPoolState state, AllocateHosts allocate)
    {
        if (state.Batches.Contains(allocate.Batch))
            return Decision.Nothing;
        var hosts = state.Hosts.Next(state.Id, allocate.Type, allocate.Count).ToImmutableArray();
        return new(Accepted.Instance, [new HostsJoined(allocate.Batch, hosts)], [.. hosts.Select(h => Register(state, h))]);
    }

    /// <summary>Who waits does not ask, so whoever asks has given up what wait the pool may still know of.</summary>
    private static Decision Propose(HostPoolState state, ProposeHosts propose, Instant now)
    {
        ImmutableArray<FleetEvent> heard = propose.Seen is { } view ? [new HostHeard(view)] : [];
        if (state.Find(propose.WorkSpace) is not null)
            heard = heard.Add(new WaiterLeft(propose.WorkSpace));
        var known = Fold(state, heard, now);
        if (known.Hosts.Count == 0 && known.GrowsWith.IsEmpty)
            return Decision.Refuse(RefusalCode.CapacityNotAllocated, $"No host is allocated in {known.Id.Zone}; allocate hosts to {known.Id.Owner} first.");
        var (candidates, explanation) = Placer.Default.Propose(known.Free!, propose.Request, known.ReserveHosts);
        if (!candidates.IsEmpty && propose.Queueing != Queueing.AtOnce && !HasLineFor(known, propose.Request))
            return new(new Proposal(candidates, explanation), heard, []);
        return propose.Queueing != Queueing.Never || !known.GrowsWith.IsEmpty
            ? Join(known, propose, explanation, heard, now)
            : new(new NoRoom(explanation), heard, []);
    }

    private static Decision Join(
        HostPoolState state, ProposeHosts propose, PlacementExplanation explanation, ImmutableArray<FleetEvent> heard, Instant now)
    {
        var waiter = new Waiter(propose.WorkSpace, propose.Request, propose.By, now + HostPoolState.MaxWait, Offered: false);
        var reply = Queued(Fold(state, [new WaiterJoined(waiter)], now), waiter, explanation);
        var joined = Offer(state, [new WaiterJoined(waiter)], now);
        return joined with { Reply = reply, Events = heard.AddRange(joined.Events) };
    }

    /// <summary>Whether somebody stands in the line that this request would join.</summary>
    private static bool HasLineFor(HostPoolState state, PlacementRequest request)
    {
        foreach (var waiter in state.Queue)
        {
            if (HoldsUp(state, waiter, request))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Within a line nobody overtakes. Only a launch that could go to one of the reserve hosts, if it might, holds up nobody who may: those
    /// hosts are kept for him (PLC-05).
    /// </summary>
    private static bool HoldsUp(HostPoolState state, Waiter waiter, PlacementRequest request) =>
        waiter.SharesLineWith(request) && !(request.MayUseReserve && IsHeldByReserve(state, waiter.Request));

    private static bool IsHeldByReserve(HostPoolState state, PlacementRequest request) =>
        !request.MayUseReserve
        && state.ReserveHosts > 0
        && !Placer.Default.Propose(state.Free!, request with { MayUseReserve = true }, state.ReserveHosts).Candidates.IsEmpty;

    /// <summary>
    /// The host that a growing pool adds for a request; null when it does not grow. While a host has not said how it stands, after a
    /// restart or because it is new, there may be room already: the waiter is offered it with the host's first news.
    /// </summary>
    private static PoolHost? Growth(HostPoolState state, PlacementRequest request) =>
        state.Free!.Count >= state.Hosts.Count && state.GrowsWith.FirstOrDefault(type => type.Capacity.Holds(request.Size)) is { } type
            ? state.Hosts.Next(state.Id, type, 1).Single()
            : null;

    /// <summary>
    /// Taken: he leaves, and holds up nobody any more. Not wanted: what had been kept for him goes to the next, also when he left before he was asked.
    /// Refused by the host: he waits on. Who has begun to wait anew since the offer was made stays in the queue.
    /// </summary>
    private static Decision HearOffered(HostPoolState state, CapacityOffered offered, Answered answer, Instant now)
    {
        var asked = new WorkSpaceId(answer.From.Key);
        ImmutableArray<FleetEvent> heard = [new OfferAnswered(asked, offered.Host, answer.Reply is Accepted)];
        if (answer.Reply is SlotRefused refused)
            heard = heard.Add(new HostHeard(refused.View));
        if (state.Find(asked) is { } waiter && (offered.Until ?? waiter.Until) == waiter.Until)
            heard = heard.Add(answer.Reply is SlotRefused ? new OfferFailed(asked) : new WaiterLeft(asked));
        return Offer(state, heard, now);
    }

    /// <summary>After news: offers what is free along the queue. Who does not fit holds up his own line only.</summary>
    private static Decision Offer(HostPoolState state, ImmutableArray<FleetEvent> first, Instant now)
    {
        // What is folded in here is folded once more when it is stored: where nobody waits there is nothing to look for.
        if (state.Queue.IsEmpty && !first.Any(happened => happened is WaiterJoined))
            return new(Accepted.Instance, first, []);
        var known = Fold(state, first, now);
        var events = first.ToBuilder();
        var effects = ImmutableArray.CreateBuilder<Effect>();
        var blocked = new List<Waiter>();
        foreach (var waiter in known.Queue)
        {
            if (waiter.Offered || blocked.Exists(b => HoldsUp(known, b, waiter.Request)))
                continue;
            var (candidates, _) = Placer.Default.Propose(known.Free!, waiter.Request, known.ReserveHosts);
            if (candidates.IsEmpty)
            {
                blocked.Add(waiter);
                continue;
            }

            var offered = new WaiterOffered(waiter.WorkSpace, candidates[0].Host, waiter.Request.Size);
            known = Fold(known, [offered], now);
            events.Add(offered);
            var offer = new CapacityOffered(candidates[0].Host) { Until = waiter.Until, Pool = known.Id };
            effects.Add(new(Entity.Of(waiter.WorkSpace), offer, WantsAnswer: true));
        }

        if (blocked.Count > 0 && Growth(known, blocked[0].Request) is { } grown)
        {
            events.Add(new HostsJoined(null, [grown]));
            effects.Add(Register(known, grown));
        }

        return new(Accepted.Instance, events.ToImmutable(), effects.ToImmutable());
    }

    private static QueuedForCapacity Queued(HostPoolState state, Waiter waiter, PlacementExplanation explanation) =>
        new(waiter.WorkSpace, waiter.Until, state.Queue.IndexOf(waiter) + 1, explanation);

    private static int PlaceInQueue(HostPoolState state, AskedBy by)
    {
        var place = state.Queue.Length;
        while (place > 0 && state.Queue[place - 1].By > by)
            place--;
        return place;
    }

    private static Effect Register(HostPoolState state, PoolHost host) => new(Entity.Of(host.Host), new RegisterHost(state.Id, host.Type));

    private static HostPoolState Mark(HostPoolState state, WorkSpaceId workSpace, bool offered) =>
        state.Find(workSpace) is { } waiter ? state with { Queue = state.Queue.Replace(waiter, waiter with { Offered = offered }) } : state;

    private static HostPoolState Fold(HostPoolState state, ImmutableArray<FleetEvent> events, Instant now)
    {
        foreach (var happened in events)
            state = Evolve(state, happened, now);
        return state;
    }
}
