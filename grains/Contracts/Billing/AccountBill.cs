using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using NodaTime;

namespace DeskFleet.Contracts.Billing;

/// <summary>What an account's bill of a month comes to: the sum of its statements.</summary>
/// <param name="AsOf">Up to when at least everything is in it.</param>
/// <param name="WorkSpaces">Those with something on the bill.</param>
/// <param name="Hours">Started hours that were billed (BIL-08).</param>
/// <param name="Kinds">Each kind of charge that occurs.</param>
/// <param name="Tags">By the values of the tag that was asked for; the empty value is what has no such tag (TAG-03). Null: none was asked for.</param>
/// <param name="UnpricedLines">Lines without a price, which count as 0 and need an arrangement (BIL-23).</param>
public sealed record AccountBill(
    BillingMonth Month,
    Instant AsOf,
    int WorkSpaces,
    long Hours,
    Money Total,
    ImmutableSortedDictionary<ChargeKind, Money> Kinds,
    ImmutableSortedDictionary<string, Money>? Tags,
    int UnpricedLines)
{
    /// <summary>The month is over in all of it, so it stays as it is.</summary>
    public bool IsFinal => AsOf >= Month.End;

    /// <summary>Before the first statement.</summary>
    internal static AccountBill Empty(BillingMonth month, bool byTag) => new(
        month,
        Instant.MaxValue,
        0,
        0,
        Money.Zero,
        ImmutableSortedDictionary<ChargeKind, Money>.Empty,
        byTag ? ImmutableSortedDictionary.Create<string, Money>(StringComparer.Ordinal) : null,
        0);

    internal AccountBill With(StatementRead read)
    {
        var bill = read.Statement;
        var kinds = bill.Lines.Aggregate(Kinds, (so, line) => so.SetItem(line.Kind, so.GetValueOrDefault(line.Kind) + line.Amount));
        IEnumerable<KeyValuePair<string, Money>> parts = bill.Lines.IsEmpty ? [] : read.Tags ?? ImmutableSortedDictionary<string, Money>.Empty.Add(CostAllocation.Untagged, bill.Total);
        return this with
        {
            AsOf = Instant.Min(AsOf, bill.AsOf),
            WorkSpaces = WorkSpaces + (bill.Lines.Any(line => line.WorkSpace is not null) ? 1 : 0),
            Hours = Hours + bill.Hours,
            Total = Total + bill.Total,
            Kinds = kinds,
            Tags = parts.Aggregate(Tags, (so, part) => so?.SetItem(part.Key, so.GetValueOrDefault(part.Key) + part.Value)),
            UnpricedLines = UnpricedLines + bill.Unpriced.Length,
        };
    }
}
