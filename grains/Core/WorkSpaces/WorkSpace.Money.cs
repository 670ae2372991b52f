using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What a desktop remembers for its bills, and the seat that it is (BIL-01, BYO-12).</summary>
public sealed partial class WorkSpace
{
    /// <summary>Forgets what only months before the last one needed, whenever it remembers something more: the record does not grow with age.</summary>
    private static WorkSpaceState Remember(WorkSpaceState state, FleetEvent happened, Instant at)
    {
        var usage = UsageFold.Evolve(state.Usage, happened, at);
        if (ReferenceEquals(usage, state.Usage))
            return state;
        var grows = usage.Running.Length > state.Usage.Running.Length || usage.Plans.Length > state.Usage.Plans.Length || usage.Tags.Length > state.Usage.Tags.Length;
        return state with { Usage = grows ? usage.From(BillingMonth.Of(at).Previous) : usage };
    }

    /// <summary>It is usable for the first time, and the account counts it.</summary>
    private static IEnumerable<Effect> SeatOpens(WorkSpaceState state, Lifecycle to, Instant now) =>
        IsSeat(state) && to == Lifecycle.Available && state.Usage.FirstAvailableAt is null
            ? [new(Entity.Of(state.Identity!.Account), new OpenSeat(state.Identity.Launch, now, state.LastSeatEndedAt), WantsAnswer: true)]
            : [];

    private static IEnumerable<Effect> SeatCloses(WorkSpaceState state, Instant now) =>
        IsSeat(state) && state.Usage is { FirstAvailableAt: not null, TerminatedAt: null }
            ? [new(Entity.Of(state.Identity!.Account), new CloseSeat(state.Identity.Launch, now), WantsAnswer: true)]
            : [];

    /// <summary>When the seat ended that a desktop was; null: it was none.</summary>
    private static Instant? SeatEndedAt(WorkSpaceState state) =>
        IsSeat(state) && state.Usage.FirstAvailableAt is not null ? state.Usage.TerminatedAt : null;

    private static bool IsSeat(WorkSpaceState state) => state.Identity is { Bundle.BringsOwnLicence: true };
}
