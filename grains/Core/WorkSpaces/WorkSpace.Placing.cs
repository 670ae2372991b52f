using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Finding room for a desktop that exists: within its zone only (BYO-16), at once or by way of the zone's queue.</summary>
public sealed partial class WorkSpace
{
    private static Question? NextPlacementQuestion(WorkSpaceState state, PlacementGoal goal, AskedBy by, bool mayWait, Answers answers)
    {
        if (state.Wait is not null)
            return null;
        if (NextKeyQuestion(state, goal.NeedsKeyFor(), answers) is { } question)
            return question;
        if (KeyCalls.Refused(answers) is not null)
            return null;
        if (NextUnitQuestion(state, answers) is { } unitQuestion)
            return unitQuestion;
        if (UnitRefused(answers) is not null)
            return null;
        var desktop = state.Identity!;
        var request = new PlacementRequest(desktop.Bundle.Size, MayUseReserve: true);
        return PlacementQuestions.Next(
            new(state.Id, state.Epoch + 1, desktop.HostOwner, [desktop.Zone], request, goal.NeedsStartSlot(), by, mayWait), answers);
    }

    /// <summary>The key may have changed while it waited; a launch has not made its volumes yet and looks at it then.</summary>
    private static Question? NextOfferQuestion(WorkSpaceState state, HostId host, Answers answers)
    {
        var isLaunch = state.Wait!.Goal == PlacementGoal.Launch;
        if (!isLaunch && NextKeyQuestion(state, state.Wait.Goal.NeedsKeyFor(), answers) is { } question)
            return question;
        return KeyCalls.Refused(answers) is null && answers.Given.All(given => given.Question.Command is KeyCall) ? ReserveAt(state, host) : null;
    }

    /// <summary>For a waiter: only the host that was offered.</summary>
    private static Question ReserveAt(WorkSpaceState state, HostId host) => new(
        Entity.Of(host),
        new ReserveSlot(state.Id, state.Epoch + 1, state.Identity!.Bundle.Size, state.Wait!.Goal.NeedsStartSlot()));

    /// <summary>Turns the answers to a placement into what happens: it begins, it waits, or it is refused.</summary>
    private static Decision Placed(WorkSpaceState state, PlacementGoal goal, Answers answers, AwaitedSession? awaited, Instant now)
    {
        if ((KeyCalls.Refused(answers) ?? UnitRefused(answers)) is { } refused)
            return Decision.Refuse(refused);
        if (answers.Last<SlotReserved>() is { } slot)
            return BeginAt(state, goal, slot, answers.Last<Proposal>()?.Explanation, awaited, now);
        if (answers.Last<QueuedForCapacity>() is not { } queued)
            return NoRoomFor(answers);
        var wait = new CapacityWait(goal, now, queued.Until, ForSession: awaited is not null);
        var reply = awaited is null ? (Reply)Accepted.Instance : new Resuming(awaited.Id, queued.Until - now, queued.Position) { Obstacle = queued.Explanation.Obstacle(state.Identity!.Zone, until: queued.Until) };
        return Decision.Of(reply, new CapacityAwaited(wait, queued.Position, queued.Explanation, awaited));
    }

    private static Decision BeginAt(
        WorkSpaceState state, PlacementGoal goal, SlotReserved reserved, PlacementExplanation? why, AwaitedSession? awaited, Instant now)
    {
        var slot = new SlotHeld(reserved.Host, reserved.Epoch);
        var job = DriverJobPolicy.NewJob(goal.Verb(state.IsProvisioned), reserved.Epoch, now, reserved.StartsAhead > 0);
        var effects = job.WaitsForStartSlot ? [] : new[] { ToDriver(state, job, slot) };
        if (goal == PlacementGoal.Launch)
            return Decision.Of(new CapacityFound(slot, job, now - state.Wait!.Since), effects);
        var began = Moved(state, goal.Trigger(), goal.Reason(), now) with { Slot = slot, Job = job, Placement = why, Awaited = awaited, Root = state.Wait?.Root };
        var reply = awaited is null ? (Reply)Accepted.Instance : Expect(awaited.Id, reserved.StartsAhead);
        return Decision.Of(reply, began, effects);
    }

    /// <summary>The zone's queue offers a host. It answers taken (the second time, too), not wanted any more, or the host's no.</summary>
    private static Decision DecideOffer(WorkSpaceState state, CapacityOffered offered, Answers answers, Instant now)
    {
        if (state.Wait is null)
            return state.Slot?.Host == offered.Host ? Decision.Nothing : Decision.Answer(OfferDeclined.Instance);
        if (!IsOfItsPool(state, offered))
            return Decision.Answer(OfferDeclined.Instance);
        if (KeyCalls.Refused(answers) is { } refused)
            return WaitRefused(state, refused, now);
        return answers.Last<SlotReserved>() is { } slot
            ? BeginAt(state, state.Wait.Goal, slot, null, null, now) with { Reply = Accepted.Instance }
            : Decision.Answer(answers.Last<SlotRefused>()!);
    }

    /// <summary>The queue of another zone keeps the entry of a launch that was cut off and asked for again (chaos seed 904560).</summary>
    private static bool IsOfItsPool(WorkSpaceState state, CapacityOffered offered) => offered.Pool is not { } pool || pool == state.Identity?.Pool;

    /// <summary>What it waits for can not be any more: it stays as it is, and whoever signed in is told.</summary>
    private static Decision WaitRefused(WorkSpaceState state, Refused refused, Instant now)
    {
        var ended = new CapacityWaitEnded(refused.Code, refused.Message);
        return new(OfferDeclined.Instance, state.Awaited is { } awaited ? [ended, Abandon(awaited, refused.Code, now)] : [ended], []);
    }

    private static Decision DecideStartSlot(WorkSpaceState state, StartSlotGranted granted, Instant now)
    {
        if (state.Slot != new SlotHeld(granted.Host, granted.Epoch))
            return NotMine;
        if (state.Job is not { WaitsForStartSlot: true } waiting)
            return Decision.Nothing;
        var job = DriverJobPolicy.NewJob(waiting.Verb, waiting.Epoch, now);
        return Decision.Of(new StartOrdered(job), ToDriver(state, job, state.Slot));
    }

    private static Resuming Expect(SessionId session, int startsAhead) =>
        new(session, TypicalResume + (startsAhead * TypicalResume / HostType.DefaultStartSlots), startsAhead);

    /// <summary>What users are told when a host is idle (RUN-09).</summary>
    private static Duration TypicalResume { get; } = Duration.FromSeconds(75);
}

/// <summary>What a goal means for the machine and the driver.</summary>
internal static class PlacementGoals
{
    public static bool NeedsStartSlot(this PlacementGoal goal) => goal is PlacementGoal.Start or PlacementGoal.Recover or PlacementGoal.Maintain;

    public static KeyUse NeedsKeyFor(this PlacementGoal goal) =>
        goal is PlacementGoal.Rebuild or PlacementGoal.Restore or PlacementGoal.RestoreWithRoot ? KeyUse.Rebuild : KeyUse.Restart;

    public static DriverVerb Verb(this PlacementGoal goal, bool isProvisioned) => goal switch
    {
        PlacementGoal.Launch => DriverVerb.Boot,
        PlacementGoal.Start or PlacementGoal.Maintain => isProvisioned ? DriverVerb.Resume : DriverVerb.Boot,
        PlacementGoal.Rebuild => DriverVerb.Rebuild,
        PlacementGoal.Restore => DriverVerb.Restore,
        PlacementGoal.RestoreWithRoot => DriverVerb.RestoreWithRoot,
        _ => isProvisioned ? DriverVerb.Reboot : DriverVerb.Boot,
    };

    public static Trigger Trigger(this PlacementGoal goal) => goal switch
    {
        PlacementGoal.Start or PlacementGoal.Maintain => WorkSpaces.Trigger.StartAccepted,
        PlacementGoal.Rebuild => WorkSpaces.Trigger.RebuildAccepted,
        PlacementGoal.Restore or PlacementGoal.RestoreWithRoot => WorkSpaces.Trigger.RestoreAccepted,
        _ => WorkSpaces.Trigger.RebootAccepted,
    };

    public static string Reason(this PlacementGoal goal) => goal switch
    {
        PlacementGoal.Start => "started",
        PlacementGoal.Rebuild => "rebuild asked",
        PlacementGoal.Maintain => "woken for maintenance",
        PlacementGoal.Restore or PlacementGoal.RestoreWithRoot => "restore asked",
        _ => "placed again after its host was lost",
    };
}
