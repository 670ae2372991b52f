using DeskFleet.Simulator.Series;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary><c>report.html</c> over the runs of a series: the same questions, answered with their spread over the seeds.</summary>
public static class SeriesPage
{
    /// <summary>Beyond this many seeds bars by seed say nothing that the table does not.</summary>
    private const int MaxSeedsDrawn = 40;

    /// <param name="json">The series' summary as it is written.</param>
    public static string Render(SeriesData data, SeriesSummary series, string json)
    {
        var first = data.First!;
        var page = new PageShell(first.Summary.Inputs.Scenario, $"{first.Period}; {series.Runs.Length} {(series.Runs.Length == 1 ? "seed" : "seeds")}", SeriesVerdict.OutcomeOf(series), SeriesVerdict.Of(data, series), json);
        return page
            .Add($"<dl class=\"tiles\">\n{SeriesTiles.Of(series)}</dl>")
            .Add("What was demanded", SeriesTables.Thresholds(series))
            .Add("Load and capacity", page.Draw(SeriesCharts.Load(data)))
            .Add("Losses and recovery", page.Draw(SeriesCharts.Recovery(data, series.Runs)))
            .Add("Headroom", page.Draw(SeriesCharts.Headroom(data)))
            .Add("Who waits, and how long", page.Draw([.. SeriesCharts.Waits(data), SeriesBars.WaitsByGroup(series)]), SeriesTables.Groups(series))
            .Add("Refusals", page.Draw(SeriesBars.Refusals(series)))
            .Add(PageShell.Costs, page.Draw(SeriesBars.Costs(series)), SeriesTables.Costs(series))
            .Add("The runs", SeriesTables.Runs(data, series), series.Runs.Length > MaxSeedsDrawn ? "" : page.Draw(SeriesBars.BySeed(series)))
            .Add("All figures over the seeds", SeriesTables.Spread(series))
            .Add("What was assumed", Assumptions.OfSeries(first, series))
            .Render();
    }
}
