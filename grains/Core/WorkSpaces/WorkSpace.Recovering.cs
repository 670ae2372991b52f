using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>
/// Coming back without being asked: an AlwaysOn desktop that does not run (RUN-02), and one whose provisioning lost its host. It tries
/// again after growing pauses, a bounded number of times.
/// </summary>
public sealed partial class WorkSpace
{
    private static Question? NextRecoverQuestion(WorkSpaceState state, Answers answers) =>
        NeedsHost(state) ? NextPlacementQuestion(state, PlacementGoal.Recover, AskedByOf(state), true, answers)
        : StartsAgain(state) ? NextPlacementQuestion(state, PlacementGoal.Start, AskedByOf(state), true, answers)
        : null;

    /// <summary>
    /// Nobody waits for an answer here: whoever signed in and waits is told when there is no way. A restart that nobody asked for and that
    /// the key does not allow ends in ERROR (ENC-13).
    /// </summary>
    private static Decision DecideRecover(WorkSpaceState state, Answers answers, Instant now)
    {
        // Told once: an activation that was overtaken may only not know yet that it has come down (chaos seed 11309).
        if (!NeedsHost(state) && !StartsAgain(state))
            return Decision.NothingForSure;
        var goal = NeedsHost(state) ? PlacementGoal.Recover : PlacementGoal.Start;
        if (goal == PlacementGoal.Recover && KeyCalls.Refused(answers) is { } noKey)
            return FailFor(state, Trigger.Failed, noKey, now);
        var decision = Placed(state, goal, answers, state.Awaited, now);
        return decision.Reply is Refused refused && state.Awaited is { } awaited
            ? Decision.Of(refused, Abandon(awaited, refused.Code, now))
            : decision;
    }

    private static Decision TryAgain(WorkSpaceState state) => Decision.Of(new RecoveryTried(), RecoverItself(state));

    private static Effect RecoverItself(WorkSpaceState state) => new(Entity.Of(state.Id), new Recover());

    private static AskedBy AskedByOf(WorkSpaceState state) => state.Awaited is null ? AskedBy.System : AskedBy.Person;

    /// <summary>It has stopped, and somebody signed in while it was stopping (WKS-T1), or it should not be stopped at all.</summary>
    private static bool StartsAgain(WorkSpaceState state) =>
        state is { Lifecycle: Lifecycle.Stopped, Wait: null } && (state.Awaited is not null || ShouldRun(state));

    /// <summary>Runs nowhere, and nothing is under way that would change it.</summary>
    private static bool IsDown(WorkSpaceState state) =>
        state is { Lifecycle: Lifecycle.Stopped or Lifecycle.Unhealthy, Slot: null, Job: null, Wait: null };

    private static bool ShouldRun(WorkSpaceState state) =>
        state.Mode == RunningMode.AlwaysOn || state is { Lifecycle: Lifecycle.Unhealthy, IsProvisioned: false };

    /// <summary>After every event: who has just come down has his next try set, who runs or need not run has none.</summary>
    private static Recovery? RecoveryAfter(WorkSpaceState before, WorkSpaceState after, Instant at)
    {
        if (!IsDown(after))
            return after.Meter.OpenSince is null ? after.Recovery : null;
        if (!ShouldRun(after))
            return null;
        return IsDown(before) && before.Recovery is not null ? after.Recovery : Next(after.Recovery?.Tries ?? 0, at);
    }

    private static Recovery Next(int tries, Instant at) => new(tries, at + RecoveryPolicy.PauseAfter(tries));
}
