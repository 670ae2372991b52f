using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Simulator.Bills;

/// <summary>One line of the statement.</summary>
/// <param name="WorkSpace">Null: a charge of the account's.</param>
/// <param name="Kind">One of <see cref="ChargeKind"/>.</param>
/// <param name="Item">The application or directory that it is for; null: the desktop itself, or the account.</param>
/// <param name="Share">The part of a month that a fee is for, such as <c>15/30</c>.</param>
/// <param name="UnitPrice">Null: there is no price; the charge is by arrangement.</param>
/// <param name="Amount">Null: there is no price.</param>
public sealed record BillLine(
    string? WorkSpace, string? User, string? Group, string Kind, string? Item, long Count, string Share, decimal? UnitPrice, Instant From, decimal? Amount);

/// <summary>How an account stands in the month against its commitment (BYO-12).</summary>
public sealed record CommitmentCost(string Account, string Region, string Status, int Committed, int ContractSeats, int LiveSeats, int PeakSeats, decimal AverageSeats, int Shortfall)
{
    public static CommitmentCost Of(AccountId account, CommitmentMonth standing) => new(
        account.Account,
        account.Region,
        standing.Status.ToString(),
        standing.Committed,
        standing.Figures.Contract,
        standing.Figures.Live,
        standing.Figures.Peak,
        decimal.Round(standing.Figures.AverageLive, 1, MidpointRounding.AwayFromZero),
        standing.Shortfall);
}

/// <summary>The statement of one month of a run with everything that is said about it.</summary>
/// <param name="AsOf">How far the run went: later events are not in it.</param>
/// <param name="Commitments">Of each account and region that has desktops under own licences.</param>
/// <param name="Tags">The total by the values of the tag that was asked for; an empty value: untagged.</param>
public sealed record BilledMonth(
    Instant AsOf,
    MonthCost Month,
    ImmutableArray<GroupCost> Groups,
    ImmutableArray<CommitmentCost> Commitments,
    ImmutableSortedDictionary<string, decimal>? Tags,
    ImmutableArray<BillLine> Lines)
{
    /// <summary>How the groups' cost in either mode was projected to the month; null: the run covers it whole.</summary>
    public Projection? Projection { get; init; }

    /// <summary>How the hours were counted (BIL-08).</summary>
    public HourRounding HourRounding { get; init; }

    /// <summary>The hours counted the other way; null: that makes no difference of more than 5 %.</summary>
    public HoursOtherwise? HoursOtherwise { get; init; }

    public static BilledMonth Of(BilledRun run, BillingMonth month, string? tag)
    {
        var statement = run.Bill.Of(month);
        return new(
            statement.AsOf,
            RunBill.CostOf(statement),
            [.. run.Bill.GroupsIn([month], run.Groups)],
            [.. run.Bill.CommitmentsIn(month).Select(known => CommitmentCost.Of(known.Account, known.Standing))],
            tag is null ? null : run.Bill.ByTag(statement, tag).ToImmutableSortedDictionary(part => part.Key, part => part.Value.Usd, StringComparer.Ordinal),
            [.. statement.Lines.Select(line => LineOf(line, run))])
        {
            Projection = run.Bill.ProjectionOf([month]),
            HourRounding = run.Bill.HourRounding,
            HoursOtherwise = run.Bill.OtherwiseIn(month),
        };
    }

    private static BillLine LineOf(StatementLine line, BilledRun run)
    {
        var (user, group) = line.WorkSpace is { } id ? run.Users[id.Value] : default;
        return new(
            line.WorkSpace?.Value,
            user,
            group,
            line.Kind.ToString(),
            line.Item,
            line.Count,
            $"{line.Share.Part}/{line.Share.Whole}",
            line.UnitPrice?.Usd,
            line.From,
            line.UnitPrice is null ? null : line.Amount.Usd);
    }
}
