using DeskFleet.Core.Billing;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Series;
using NodaTime.Text;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>What was assumed, and what it takes to get the same page again.</summary>
internal static class Assumptions
{
    private const string Same = "Desktops live in virtual time; the decisions are those of the production code. \"One host lost\" (N+1) is arithmetic over the free capacity of each zone, not a simulated loss.";

    public static string OfRun(ReportData data) => Part(
        (data.Scenario.Runs > 1 ? "This is one seed of a series; the report in the folder above has the spread. " : "One seed, so no spread: run it with --runs before you rely on small differences. ") + Same,
        data,
        Inputs(data));

    public static string OfSeries(ReportData first, SeriesSummary series) => Part(
        $"Each seed is another draw of the same people, hosts and prices; a spread is the least, the median and the most of {series.Runs.Length} of them, and no confidence interval. " + Same, first, Inputs(first, series));

    private static string Part(string said, ReportData data, string inputs) =>
        $"<div class=\"assumptions\"><p>{Html.Text(said)}</p>\n<h3>People</h3>\n" + AssumedPeople.Of(data.Scenario) +
        "<h3>Hosts</h3>\n" + Hosts(data.Scenario) +
        Titled("What happens meanwhile", AssumedEvents.Of(data)) +
        "<h3>How long the virtualization layer takes</h3>\n" + Driver(data.Scenario.Driver) +
        "<h3>Prices</h3>\n" + Prices(data.Scenario) +
        "<h3>To get this page again</h3>\n" + inputs + "</div>\n";

    private static string Titled(string title, string content) => content.Length == 0 ? "" : $"<h3>{Html.Text(title)}</h3>\n{content}";

    private static string Hosts(Scenario scenario)
    {
        var listed = Html.Table(
            ["zone", "owner", "hosts", "type", "each holds", "starts at once"],
            scenario.Hosts.Select(hosts => (IEnumerable<string>)
            [
                Html.Text(hosts.Zone),
                hosts.Owner == HostOwner.Account ? Html.Text(scenario.FleetOf(hosts).Account) : "provider",
                Html.Number(hosts.Count),
                Html.Text(hosts.Type.Name),
                $"{Html.Number(hosts.Type.UsableVCpu)} vCPU, {Html.Number(hosts.Type.MemoryMiB / 1024.0)} GiB{(hosts.Type.Gpus > 0 ? $", {hosts.Type.Gpus} GPU" : "")}",
                Html.Number(hosts.Type.StartSlots),
            ]));
        return (scenario.Hosts.IsEmpty ? "" : listed) + (scenario.Directories.Any(directory => !directory.Dedicated && scenario.HasEndlessSharedPoolIn(scenario.FleetOf(directory).Region)) ? "<p>Shared desktops find room for ever: the provider's hosts are endless.</p>\n" : "");
    }

    private static string Driver(DriverSpec driver) => Html.Table(
        ["operation", "takes", "fails", "stalls"],
        new[] { ("provision", driver.Provision), ("resume", driver.Resume), ("hibernate", driver.Hibernate), ("reboot", driver.Reboot), ("rebuild", driver.Rebuild), ("terminate", driver.Terminate) }
            .Select(verb => (IEnumerable<string>)
            [
                verb.Item1,
                string.Join("; ", verb.Item2.Latency.Select(range => $"{Share(range)}{Html.Number(range.From.TotalSeconds)}–{Html.Number(range.To.TotalSeconds)} s")),
                Html.Number(verb.Item2.Fail, "0.##%"),
                Html.Number(verb.Item2.Stall, "0.##%"),
            ]));

    /// <summary>In force when the desktops are launched.</summary>
    private static string Prices(Scenario scenario) => Html.Table(
        ["group", "AutoStop, USD a month", "and USD a started hour", "AlwaysOn, USD a month"],
        scenario.Groups.Select(group =>
        {
            var prices = scenario.Billing.Prices.For(new FleetMap(scenario).BundleOf(group), scenario.Fleets[group.Fleet].Region, scenario.LaunchAt);
            return (IEnumerable<string>)[Html.Text(group.Name), Usd(prices.AutoStopMonth), Usd(prices.AutoStopHour), Usd(prices.AlwaysOnMonth)];
        }));

    private static string Usd(Money? price) => price is { } known ? Html.Number((double)known.Usd, "#,0.00##") : "by arrangement";

    private static string Share(LatencyRange range) => range.Share < 1 ? $"{Html.Number(100 * range.Share)} % " : "";

    private static string Inputs(ReportData data) => Inputs(
        data,
        ["seed", $"<code>{data.Summary.Inputs.Seed}</code>"],
        ["events", Html.Figure("events", data.Summary.Events)],
        ["event log hash (XXH3)", $"<code>{data.Summary.EventLogHash}</code>"]);

    private static string Inputs(ReportData first, SeriesSummary series) => Inputs(
        first,
        ["seeds", $"<code>{series.Seeds[0]}</code> to <code>{series.Seeds[^1]}</code>"],
        ["events", Html.Number(series.Runs.Sum(run => run.Events))],
        ["event log hashes (XXH3)", string.Join(" ", series.Runs.Select(run => $"<code>{run.EventLogHash}</code>"))]);

    private static string Inputs(ReportData data, params IReadOnlyList<IEnumerable<string>> own)
    {
        var inputs = data.Summary.Inputs;
        return Html.Table(
            ["input", "value"],
            [
                ["scenario", Html.Text(inputs.Scenario)],
                ["scenario hash (XXH3)", $"<code>{inputs.ScenarioHash}</code>"],
                ["trace hash (XXH3)", inputs.TraceHash is { } trace ? $"<code>{trace}</code>" : "no trace"],
                ["version", Html.Text(inputs.Version)],
                ["period", $"{InstantPattern.General.Format(data.Scenario.Start)} to {InstantPattern.General.Format(data.Scenario.End)}{(data.Summary.IsPartial ? $", interrupted at {InstantPattern.General.Format(data.Summary.End)}" : "")}, {data.Launches}"],
                .. own,
            ]);
    }
}
