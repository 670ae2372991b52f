using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Simulator.Bills;

/// <summary>The bills of a run, made from its event log and from nothing else.</summary>
/// <param name="book">What the log says.</param>
/// <param name="asOf">How far the log goes.</param>
public sealed class RunBill(UsageBook book, BillingTerms terms, Instant asOf)
{
    private readonly Biller _biller = new(terms);

    /// <summary>How started hours are counted (BIL-08).</summary>
    public HourRounding HourRounding => terms.Options.HourRounding;

    /// <summary>From the first desktop's first month to the one that the run ended in.</summary>
    public IEnumerable<BillingMonth> Months
    {
        get
        {
            var first = book.Usages.Min(usage => usage.Usage.FirstAvailableAt);
            for (var month = BillingMonth.Of(first ?? asOf); first is not null && month.Start < asOf; month = month.Next)
                yield return month;
        }
    }

    /// <summary>Every line of a month: of the desktops, the directories without any, the accounts' packages, and missing seats where they are charged.</summary>
    public Statement Of(BillingMonth month)
    {
        var statement = _biller.Bill(month, book.Usages.Select(usage => usage.From(month)), asOf);
        var directories = book.Directories.SelectMany(directory => _biller.Bill(month, directory.Key, directory.Value, asOf).Lines);
        return statement with { Lines = [.. statement.Lines, .. directories, .. book.Accounts.SelectMany(account => LinesOf(account, month))] };
    }

    /// <summary>How a month stands against the commitment of each account and region that has desktops under own licences (BYO-12).</summary>
    public IEnumerable<(AccountId Account, CommitmentMonth Standing)> CommitmentsIn(BillingMonth month) =>
        from account in book.Accounts
        let standing = CommitmentIn(month, account)
        where standing is not null
        select (account, standing);

    /// <summary>A month's total by the values of a tag (TAG-03).</summary>
    public ImmutableSortedDictionary<string, Money> ByTag(Statement statement, string key) =>
        CostAllocation.ByTag(statement, book.Usages, key);

    /// <summary>All months together, by group.</summary>
    /// <param name="groups">The groups in their order, each with its desktops.</param>
    public CostSummary Summary(IEnumerable<(string Name, IReadOnlyList<WorkSpaceId> Desktops)> groups)
    {
        var months = Months.Select(month => CostOf(Of(month))).ToImmutableArray();
        decimal? total = months.Any(month => month.Total is null) ? null : months.Sum(month => month.Total);
        return new(CostSummary.UsDollar, total, months, [.. GroupsIn([.. Months], groups)]) { Projection = ProjectionOf([.. Months]) };
    }

    /// <summary>The groups' cost in some months.</summary>
    public IEnumerable<GroupCost> GroupsIn(IReadOnlyList<BillingMonth> months, IEnumerable<(string Name, IReadOnlyList<WorkSpaceId> Desktops)> groups)
    {
        var usages = book.Usages.ToDictionary(usage => usage.Id);
        var costs = new GroupCosts(book, terms, months, asOf);
        return groups.Select(group => costs.Of(group.Name, [.. group.Desktops.Where(usages.ContainsKey).Select(id => usages[id])]));
    }

    /// <summary>How a group's cost in either mode is projected; null: the run covers these months whole.</summary>
    public Projection? ProjectionOf(IReadOnlyList<BillingMonth> months) => Projection.Of(months, book.Start, asOf);

    /// <summary>The hours of a month counted the other way, where that makes a difference.</summary>
    public HoursOtherwise? OtherwiseIn(BillingMonth month)
    {
        Statement Again(HourRounding rounding) =>
            new Biller(terms.Prices, terms.Options with { HourRounding = rounding }).Bill(month, book.Usages.Select(usage => usage.From(month)), asOf);
        return HoursOtherwise.Of(Again(terms.Options.HourRounding), Again, terms.Options.HourRounding);
    }

    /// <summary>The total of a kind of charge; null: a line of it has no price.</summary>
    public static decimal? PricedTotal(Statement bill, ChargeKind kind) => bill.Unpriced.Any(line => line.Kind == kind) ? null : bill.TotalOf(kind).Usd;

    public static MonthCost CostOf(Statement bill) => new(
        bill.Month.ToString(),
        bill.IsFinal,
        bill.Unpriced.IsEmpty ? bill.Total.Usd : null,
        PricedTotal(bill, ChargeKind.AutoStopBase),
        bill.Hours,
        PricedTotal(bill, ChargeKind.Hours),
        PricedTotal(bill, ChargeKind.AlwaysOnMonth),
        PricedTotal(bill, ChargeKind.PlusMonth),
        PricedTotal(bill, ChargeKind.CommitmentShortfall),
        bill.Unpriced.Length);

    private CommitmentMonth? CommitmentIn(BillingMonth month, AccountId account) => CommitmentMonth.In(
        month,
        SeatTally.Ledger(book.Usages.Where(usage => usage.Desktop!.Account == account), Instant.Min(asOf, month.End)),
        asOf,
        book.CommitmentOf(account));

    private ImmutableArray<StatementLine> LinesOf(AccountId account, BillingMonth month)
    {
        var packages = _biller.Bill(month, account, book.PackagesOf(account), asOf);
        return CommitmentIn(month, account) is { IsFinal: true } standing
            ? _biller.WithShortfall(packages, account.Region, standing.Shortfall).Lines
            : packages.Lines;
    }
}
