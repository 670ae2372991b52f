using DeskFleet.Simulator.Bills;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>What the run costs: by group, in either running mode, and by month.</summary>
internal static class CostCharts
{
    /// <summary>What is easily taken for a mistake.</summary>
    public const string WholeFees = "Monthly fees count whole, however short the run is; a run of a month shows a month's bill. <code>bill</code> makes the statement line by line.";

    private const string Money = "#,0.00";

    /// <summary>The months that the bill is for.</summary>
    public static string Months(CostSummary cost) =>
        $"{string.Join(" and ", cost.Months.Select(month => month.Month))}{(cost.Months.Any(month => !month.IsFinal) ? ", so far" : "")}";

    public static string Unit(CostSummary cost) => $"{cost.Currency} for {Months(cost)}";

    public static IEnumerable<ChartFigure> Of(ReportData data)
    {
        if (data.Summary.Cost is not { } cost)
            yield break;
        var groups = cost.Groups;
        IReadOnlyList<double> Usd(Func<GroupCost, decimal> value) => [.. groups.Select(group => (double)value(group))];
        yield return new("cost", "Cost by group", Unit(cost))
        {
            Height = 90 + (70.0 * groups.Length),
            Model = BarChart.Of(
                [.. groups.Select(group => group.Group)],
                cost.Currency,
                ("bar-2", Usd(group => group.Total)),
                ("connected", Usd(group => group.AsAutoStop)),
                ("running", Usd(group => group.AsAlwaysOn ?? 0))),
            Legend = [new("as it was", "bar-2"), new("the same sessions with AutoStop", "connected"), new("with AlwaysOn", "running")],
            Note = $"{Html.Figure("cost.total", (double)cost.Total)} {cost.Currency} over all groups and months that the run touched. {WholeFees}",
        };
    }

    public static string Groups(ReportData data) => data.Summary.Cost is not { } cost ? "" : Html.Table(
        ["group", "mode", "desktops", "billed h", $"cost, {cost.Currency}", $"with AutoStop, {cost.Currency}", $"with AlwaysOn, {cost.Currency}", "AlwaysOn is cheaper from, h a month"],
        cost.Groups.Select((group, i) => (IEnumerable<string>)
        [
            Html.Text(group.Group),
            Html.Text(group.Mode),
            Html.Number(group.WorkSpaces),
            Html.Figure($"cost.groups[{i}].billedHours", group.BilledHours),
            Html.Figure($"cost.groups[{i}].total", (double)group.Total, Money),
            Html.Figure($"cost.groups[{i}].asAutoStop", (double)group.AsAutoStop, Money),
            group.AsAlwaysOn is { } alwaysOn ? Html.Figure($"cost.groups[{i}].asAlwaysOn", (double)alwaysOn, Money) : "no price",
            Html.Figure($"cost.groups[{i}].breakEvenHours", (double?)group.BreakEvenHours),
        ]));

    public static string Months(ReportData data) => data.Summary.Cost is not { Months.IsEmpty: false } cost ? "" : Html.Table(
        ["month (UTC)", $"AutoStop base fees, {cost.Currency}", "billed h", $"for hours, {cost.Currency}", $"AlwaysOn, {cost.Currency}", $"missing seats, {cost.Currency}", $"total, {cost.Currency}", ""],
        cost.Months.Select((month, i) => (IEnumerable<string>)
        [
            month.Month,
            Html.Number((double)month.AutoStopBase, Money),
            Html.Figure($"cost.months[{i}].billedHours", month.BilledHours),
            Html.Number((double)month.Hours, Money),
            Html.Number((double)month.AlwaysOnMonth, Money),
            Html.Number((double)month.CommitmentShortfall, Money),
            Html.Figure($"cost.months[{i}].total", (double)month.Total, Money),
            (month.IsFinal ? "" : "so far") + (month.UnpricedLines > 0 ? $" {Html.Number(month.UnpricedLines)} lines without a price" : ""),
        ]));
}
