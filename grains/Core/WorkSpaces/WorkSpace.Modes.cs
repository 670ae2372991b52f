using DeskFleet.Core.Accounts;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Running mode and AutoStop period (RUN-03, RUN-12..14). What a switch costs is the billing plan's matter, not this.</summary>
public sealed partial class WorkSpace
{
    private static Question? NextModifyQuestion(WorkSpaceState state, ModifyWorkSpace modify, Answers answers)
    {
        if (ModifyFault(state, modify) is not null || !SwitchesToAlwaysOn(state, modify))
            return null;
        if (state.Identity!.Bundle.IsGraphics && answers.IsEmpty)
            return new(Entity.Of(state.Identity.Account), new CheckArrangement());
        if (answers.RefusalBy(EntityKind.Account) is not null)
            return null;
        return state.Lifecycle == Lifecycle.Stopped
            ? NextPlacementQuestion(state, PlacementGoal.Start, AskedBy.Person, mayWait: false, answers)
            : null;
    }

    private static Decision DecideModify(WorkSpaceState state, ModifyWorkSpace modify, Answers answers, Instant now)
    {
        if ((ModifyFault(state, modify) ?? answers.RefusalBy(EntityKind.Account)) is { } refused)
            return Decision.Refuse(refused);
        var changed = new ModeChanged(modify.Mode ?? state.Mode, modify.AutoStopPeriod ?? state.AutoStopPeriod);
        if (changed.Mode == state.Mode && changed.AutoStopPeriod == state.AutoStopPeriod)
            return Decision.Nothing;
        if (!SwitchesToAlwaysOn(state, modify) || state.Lifecycle != Lifecycle.Stopped || state.Wait is not null)
            return Changed(state, changed, now);
        var start = Placed(state, PlacementGoal.Start, answers, null, now);
        return start.Reply is Refused ? start : start with { Events = start.Events.Insert(0, changed) };
    }

    /// <summary>A period shortened to one that is over stops the desktop now, not in the past: what it ran is metered (BIL-07).</summary>
    private static Decision Changed(WorkSpaceState state, ModeChanged changed, Instant now)
    {
        var after = ChangeMode(state, changed, now);
        if (after.AutoStopAt is not { } stopAt || stopAt > now)
            return Decision.Of(changed);
        var stop = StopForIdleness(after, now, now);
        return stop with { Events = stop.Events.Insert(0, changed) };
    }

    private static bool SwitchesToAlwaysOn(WorkSpaceState state, ModifyWorkSpace modify) =>
        modify.Mode == RunningMode.AlwaysOn && state.Mode == RunningMode.AutoStop;

    private static Refused? ModifyFault(WorkSpaceState state, ModifyWorkSpace modify)
    {
        if (Check(state, WorkSpaceOperation.Modify, "Modify", autoStopOnly: false) is { } refused)
            return refused;
        if (modify.Bundle is { } bundle && bundle != state.Identity!.Bundle.Id)
            return new(RefusalCode.OperationNotSupported, $"{state.Id} can not be changed to bundle {bundle}; terminate it and launch another from that bundle.");
        if (modify.Encryption is { } wanted && EncryptionChange(state, wanted) is { } never)
            return never;
        if (modify.AutoStopPeriod is not { } period)
            return null;
        if ((modify.Mode ?? state.Mode) == RunningMode.AlwaysOn)
            return new(RefusalCode.InvalidParameter, "An AlwaysOn WorkSpace has no AutoStop period; leave it out.");
        return AutoStop.IsValid(period) ? null : BadPeriod(period);
    }

    /// <summary>Null: it asks for what is so.</summary>
    private static Refused? EncryptionChange(WorkSpaceState state, EncryptionRequest wanted)
    {
        var now = state.Identity!.Encryption;
        return wanted.Root == (now?.Root ?? false) && wanted.User == (now?.User ?? false) && (wanted.Key is null || wanted.Key == now?.Key)
            ? null
            : new(RefusalCode.OperationNotSupported, "Encryption is chosen at launch and stays so; launch another WorkSpace for another choice.");
    }

    private static Refused BadPeriod(Duration period) => new(
        RefusalCode.InvalidParameter,
        $"An AutoStop period of {period.TotalMinutes:0.##} minutes is not possible; give whole multiples of 60, from 60 to 2880.");

    /// <summary>
    /// Switched to AutoStop, the countdown runs from now (RUN-14); a new period counts from the original disconnect (RUN-03). Switched to
    /// AlwaysOn while it waits for room, it waits on when its user gives up (RUN-13).
    /// </summary>
    private static WorkSpaceState ChangeMode(WorkSpaceState state, ModeChanged e, Instant at) => state with
    {
        Mode = e.Mode,
        AutoStopPeriod = e.AutoStopPeriod,
        IdleSince = e.Mode != state.Mode && state.IdleSince is not null ? at : state.IdleSince,
        Wait = e.Mode == RunningMode.AlwaysOn && state.Wait is { } wait ? wait with { ForSession = false } : state.Wait,
    };
}
