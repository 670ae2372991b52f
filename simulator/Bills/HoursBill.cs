using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Simulator.Bills;

/// <summary>What the desktops of one hardware size and running mode cost in a month, as they are and in the other mode. Sums are USD; null: not priced.</summary>
/// <param name="Total">As they are.</param>
/// <param name="Best">Each in the mode that is cheaper for it.</param>
/// <param name="ToChange">How many would be cheaper in the other mode.</param>
public sealed record HoursGroup(
    string Bundle, string Mode, int Desktops, decimal Hours, decimal? Total, decimal? AsAutoStop, decimal? AsAlwaysOn, decimal? Best, int ToChange, decimal? BreakEvenHours);

/// <summary>The bill of a month of which only the hours of each desktop are known (BIL-05, BIL-08).</summary>
/// <param name="Groups">By hardware and mode.</param>
public sealed record HoursBill(int Desktops, decimal Hours, decimal? Total, decimal? Best, ImmutableArray<HoursGroup> Groups)
{
    /// <summary>What such a report cannot know.</summary>
    public const string CannotKnow =
        "Hours alone say nothing of when people work: no peak, no hosts, no waits, no other AutoStop time, and no own licences. For these replay a log with sessions. " +
        "Hours of desktops that are AlwaysOn are those in use; with AutoStop each session would add its countdown.";

    /// <param name="region">Whose prices; one without a list of its own has the general one.</param>
    /// <param name="at">When they are in force.</param>
    public static HoursBill Of(IReadOnlyList<DesktopHours> desktops, PriceBook prices, string region, Instant at)
    {
        var list = prices.ListAt(region, at);
        ImmutableArray<HoursGroup> groups =
        [
            .. desktops.GroupBy(desktop => (Bundle: NameOf(desktop.Bundle, list), desktop.Mode))
                .OrderBy(group => group.Key.Bundle, StringComparer.Ordinal).ThenBy(group => group.Key.Mode)
                .Select(group => Group(group.Key.Bundle, group.Key.Mode, [.. group], list?.Hardware.GetValueOrDefault(group.Key.Bundle))),
        ];
        return new(desktops.Count, desktops.Sum(desktop => desktop.Hours), Sum(groups, group => group.Total), Sum(groups, group => group.Best), groups);
    }

    private static HoursGroup Group(string bundle, RunningMode mode, IReadOnlyList<DesktopHours> desktops, HardwarePrices? prices)
    {
        var costs = desktops.Select(desktop => (AutoStop: AutoStopOf(desktop, prices), AlwaysOn: prices?.AlwaysOnMonth?.Usd)).ToList();
        var (autoStop, alwaysOn) = (Sum(costs, cost => cost.AutoStop), Sum(costs, cost => cost.AlwaysOn));
        decimal? Own((decimal? AutoStop, decimal? AlwaysOn) cost) => mode == RunningMode.AutoStop ? cost.AutoStop : cost.AlwaysOn;
        decimal? Other((decimal? AutoStop, decimal? AlwaysOn) cost) => mode == RunningMode.AutoStop ? cost.AlwaysOn : cost.AutoStop;
        return new(
            bundle,
            mode.ToString(),
            desktops.Count,
            desktops.Sum(desktop => desktop.Hours),
            Sum(costs, Own),
            autoStop,
            alwaysOn,
            Sum(costs, cost => Other(cost) < Own(cost) ? Other(cost) : Own(cost)),
            costs.Count(cost => Other(cost) < Own(cost)),
            prices is null ? null : new DesktopPrices(prices.AlwaysOnMonth, prices.AutoStopMonth, prices.AutoStopHour, null).BreakEvenHours);
    }

    /// <summary>A started hour is billed as a whole one.</summary>
    private static decimal? AutoStopOf(DesktopHours desktop, HardwarePrices? prices) =>
        prices is null ? null : (prices.AutoStopMonth + (prices.AutoStopHour * (long)Math.Ceiling(desktop.Hours))).Rounded.Usd;

    private static string NameOf(string bundle, PriceList? list) =>
        list?.Hardware.Keys.FirstOrDefault(known => known.Equals(bundle, StringComparison.OrdinalIgnoreCase)) ?? bundle;

    /// <summary>Nothing where one of them is not priced: less than all is no sum.</summary>
    private static decimal? Sum<T>(IEnumerable<T> parts, Func<T, decimal?> value) =>
        parts.Aggregate((decimal?)0, (sum, part) => sum + value(part));
}
