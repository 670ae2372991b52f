using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Billing;

/// <summary>What a line of a bill is for. The names are stable: they appear in reports.</summary>
public enum ChargeKind
{
    /// <summary>The fixed part of hourly pricing (BIL-05, BIL-09).</summary>
    AutoStopBase,

    /// <summary>Started hours (BIL-08).</summary>
    Hours,

    /// <summary>A month of unlimited use, or what is left of it (BIL-11, BIL-12).</summary>
    AlwaysOnMonth,

    /// <summary>The Plus software (BIL-16).</summary>
    PlusMonth,

    /// <summary>Seats missing from the commitment, where that is charged (BIL-24).</summary>
    CommitmentShortfall,

    /// <summary>The application manager, for a user who has an application (WAM-16).</summary>
    ApplicationUserMonth,

    /// <summary>A subscription of the marketplace (MKT-03).</summary>
    MarketplaceMonth,

    /// <summary>Data sent to the Internet (BIL-17).</summary>
    Egress,

    /// <summary>An account's packages beyond what is free (WAM-14).</summary>
    PackageStorage,

    /// <summary>A directory that has had no WorkSpace for long (DIR-16).</summary>
    IdleDirectory,
}

/// <summary>One line of a bill.</summary>
/// <param name="WorkSpace">Null: a charge of the account's.</param>
/// <param name="Count">Hours or seats; 1 for a fee.</param>
/// <param name="Share">The part of a month that a fee is for; of data the gigabytes; 1/1 for hours and seats.</param>
/// <param name="UnitPrice">USD for one, a whole month; null: the price book has no price, so the amount is 0 and the line says so.</param>
/// <param name="From">From when in the month it is charged.</param>
/// <param name="HourStarts">For hours: when each of them began.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.statement-line")]
public sealed record StatementLine(
    WorkSpaceId? WorkSpace, ChargeKind Kind, long Count, MonthShare Share, Money? UnitPrice, Instant From, ImmutableArray<Instant> HourStarts)
{
    /// <summary>The application or directory that it is for; null: the desktop itself, or the account.</summary>
    [Id(0)]
    public string? Item { get; init; }

    /// <summary>Rounded half away from zero to cents, once (BIL-01).</summary>
    public Money Amount => Share.Of((UnitPrice ?? Money.Zero) * Count).Rounded;
}

/// <summary>The bill of one month.</summary>
/// <param name="AsOf">What was known up to here is in it.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.statement")]
public sealed record Statement(BillingMonth Month, Instant AsOf, ImmutableArray<StatementLine> Lines)
{
    /// <summary>The month is over, so later events change nothing; before, it is what has come together so far.</summary>
    public bool IsFinal => AsOf >= Month.End;

    public Money Total => Money.Sum(Lines.Select(line => line.Amount));

    public long Hours => Lines.Where(line => line.Kind == ChargeKind.Hours).Sum(line => line.Count);

    /// <summary>Lines that the price book has no price for; they must be priced by arrangement (BIL-23).</summary>
    public ImmutableArray<StatementLine> Unpriced => [.. Lines.Where(line => line.UnitPrice is null)];

    public Money TotalOf(WorkSpaceId workSpace) => Money.Sum(Lines.Where(line => line.WorkSpace == workSpace).Select(line => line.Amount));

    public Money TotalOf(ChargeKind kind) => Money.Sum(Lines.Where(line => line.Kind == kind).Select(line => line.Amount));
}

/// <summary>What one WorkSpace, directory or account adds to the bill, as its grain gives it.</summary>
/// <param name="Account">Who pays.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.statement-read")]
public sealed record StatementRead(AccountId Account, Statement Statement) : Reply
{
    /// <summary>The total by the values of the tag that was asked for (TAG-03); null: none was.</summary>
    [Id(0)]
    public ImmutableSortedDictionary<string, Money>? Tags { get; init; }
}
