using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Accounts;

/// <summary>Asks for one unit of the account's WorkSpace quota (QTA-02).</summary>
/// <param name="CountsAsSeat">The desktop runs under the account's own licences and counts towards the commitment (BYO-12).</param>
/// <param name="NeedsArrangement">Graphics on monthly billing, which is by arrangement only (BIL-23).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.lease-quota")]
public sealed record LeaseQuota(OperationId OperationId, WorkSpaceId WorkSpace, bool CountsAsSeat, bool NeedsArrangement) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.quota-leased")]
public sealed record QuotaLeased(OperationId OperationId) : Reply, IGrant
{
    public Command GiveBack => new CancelLease(OperationId);
}

/// <summary>May the account run Graphics on monthly billing? (BIL-23)</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.check-arrangement")]
public sealed record CheckArrangement : Command;

/// <summary>Sets the account's limits in the region.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.set-limits")]
public sealed record SetLimits(int WorkSpaces, bool GraphicsMonthlyEnabled) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.limits-set")]
public sealed record LimitsSet(int WorkSpaces, bool GraphicsMonthlyEnabled) : FleetEvent;
