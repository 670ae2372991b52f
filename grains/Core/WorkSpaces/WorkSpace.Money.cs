using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What a desktop remembers for its bills, and the seat that it is (BIL-01, BYO-12).</summary>
public sealed partial class WorkSpace
{
    /// <summary>Forgets what only months before the last one needed, whenever it remembers something more: the record does not grow with age.</summary>
    private static Usage UsageAfter(Usage before, FleetEvent happened, Instant at)
    {
        var usage = UsageFold.Evolve(before, happened, at);
        return !ReferenceEquals(usage, before) && usage.Size > before.Size ? usage.From(BillingMonth.Of(at).Previous) : usage;
    }

    /// <summary>What a desktop sent is counted while it is there; what it streams to its user is included in its fee (BIL-02, BIL-17).</summary>
    private static Decision DecideTraffic(WorkSpaceState state, MeterTraffic traffic) =>
        !IsInUse(state) ? Refuse(state, "Metering traffic")
        : Math.Min(traffic.EgressBytes, traffic.StreamedBytes) is < 0 and var bytes
            ? Decision.Refuse(RefusalCode.InvalidParameter, $"{bytes} bytes of traffic are not possible; give 0 or more.")
        : traffic is { EgressBytes: 0, StreamedBytes: 0 } ? Decision.Nothing
        : Decision.Of(new TrafficMetered(traffic.EgressBytes, traffic.StreamedBytes));

    /// <summary>The first desktop of an empty directory that can be used ends its idle time; a launch that fails does not (DIR-16).</summary>
    private static IEnumerable<Effect> Occupies(WorkSpaceState state, Lifecycle to, Instant now) =>
        state.DirectoryEmptySince is { } since && to == Lifecycle.Available && state.Usage.FirstAvailableAt is null
            ? [new(Entity.Of(state.Identity!.Directory), new OccupyDirectory(since, now))]
            : [];

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
