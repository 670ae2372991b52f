using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Series;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>What was assumed, and what it takes to get the same page again.</summary>
internal static class Assumptions
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private const string Same = "Desktops live in virtual time; the decisions are those of the production code. \"One host lost\" (N+1) is arithmetic over the free capacity of each zone, not a simulated loss.";

    public static string OfRun(ReportData data) => Part(
        (data.Scenario.Runs > 1 ? "This is one seed of a series; the report in the folder above has the spread. " : "One seed, so no spread: run it with --runs before you rely on small differences. ") + Same,
        data,
        Inputs(data));

    public static string OfSeries(ReportData first, SeriesSummary series) => Part(Same, first, Inputs(first, series));

    private static string Part(string said, ReportData data, string inputs) =>
        $"<p>{Html.Text(said)}</p>\n<h3>People</h3>\n" + Groups(data.Scenario) +
        "<h3>Hosts</h3>\n" + Hosts(data.Scenario) +
        "<h3>How long the virtualization layer takes</h3>\n" + Driver(data.Scenario.Driver) +
        "<h3>To get this page again</h3>\n" + inputs;

    private static string Groups(Scenario scenario) => Html.Table(
        ["group", "users", "bundle", "mode", "account and directory", "works"],
        scenario.Groups.Select(group => (IEnumerable<string>)
        [
            Html.Text(group.Name),
            Html.Number(group.Users),
            Html.Text(Bundle(scenario.BundleOf(group)!)),
            group.Mode == RunningModeName.AutoStop ? $"AutoStop after {Length(group.AutoStop)}" : "AlwaysOn",
            Html.Text($"{scenario.Fleets[group.Fleet].Account} in {scenario.Fleets[group.Fleet].Region}: {group.Directory}{(scenario.DirectoryOf(group)!.Dedicated ? ", own hosts" : ", shared hosts")}"),
            Html.Text($"{(scenario.Trace is null ? Pattern(group) : $"as recorded, {group.TimeZone}")}; {Patient(group.Patience)}"),
        ]));

    private static string Bundle(BundleSpec bundle) =>
        $"{bundle.Name}: {bundle.VCpu} vCPU, {Html.Number(bundle.MemoryMiB / 1024.0)} GiB{(bundle.Gpus > 0 ? $", {bundle.Gpus} GPU" : "")}";

    private static string Pattern(UserGroup group)
    {
        var sessions = group.Sessions;
        return $"{Html.Number(100 * sessions.Attendance, "0")} % of weekdays, {Html.Number(100 * sessions.Weekend, "0")} % of weekends; first login {Clock.Format(sessions.FirstLogin)} " +
            $"± {Length(sessions.FirstLoginDeviation)} {group.TimeZone}; {Html.Number(sessions.PerDay)} sessions a day of {Told(sessions.Length)}, breaks of {Told(sessions.Gap)}";
    }

    private static string Patient(Patience patience) => $"cut off, back after about {Length(patience.ReconnectAfter)}; refused, " +
        (patience.Retries == 0 ? "not again in this session" : $"again up to {patience.Retries} times, about {Length(patience.RetryAfter)} apart");

    private static string Told(Distribution distribution) => distribution switch
    {
        Spread spread => $"{Length(spread.Median)} (p90 {Length(spread.P90)})",
        NormalSpread normal => $"{Length(normal.Mean)} ± {Length(normal.Deviation)}",
        UniformSpread uniform => $"{Length(uniform.From)} to {Length(uniform.To)}",
        Shifted shifted => $"{Length(shifted.By)} and {Told(shifted.Inner)}",
        _ => "as observed",
    };

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
                ["period", $"{InstantPattern.General.Format(data.Summary.Start)} to {InstantPattern.General.Format(data.Summary.End)}, desktops launched {Length(data.Scenario.LaunchLead)} before"],
                .. own,
            ]);
    }

    private static string Length(Duration length) =>
        length >= Duration.FromHours(2) || length == Duration.FromHours(1) ? $"{Html.Number(length.TotalHours)} h" : $"{Html.Number(length.TotalMinutes)} min";
}
