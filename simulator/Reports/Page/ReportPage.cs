namespace DeskFleet.Simulator.Reports.Page;

/// <summary>
/// <c>report.html</c> of one run: one page that needs nothing but itself. The same run gives the same bytes. Every figure of the summary
/// that it shows names its path there, and the summary itself is embedded.
/// </summary>
public static class ReportPage
{
    public static string Render(ReportData data)
    {
        var page = new PageShell(data.Summary.Inputs.Scenario, data.Period, Verdict.OutcomeOf(data.Summary), Verdict.Of(data), OutputFolder.ToJson(data.Summary));
        return page
            .Add($"<dl class=\"tiles\">\n{KeyFigures.Of(data)}</dl>")
            .Add("What was demanded", Tables.Thresholds(data))
            .Add("Load and capacity", page.Draw(LoadCharts.Of(data)), Tables.Zones(data))
            .Add("Losses and recovery", page.Draw(RecoveryCharts.Of(data)))
            .Add("Headroom and hosts", page.Draw(HeadroomMap.Of(data), HostMap.Of(data)))
            .Add("Who waits, and how long", page.Draw(WaitCharts.Of(data)), Tables.SignIns(data))
            .Add("Refusals", page.Draw(CountCharts.Refusals(data)))
            .Add("Groups: AutoStop and hours", page.Draw(CountCharts.AutoStops(data), CountCharts.Hours(data)), Tables.Groups(data))
            .Add(PageShell.Costs, page.Draw(CostCharts.Of(data)), CostCharts.Groups(data), CostCharts.Months(data))
            .Add("What was assumed", Assumptions.OfRun(data))
            .Render();
    }
}
