using DeskFleet.Simulator.Bills;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>What the run costs: by group, in either running mode, and by month.</summary>
internal static class CostCharts
{
    public static IEnumerable<ChartFigure> Of(ReportData data)
    {
        if (data.Summary.Cost is not { } cost)
            yield break;
        var groups = cost.Groups;
        IReadOnlyList<double> Usd(Func<GroupCost, decimal> value) => [.. groups.Select(group => (double)value(group))];
        yield return new("cost", "Cost by group", cost.Currency)
        {
            Height = 90 + (70.0 * groups.Length),
            Model = BarChart.Of(
                [.. groups.Select(group => group.Group)],
                cost.Currency,
                ("bar-2", Usd(group => group.Total)),
                ("connected", Usd(group => group.AsAutoStop)),
                ("running", Usd(group => group.AsAlwaysOn ?? 0))),
            Legend = [new("as it was", "bar-2"), new("the same sessions with AutoStop", "connected"), new("with AlwaysOn", "running")],
            Note = $"{Html.Figure("cost.total", (double)cost.Total)} {cost.Currency} over all groups and months that the run touched. Monthly fees count whole, however short the run is; a run of a month shows a month's bill. <code>bill</code> makes the statement line by line.",
        };
    }

    public static string Groups(ReportData data) => data.Summary.Cost is not { } cost ? "" : Html.Table(
        ["group", "mode", "desktops", "billed hours", "cost", "with AutoStop", "with AlwaysOn", "AlwaysOn is cheaper from"],
        cost.Groups.Select((group, i) => (IEnumerable<string>)
        [
            Html.Text(group.Group),
            Html.Text(group.Mode),
            Html.Number(group.WorkSpaces),
            Html.Figure($"cost.groups[{i}].billedHours", group.BilledHours),
            Money(Html.Figure($"cost.groups[{i}].total", (double)group.Total, "#,0.00"), cost),
            Money(Html.Figure($"cost.groups[{i}].asAutoStop", (double)group.AsAutoStop, "#,0.00"), cost),
            group.AsAlwaysOn is { } alwaysOn ? Money(Html.Figure($"cost.groups[{i}].asAlwaysOn", (double)alwaysOn, "#,0.00"), cost) : "no price",
            group.BreakEvenHours is { } hours ? $"{Html.Figure($"cost.groups[{i}].breakEvenHours", (double)hours)} h a month" : "–",
        ]));

    public static string Months(ReportData data) => data.Summary.Cost is not { Months.IsEmpty: false } cost ? "" : Html.Table(
        ["month (UTC)", "AutoStop base fees", "hours billed", "for hours", "AlwaysOn months", "missing seats", "total", ""],
        cost.Months.Select((month, i) => (IEnumerable<string>)
        [
            month.Month,
            Money(Html.Number((double)month.AutoStopBase, "#,0.00"), cost),
            Html.Figure($"cost.months[{i}].billedHours", month.BilledHours),
            Money(Html.Number((double)month.Hours, "#,0.00"), cost),
            Money(Html.Number((double)month.AlwaysOnMonth, "#,0.00"), cost),
            Money(Html.Number((double)month.CommitmentShortfall, "#,0.00"), cost),
            Money(Html.Figure($"cost.months[{i}].total", (double)month.Total, "#,0.00"), cost),
            (month.IsFinal ? "" : "so far") + (month.UnpricedLines > 0 ? $" {Html.Number(month.UnpricedLines)} lines without a price" : ""),
        ]));

    private static string Money(string figure, CostSummary cost) => $"{figure} {cost.Currency}";
}
