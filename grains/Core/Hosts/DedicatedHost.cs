using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Hosts;

/// <summary>
/// A host: grants slots up to its capacity and start slots in the order of asking (PLC-04..07). What WorkSpaces and its pool should know goes out as
/// effects. It asks its account and pools only when it is reported lost.
/// </summary>
public sealed partial class DedicatedHost : IStateMachine<HostState>
{
    public static EntityKind Kind => EntityKind.DedicatedHost;

    public static HostState Initial(string key) => new(new(key), null, HostType.General, HostStatus.Requested, [], default, 0);

    public static Question? NextQuestion(HostState state, Command command, Answers answers, Instant now) =>
        command is ReportHostLost ? NextLossQuestion(state, answers) : null;

    public static Instant? Deadline(HostState state)
    {
        var next = state.Status == HostStatus.Draining ? state.DrainUntil : null;
        foreach (var occupant in state.Occupants)
            next = Instants.Earlier(next, occupant.LeaseExpiresAt);
        return next;
    }

    /// <summary>Leases have run out: ask their WorkSpaces before freeing the slots.</summary>
    public static Decision? Due(HostState state, Instant now)
    {
        if (Deadline(state) is not { } deadline || deadline > now)
            return null;
        if (state is { Status: HostStatus.Draining, DrainUntil: { } end } && end <= now)
            return Return(state, now);
        var due = state.Occupants.Where(occupant => occupant.LeaseExpiresAt <= now).ToList();
        return new(Accepted.Instance, [.. due.Select(o => new SlotQuestioned(o.WorkSpace))], [.. due.Select(o => Question(state, o))]);
    }

    public static Decision Decide(HostState state, Command command, Answers answers, Instant now) => command switch
    {
        RegisterHost register => Register(state, register),
        ReserveSlot reserve => Reserve(state, reserve),
        StartEnded ended => EndStart(state, ended),
        ReleaseSlot release => IsTakenSince(state, release) ? Decision.Nothing : Release(state, release.WorkSpace, release.Epoch),
        Answered { Asked: HoldsSlot asked } answer => HearHolder(state, answer, asked),
        LossNewsHeard heard => HearTold(state, heard.WorkSpace, heard.LostAt, now),
        // A host that was lost under an earlier version asked for answers.
        Answered { Asked: HostLostNews } answer when state.LostAt is null => HearTold(state, new(answer.From.Key), null, now),
        Answered { Asked: StartSlotGranted granted, Reply: Refused } answer => HearNo(state, new(answer.From.Key), granted.Epoch, granted.Grant),
        DrainHost drain => Drain(state, drain, now),
        ReportHostLost report => HearLoss(state, report, answers, now),
        LoseHost lose => Lose(state, lose, now),
        ReturnHost => Return(state, now),
        ReportToPool => state.Pool is { } pool ? new(Accepted.Instance, [], [new(Entity.Of(pool), new HostNews(state.View))]) : Decision.Nothing,
        _ => Decision.Nothing,
    };

    public static HostState Evolve(HostState state, FleetEvent happened, Instant at) => happened switch
    {
        // Each with its version in one copy; they are what most of a host's life consists of.
        SlotLeased e => Add(state, e, at),
        SlotRenewed { WorkSpace: var who } => Change(state, who, happened, at),
        SlotConfirmed { WorkSpace: var who } => Change(state, who, happened, at),
        StartSlotPassedOn { WorkSpace: var who } => Change(state, who, happened, at),
        SlotQuestioned { WorkSpace: var who } => Change(state, who, happened, at),
        SlotFreed e => Remove(state, e.WorkSpace),
        _ => Fold(state, happened, at) with { Version = state.Version + 1 },
    };

    private static HostState Fold(HostState state, FleetEvent happened, Instant at) => happened switch
    {
        HostRegistered e => state with { Pool = e.Pool, Type = e.Type, Status = HostStatus.Available },
        HostDrained e => state with { Status = HostStatus.Draining, DrainUntil = e.Until, MarkedAt = state.Status == HostStatus.Draining ? state.MarkedAt : at },
        HostSuspected => state with { Status = HostStatus.Suspected, DrainUntil = null, MarkedAt = at },
        HostLost => Emptied(state) with { LostAt = at },
        HostLossHeard e => state with { Untold = state.Untold.Remove(e.WorkSpace) },
        ReturnAwaited e => state with { IsReturning = e.IsAwaited },
        HostReturned => state with { Status = HostStatus.Available, IsReturning = false, DrainUntil = null, MarkedAt = null, LostAt = null },
        _ => state,
    };

    private static Decision Register(HostState state, RegisterHost register)
    {
        if (state.Status != HostStatus.Requested)
            return Decision.Nothing;
        var registered = new HostRegistered(register.Pool, register.Type);
        return Decision.Of(registered, News(Evolve(state, registered, default)));
    }

    private static Decision Reserve(HostState state, ReserveSlot reserve)
    {
        if (state.Find(reserve.WorkSpace) is { } held)
            return held.Epoch == reserve.Epoch ? ReserveAgain(state, held, reserve) : Decision.Answer(new SlotRefused(state.View) { HeldUnder = held.Epoch });
        if (state.Status != HostStatus.Available || !state.Free.Holds(reserve.Size))
            return Decision.Answer(new SlotRefused(state.View));
        var leased = new SlotLeased(reserve.WorkSpace, reserve.Epoch, reserve.Size, reserve.NeedsStartSlot);
        var after = Evolve(state, leased, default);
        return Decision.Of(Granted(after, after.Occupants[^1]), leased, News(after));
    }

    /// <summary>What is asked for again may be asked for another purpose: who asked first may be gone.</summary>
    private static Decision ReserveAgain(HostState state, Occupant held, ReserveSlot reserve)
    {
        if (held.LeaseExpiresAt is null)
            return Decision.Answer(Granted(state, held));
        var renewed = new SlotRenewed(held.WorkSpace, reserve.NeedsStartSlot && held.Start == StartPhase.None);
        var after = Evolve(state, renewed, default);
        var granted = Granted(after, after.Find(held.WorkSpace)!);
        return after.StartsAhead == state.StartsAhead ? Decision.Of(granted, renewed) : Decision.Of(granted, renewed, News(after));
    }

    private static SlotReserved Granted(HostState state, Occupant held) =>
        new(state.Id, held.WorkSpace, held.Epoch, held.Start == StartPhase.Queued ? state.Count(StartPhase.Queued) : 0) { Grant = held.Grant };

    private static Decision EndStart(HostState state, StartEnded ended)
    {
        if (state.Find(ended.WorkSpace) is not { } held || held.Epoch != ended.Epoch)
            return Decision.NothingForSure;
        if (held is { LeaseExpiresAt: null, Start: StartPhase.None })
            return Decision.Nothing;
        return PassOn(state, new SlotConfirmed(ended.WorkSpace, StartEnded: true));
    }

    private static Decision Release(HostState state, WorkSpaceId workSpace, long epoch) =>
        state.Find(workSpace) is { } held && held.Epoch == epoch
            ? PassOn(state, new SlotFreed(workSpace))
            : Decision.NothingForSure;

    /// <summary>The desktop does not want its slot: what was granted again since stays.</summary>
    /// <param name="grant">What it was asked about; null: whichever, as an earlier version asks.</param>
    private static Decision HearNo(HostState state, WorkSpaceId workSpace, long epoch, long? grant) =>
        grant is { } asked && state.Find(workSpace) is { } held && held.Grant != asked ? Decision.Nothing : Release(state, workSpace, epoch);

    /// <summary>What was not used was granted again since, or is confirmed by now.</summary>
    private static bool IsTakenSince(HostState state, ReleaseSlot release) =>
        release.Grant is { } unused && state.Find(release.WorkSpace) is { } held && (held.LeaseExpiresAt is null || held.Grant != unused);

    private static Decision HearHolder(HostState state, Answered answer, HoldsSlot asked)
    {
        var workSpace = new WorkSpaceId(answer.From.Key);
        if (answer.Reply is Refused)
            return HearNo(state, workSpace, asked.Epoch, asked.Grant);
        return state.Find(workSpace) is { LeaseExpiresAt: not null } held && held.Epoch == asked.Epoch
            ? Decision.Of(new SlotConfirmed(workSpace, StartEnded: false))
            : Decision.Nothing;
    }

    /// <summary>What frees a start slot hands it to the next in the queue in the same decision; the pool hears of what it can see.</summary>
    private static Decision PassOn(HostState state, FleetEvent freed)
    {
        var after = Evolve(state, freed, default);
        var events = ImmutableArray.Create(freed);
        var effects = ImmutableArray.CreateBuilder<Effect>();
        while (after.StartsAtOnce && after.NextToStart() is { } next)
        {
            var passed = new StartSlotPassedOn(next.WorkSpace);
            after = Evolve(after, passed, default);
            events = events.Add(passed);
            effects.Add(new(Entity.Of(next.WorkSpace), new StartSlotGranted(state.Id, next.Epoch) { Grant = next.Grant }, WantsAnswer: true));
        }

        if (after.Free != state.Free || after.StartsAhead != state.StartsAhead)
            effects.Insert(0, News(after));
        return new(Accepted.Instance, events, effects.ToImmutable());
    }

    /// <summary>Again with another end: that one counts from now on.</summary>
    private static Decision Drain(HostState state, DrainHost drain, Instant now)
    {
        if (drain.Until <= now)
            return Decision.Refuse(RefusalCode.InvalidParameter, $"until: {drain.Until} is over; give an instant that is still to come, or none.");
        if (state.Status == HostStatus.Draining)
            return state.DrainUntil == drain.Until ? Decision.Nothing : Decision.Of(new HostDrained { Until = drain.Until });
        var drained = new HostDrained { Until = drain.Until };
        return state.Status == HostStatus.Available ? Decision.Of(drained, NewsAfter(state, drained, now)) : Decision.Nothing;
    }

    /// <summary>
    /// Whoever was lost with it and has not heard of that would go on there as if nothing had happened, and be placed elsewhere when he hears. So the
    /// host takes desktops again when all have heard.
    /// </summary>
    private static Decision Return(HostState state, Instant now) =>
        state is { Status: HostStatus.Lost, Untold.IsEmpty: false }
            ? new(Accepted.Instance, state.IsReturning ? [] : [new ReturnAwaited(IsAwaited: true)], AskUntold(state))
        : state.Status is HostStatus.Lost or HostStatus.Draining or HostStatus.Suspected
            ? Decision.Of(new HostReturned(), NewsAfter(state, new HostReturned(), now))
            : Decision.Nothing;

    /// <summary>Once more, of no slot: a silo of an earlier version took the news without sending that they were heard.</summary>
    private static ImmutableArray<Effect> AskUntold(HostState state) => state.LostAt is { } lostAt
        ? [.. state.Untold.Select(told => new Effect(Entity.Of(told), new HostLostNews(state.Id, Epoch: 0, lostAt)))]
        : [];

    /// <param name="lostAt">The loss that was heard of: whoever says once more that he heard of an earlier one has not heard of this one.</param>
    private static Decision HearTold(HostState state, WorkSpaceId told, Instant? lostAt, Instant now)
    {
        if (!state.Untold.Contains(told) || state.LostAt != lostAt)
            return Decision.Nothing;
        var heard = new HostLossHeard(told);
        var after = Evolve(state, heard, now);
        return after is { IsReturning: true, Untold.IsEmpty: true }
            ? new(Accepted.Instance, [heard, new HostReturned()], [NewsAfter(after, new HostReturned(), now)])
            : Decision.Of(heard);
    }

    private static HostState Emptied(HostState state) => state with
    {
        Status = HostStatus.Lost,
        Occupants = [],
        Used = default,
        Untold = [.. state.Occupants.Select(o => o.WorkSpace)],
        DrainUntil = null,
        MarkedAt = null,
    };

    private static Effect Question(HostState state, Occupant occupant) =>
        new(Entity.Of(occupant.WorkSpace), new HoldsSlot(state.Id, occupant.Epoch) { Grant = occupant.Grant }, WantsAnswer: true);

    private static Effect NewsAfter(HostState state, FleetEvent happened, Instant now) => News(Evolve(state, happened, now));

    private static Effect News(HostState after) => new(Entity.Of(after.Pool!.Value), new HostNews(after.View));

    private static StartPhase PhaseFor(HostState state, bool needsStartSlot) =>
        !needsStartSlot ? StartPhase.None
        : state.StartsAtOnce ? StartPhase.Starting
        : StartPhase.Queued;

    private static HostState Add(HostState state, SlotLeased leased, Instant at) => state with
    {
        Occupants = state.Occupants.Add(
            new(leased.WorkSpace, leased.Epoch, leased.Size, PhaseFor(state, leased.NeedsStartSlot), at + HostState.LeaseTerm) { Grant = state.Version + 1 }),
        Used = state.Used + leased.Size,
        Version = state.Version + 1,
    };

    private static HostState Change(HostState state, WorkSpaceId workSpace, FleetEvent happened, Instant at) =>
        state.PlaceOf(workSpace) is >= 0 and var place
            ? state with { Occupants = state.Occupants.SetItem(place, After(state, state.Occupants[place], happened, at)), Version = state.Version + 1 }
            : state with { Version = state.Version + 1 };

    private static Occupant After(HostState state, Occupant held, FleetEvent happened, Instant at) => happened switch
    {
        SlotRenewed e => held with
        {
            LeaseExpiresAt = at + HostState.LeaseTerm,
            Grant = state.Version + 1,
            Start = e.TakesStartSlot ? PhaseFor(state, needsStartSlot: true) : held.Start,
        },
        SlotConfirmed e => held with { LeaseExpiresAt = null, Start = e.StartEnded ? StartPhase.None : held.Start },
        StartSlotPassedOn => held with { Start = StartPhase.Starting },
        _ => held with { LeaseExpiresAt = at + HostState.LeaseTerm },
    };

    private static HostState Remove(HostState state, WorkSpaceId workSpace) =>
        state.PlaceOf(workSpace) is >= 0 and var place
            ? state with { Occupants = state.Occupants.RemoveAt(place), Used = state.Used - state.Occupants[place].Size, Version = state.Version + 1 }
            : state with { Version = state.Version + 1 };
}
