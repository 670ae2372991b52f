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
        IReadOnlyList<double> Usd(Func<GroupCost, decimal?> value) => [.. groups.Select(group => (double)(value(group) ?? 0))];
        yield return new("cost", "Cost by group", Unit(cost))
        {
            Height = 90 + (70.0 * groups.Length),
            Model = BarChart.Of(
                [.. groups.Select(group => group.Group)],
                cost.Currency,
                ("bar-2", Usd(group => group.Total)),
                ("connected", Usd(group => group.AsAutoStop)),
                ("running", Usd(group => group.AsAlwaysOn))),
            Legend = [new("as it was", "bar-2"), new("the same sessions with AutoStop", "connected"), new("with AlwaysOn", "running")],
            Note = $"{Total(cost)} over all groups and months that the run touched. {WholeFees}{(cost.Projection is { } projection ? $" Either mode is {projection.Phrases}." : "")}",
        };
    }

    public static string Groups(ReportData data) => data.Summary.Cost is not { } cost ? "" : Html.Table(
        ["group", "mode", "desktops", "billed h", $"cost, {cost.Currency}", In("AutoStop", cost), In("AlwaysOn", cost), "cheaper", "AlwaysOn is cheaper from, h a month"],
        cost.Groups.Select((group, i) => (IEnumerable<string>)
        [
            Html.Text(group.Group),
            Html.Text(group.Mode),
            Html.Number(group.WorkSpaces),
            Html.Figure($"cost.groups[{i}].billedHours", group.BilledHours),
            Priced($"cost.groups[{i}].total", group.Total),
            Priced($"cost.groups[{i}].asAutoStop", group.AsAutoStop),
            Priced($"cost.groups[{i}].asAlwaysOn", group.AsAlwaysOn),
            group.CheaperBy is { } by ? $"{group.Cheaper} by {Html.Figure($"cost.groups[{i}].cheaperBy", (double)by, Money)}" : "–",
            Html.Figure($"cost.groups[{i}].breakEvenHours", (double?)group.BreakEvenHours),
        ]));

    public static string Months(ReportData data) => data.Summary.Cost is not { Months.IsEmpty: false } cost ? "" : Html.Table(
        ["month (UTC)", $"AutoStop base fees, {cost.Currency}", "billed h", $"for hours, {cost.Currency}", $"AlwaysOn, {cost.Currency}", $"missing seats, {cost.Currency}", $"total, {cost.Currency}", ""],
        cost.Months.Select((month, i) => (IEnumerable<string>)
        [
            month.Month,
            Amount(month.AutoStopBase),
            Html.Figure($"cost.months[{i}].billedHours", month.BilledHours),
            Amount(month.Hours),
            Amount(month.AlwaysOnMonth),
            Amount(month.CommitmentShortfall),
            Priced($"cost.months[{i}].total", month.Total),
            (month.IsFinal ? "" : "so far") + (month.UnpricedLines > 0 ? $" {Html.Number(month.UnpricedLines)} lines without a price" : ""),
        ]));

    /// <summary>Heads a column of what the groups cost in a mode.</summary>
    public static string In(string mode, CostSummary cost) => $"with {mode}, {cost.Currency}{(cost.Projection is null ? "" : " a month")}";

    /// <summary>The whole cost with its currency, or that it is not known.</summary>
    public static string Total(CostSummary cost) =>
        cost.Total is { } total ? $"{Html.Figure("cost.total", (double)total)} {cost.Currency}" : CostSummary.NotPriced;

    private static string Priced(string path, decimal? amount) => amount is { } known ? Html.Figure(path, (double)known, Money) : CostSummary.NotPriced;

    private static string Amount(decimal? amount) => amount is { } known ? Html.Number((double)known, Money) : CostSummary.NotPriced;
}
