using DeskFleet.Core.Accounts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>
/// The unit of the account's quota (QTA-02). It goes back when provisioning fails, though the desktop is still there to be looked at; who gives it
/// another try takes a unit again, and is refused when the account has none left.
/// </summary>
public sealed partial class WorkSpace
{
    /// <summary>Before anything that may bring up a desktop without a unit; null: it has one, or the account has answered.</summary>
    private static Question? NextUnitQuestion(WorkSpaceState state, Answers answers) =>
        state.Unit.IsHeld || answers.Last<QuotaLeased>() is not null || UnitRefused(answers) is not null
            ? null
            : new(Entity.Of(state.Identity!.Account), QuotaFor(state, state.Identity.Bundle, state.Mode, QuotaUnit.LeaseOf(state.Identity.Launch, state.Unit.Number + 1)));

    private static Refused? UnitRefused(Answers answers) => answers.RefusalBy(EntityKind.Account);

    private static Decision WithUnit(WorkSpaceState state, Decision decision, Answers answers)
    {
        if (state.Unit.IsHeld || decision.Reply is Refused || answers.Last<QuotaLeased>() is not { } leased)
            return decision;
        var confirm = new ConfirmLease(leased.OperationId, UnitSlot(state));
        return decision with
        {
            Events = decision.Events.Insert(0, new UnitTaken(state.Unit.Number + 1)),
            Effects = decision.Effects.Insert(0, new(Entity.Of(state.Identity!.Account), confirm)),
        };
    }

    /// <summary>What has no volumes and is in ERROR has not been provisioned, and does not count.</summary>
    private static QuotaUnit UnitAfter(WorkSpaceState state, Lifecycle to) =>
        to == Lifecycle.Error && !state.IsProvisioned ? state.Unit with { IsHeld = false } : state.Unit;

    private static Effect[] ReturnUnit(WorkSpaceState state) => state.Unit.IsHeld
        ? [new(Entity.Of(state.Identity!.Account), new ReturnLease(QuotaUnit.LeaseOf(state.Identity.Launch, state.Unit.Number), UnitSlot(state)), WantsAnswer: true)]
        : [];

    /// <summary>Any unit that it has ever taken: those that went back it has returned itself, and no answer may free them a second time.</summary>
    private static bool IsUnit(WorkSpaceState state, OperationId lent) =>
        state.Identity is { } desktop && Enumerable.Range(0, state.Unit.Number + 1).Any(number => QuotaUnit.LeaseOf(desktop.Launch, number) == lent);

    private static string UnitSlot(WorkSpaceState state) => Account.SlotFor(state.Identity!.Bundle.BringsOwnLicence);
}
