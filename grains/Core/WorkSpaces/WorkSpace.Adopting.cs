using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>
/// After an older database was restored the machines are ahead of the records: they have seen epochs that the record has never minted. A machine is
/// the truth about itself, so its epoch is adopted, what runs is taken over where it runs, and what does not run is not said to run; nothing is
/// stopped for it.
/// </summary>
public sealed partial class WorkSpace
{
    private static Question? NextAdoptQuestion(WorkSpaceState state, AdoptMachine machine, Answers answers) =>
        IsAhead(state, machine) && CanTakeOver(state) && answers.IsEmpty
            ? new(Entity.Of(machine.Host), new ReserveSlot(state.Id, machine.Epoch + 1, state.Identity!.Bundle.Size, NeedsStartSlot: false))
            : null;

    private static Decision DecideAdopt(WorkSpaceState state, AdoptMachine machine, Answers answers, Instant now)
    {
        if (!state.Exists)
            return Decision.Refuse(RefusalCode.ResourceNotFound, $"There is no WorkSpace {state.Id}; the machine on {machine.Host} is nobody's.");
        if (!IsAhead(state, machine))
            return Decision.Nothing;
        // Its host still lists it as the older record has it: that is put right, and the machine is found again by the next round.
        if (answers.Last<SlotRefused>() is { HeldUnder: not null })
            return Decision.Nothing;
        if (answers.Last<SlotReserved>() is not { } reserved)
            return Decision.Of(new EpochAdopted(machine.Epoch));
        var slot = new SlotHeld(reserved.Host, reserved.Epoch);
        var job = DriverJobPolicy.NewJob(DriverVerb.Resume, reserved.Epoch, now);
        var began = Moved(state, Trigger.StartAccepted, $"runs on {machine.Host} already, as its host says", now) with { Slot = slot, Job = job };
        return Decision.Of(began, ToDriver(state, job, slot));
    }

    /// <summary>The machines refused an order as outdated: the same under an epoch that is newer than all they have seen.</summary>
    private static Decision Overtake(WorkSpaceState state, DriverJob job, DriverReported report, Instant now)
    {
        if (report.Newest < job.Epoch)
            return Decision.Nothing;
        var again = DriverJobPolicy.NewJob(job.Verb, report.Newest + 1, now) with { RetriesLeft = job.RetriesLeft, MayBeDone = job.MayBeDone };
        return Decision.Of(new JobRetried(again, $"the machines have seen epoch {report.Newest}"), ToDriver(state, again, state.Slot));
    }

    /// <summary>Nothing runs, so nobody is to be told that it does, or billed for it: it stops, or starts again if it should always run.</summary>
    private static Decision DecideMachineOff(WorkSpaceState state, MachineOff machine, Instant now)
    {
        if (!state.IsUpAtRest || state.Slot != new SlotHeld(machine.Host, machine.Epoch))
            return Decision.Nothing;
        var reason = $"does not run on {machine.Host}, as its host says";
        return state.Mode == RunningMode.AutoStop
            ? Order(state, Trigger.StopAccepted, DriverVerb.Hibernate, reason, now)
            : Order(state, Trigger.RebootAccepted, PlacementGoal.Recover.Verb(state.IsProvisioned), reason, now);
    }

    private static bool IsAhead(WorkSpaceState state, AdoptMachine machine) => state.Exists && machine.Epoch > state.Epoch;

    private static bool CanTakeOver(WorkSpaceState state) => state is { Lifecycle: Lifecycle.Stopped, Wait: null };
}
