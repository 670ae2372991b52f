using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Core.Billing;

/// <summary>Groups a statement by the values of one tag key (TAG-03). The parts add up to the statement's total, to the cent.</summary>
public static class CostAllocation
{
    /// <summary>The group of what has no such tag. No tag has an empty key, so no value is mistaken for it.</summary>
    public const string Untagged = "";

    public static ImmutableSortedDictionary<string, Money> ByTag(Statement statement, IEnumerable<DesktopUsage> usages, string key)
    {
        var byId = usages.ToDictionary(usage => usage.Id);
        return statement.Lines
            .SelectMany(line => Parts(line, UsageOf(line, byId), statement.Month, key))
            .GroupBy(part => part.Value, part => part.Amount)
            .ToImmutableSortedDictionary(group => group.Key, Money.Sum, StringComparer.Ordinal);
    }

    private static Usage? UsageOf(StatementLine line, Dictionary<WorkSpaceId, DesktopUsage> byId) =>
        line.WorkSpace is { } id ? byId.GetValueOrDefault(id)?.Usage : null;

    private static IEnumerable<(string Value, Money Amount)> Parts(StatementLine line, Usage? usage, BillingMonth month, string key)
    {
        if (usage is null)
            return [(Untagged, line.Amount)];
        var weights = (line.Kind == ChargeKind.Hours ? line.HourStarts : HoursOf(line.From, month))
            .GroupBy(hour => usage.TagsIn(hour)[key] ?? Untagged)
            .Select(group => (group.Key, Hours: group.LongCount()));
        return Split(line.Amount, [.. weights]);
    }

    /// <summary>A fee is spread evenly over the hours that it is for.</summary>
    private static IEnumerable<Instant> HoursOf(Instant from, BillingMonth month) =>
        BilledHours.In(month, [new(ClockHour.Of(from), month.End)], HourRounding.PerInterval);

    /// <summary>In whole cents: each part is the growth of the rounded running sum, so nothing is lost and nothing is made.</summary>
    private static IEnumerable<(string Value, Money Amount)> Split(Money amount, ImmutableArray<(string Value, long Hours)> weights)
    {
        var whole = weights.Sum(weight => weight.Hours);
        var (upTo, given) = (0L, Money.Zero);
        foreach (var (value, hours) in weights)
        {
            upTo += hours;
            var next = new MonthShare(upTo, whole).Of(amount).Rounded;
            yield return (value, next - given);
            given = next;
        }
    }
}
