using DeskFleet.Core.Applications;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using NodaTime;
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
    /// <summary>The most tags that a WorkSpace of the account may have (TAG-01).</summary>
    [Id(0)]
    public int MostTags { get; init; } = TagRules.DefaultMostTags;

    /// <summary>When it was granted (<see cref="Lease.GrantedAt"/>).</summary>
    [Id(1)]
    public Instant GrantedAt { get; init; }

    public Command GiveBack => new CancelLease(OperationId) { GrantedAt = GrantedAt };
}

/// <summary>Asks for one of the account's images (BUN-10).</summary>
/// <param name="Image">Which image will hold it.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.lease-image")]
public sealed record LeaseImage(OperationId OperationId, Entity Image) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.image-leased")]
public sealed record ImageLeased(OperationId OperationId) : Reply, IGrant
{
    /// <summary>When it was granted (<see cref="Lease.GrantedAt"/>).</summary>
    [Id(0)]
    public Instant GrantedAt { get; init; }

    public Command GiveBack => new CancelLease(OperationId) { GrantedAt = GrantedAt };
}

/// <summary>May the account run Graphics on monthly billing? (BIL-23)</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.check-arrangement")]
public sealed record CheckArrangement : Command
{
    /// <summary>Asks for Graphics under own licences instead (BYO-19).</summary>
    [Id(0)]
    public bool ForOwnLicences { get; init; }
}

/// <summary>Sets the account's limits in the region (QTA-04).</summary>
/// <param name="WorkSpaces">Most WorkSpaces at a time; 0 or more.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.set-limits")]
public sealed record SetLimits(int WorkSpaces, bool GraphicsMonthlyEnabled) : Command
{
    /// <summary>Most images of its own at a time (BUN-10); 0 or more.</summary>
    [Id(0)]
    public int Images { get; init; } = CaptureRules.DefaultImageQuota;

    /// <summary>Most tags of one WorkSpace (TAG-01); 0 or more.</summary>
    [Id(1)]
    public int Tags { get; init; } = TagRules.DefaultMostTags;

    /// <summary>Graphics under own licences, which is by arrangement (BYO-19).</summary>
    [Id(2)]
    public bool GraphicsOwnLicencesEnabled { get; init; }

    /// <summary>Most applications of one user at a time (WAM-15); 0 or more.</summary>
    [Id(3)]
    public int Applications { get; init; } = ApplicationUse.DefaultMost;
}

/// <summary>So much is stored of the account's application packages from now on (WAM-14).</summary>
/// <param name="Gigabytes">Whole ones, 0 or more.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.meter-packages")]
public sealed record MeterPackages(long Gigabytes) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.packages-metered")]
public sealed record PackagesMetered(long Gigabytes) : FleetEvent;

/// <summary>Asks for the limits that are in force.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.read-limits")]
public sealed record ReadLimits : Command;

/// <summary>The limits that are in force, and how much of them is used.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.limits")]
public sealed record Limits(int WorkSpaces, int WorkSpacesUsed, int Images, int ImagesUsed, int Tags) : Reply
{
    /// <summary>Most applications of one user at a time (WAM-15).</summary>
    [Id(0)]
    public int Applications { get; init; } = ApplicationUse.DefaultMost;
}

[GenerateSerializer, Immutable, Alias("deskfleet.limits-set")]
public sealed record LimitsSet(int WorkSpaces, bool GraphicsMonthlyEnabled, int Images, int Tags) : FleetEvent
{
    /// <summary>Null: not arranged.</summary>
    [Id(0)]
    public bool? GraphicsOwnLicencesEnabled { get; init; }

    /// <summary>Null: as many as usual.</summary>
    [Id(1)]
    public int? Applications { get; init; }
}
