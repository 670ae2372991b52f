using System.Text.Json;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Tests.Cli;
using DeskFleet.Simulator.Tests.Scenarios;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Bills;

/// <summary>A week's bill advises what a month's does, and what has no price is not free.</summary>
public sealed class PartMonthTests
{
    private const string Office = """
        name: office
        region: eu-west-1
        start: 2026-03-01
        horizon: DAYS d
        quota: 1000
        directories: [{ name: d, zones: [eu-west-1a, eu-west-1b] }]
        groups:
          - { name: office, users: 100, directory: d, bundle: Standard, sessions: { attendance: 100 %, perDay: 2, length: { median: 3 h, p90: 5 h } } }
          - { name: seldom, users: 50, directory: d, bundle: Standard, mode: AlwaysOn, sessions: { attendance: 10 %, perDay: 1 } }
        """;

    /// <summary>The comparison of a part of the month is that of the whole, to a few percent, and recommends the same.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(14)]
    [InlineData(21)]
    public void Groups_PartOfAMonth_AdviseAsTheWholeMonth(int days)
    {
        var (month, part) = (CostOf("31"), CostOf($"{days}"));

        Assert.Null(month.Projection);
        Assert.Equal((days * 24m, 31 * 24m), (part.Projection!.CoveredHours, part.Projection.MonthHours));
        foreach (var (whole, projected) in month.Groups.Zip(part.Groups))
        {
            Assert.Equal(whole.Cheaper, projected.Cheaper);
            Assert.Equal(whole.AsAlwaysOn, projected.AsAlwaysOn);
            Assert.InRange(projected.AsAutoStop!.Value / whole.AsAutoStop!.Value, 0.93m, 1.07m);
        }

        Assert.Equal(["AlwaysOn", "AutoStop"], month.Groups.Select(group => group.Cheaper));
        Assert.Equal(Math.Abs(part.Groups[0].AsAutoStop!.Value - part.Groups[0].AsAlwaysOn!.Value), part.Groups[0].CheaperBy);
    }

    /// <summary>By hand: 100 fees of 9.75, and the hours of seven days at 0.30 as often as seven days fit into the month.</summary>
    [Fact]
    public void Groups_PartOfAMonth_AreProjectedAsSaid()
    {
        var office = CostOf("7").Groups[0];

        Assert.Equal(decimal.Round((100 * 9.75m) + (office.BilledHours * 0.30m * 31 / 7), 2, MidpointRounding.AwayFromZero), office.AsAutoStop);
        Assert.Equal(100 * 35m, office.AsAlwaysOn);
        Assert.Equal((100 * 9.75m) + (office.BilledHours * 0.30m), office.Total);
    }

    /// <summary>Sessions of ten minutes with breaks of seventy: each is a run of its own, of which the clock sees the half.</summary>
    [Fact]
    public async Task Bill_RoundingMatters_ShowsBoth()
    {
        using var folder = new TempFolder();
        var scenario = folder.Write("short.yaml", Office.Replace("DAYS", "7", StringComparison.Ordinal).Replace("perDay: 2, length: { median: 3 h, p90: 5 h }", "perDay: 5, length: { median: 10 min, p90: 20 min }, gap: { uniform: { from: 70 min, to: 80 min } }", StringComparison.Ordinal));
        Assert.Equal(0, (await SimulatorProcess.Run("run", scenario, "--engine", "core", "-q", "--out", folder.Missing("out"))).ExitCode);
        Assert.Equal(0, (await SimulatorProcess.Run("run", folder.Write("clock.yaml", "importFrom: short.yaml\nname: clock\nbilling: { hourRounding: PerClockHour }\n"), "--engine", "core", "-q", "--out", folder.Missing("clock"))).ExitCode);

        var told = await SimulatorProcess.Run("bill", "--run", folder.Missing("out"));
        var (runs, clock) = (await Month(folder.Missing("out")), await Month(folder.Missing("clock")));

        Assert.Contains(FormattableString.Invariant($"hours: {runs.Billed:N0} started hours of each run; {clock.Billed:N0} hours of the clock, which would cost"), told.Output, StringComparison.Ordinal);
        Assert.True(Math.Abs(runs.Billed - clock.Billed) > 0.05 * Math.Min(runs.Billed, clock.Billed));
        Assert.Equal((clock.Billed, runs.Billed), (runs.Otherwise, clock.Otherwise));
        Assert.NotEqual(await Metered(folder.Missing("out")), await Metered(folder.Missing("clock")));
    }

    [Fact]
    public async Task Run_NoPriceAtThatTime_IsNotPricedAndMissesItsThreshold()
    {
        using var folder = new TempFolder();
        var scenario = folder.Write("old.yaml", Office.Replace("DAYS", "1", StringComparison.Ordinal).Replace("2026-03-01", "2015-03-02", StringComparison.Ordinal) + "\nthresholds: { cost.total: <= 1 USD }\n");

        var ended = await SimulatorProcess.Run("run", scenario, "--engine", "core", "--out", folder.Missing("out"));
        var bill = await SimulatorProcess.Run("bill", "--run", folder.Missing("out"));

        Assert.Equal((1, 0), (ended.ExitCode, bill.ExitCode));
        Assert.Matches("cost.total +<= 1 USD +not priced: the price book lacks a price .* MISSED", ended.Output.ReplaceLineEndings(" "));
        Assert.StartsWith("2015-03: not priced", bill.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("0.00", bill.Output, StringComparison.Ordinal);
        Assert.Contains("lines are not priced", bill.Output, StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(folder.Missing("out/summary.json"), TestContext.Current.CancellationToken));
        Assert.False(summary.RootElement.GetProperty("cost").TryGetProperty("total", out _));
        Assert.Contains("not priced", await File.ReadAllTextAsync(folder.Missing("out/report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static CostSummary CostOf(string days)
    {
        var scenario = ScenarioText.Sound(Office.Replace("DAYS", days, StringComparison.Ordinal));
        var simulation = new Simulation(scenario, Population.Create(scenario, null), new(EngineKind.Core) { Logs = false });
        var books = new RunBooks(scenario, simulation);
        var result = simulation.Run(null, null, TestContext.Current.CancellationToken, books.Readers).GetAwaiter().GetResult();
        return books.Close(new RunInputs(scenario.Name, "", null, scenario.Seed, ""), result).Cost!;
    }

    private static async Task<(long Billed, long Otherwise)> Month(string folder)
    {
        using var bill = JsonDocument.Parse((await SimulatorProcess.Run("bill", "--run", folder, "--json")).Output);
        return (bill.RootElement.GetProperty("month").GetProperty("billedHours").GetInt64(), bill.RootElement.GetProperty("hoursOtherwise").GetProperty("hours").GetInt64());
    }

    private static async Task<long> Metered(string folder)
    {
        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "summary.json"), TestContext.Current.CancellationToken));
        return summary.RootElement.GetProperty("meteredHours").GetInt64();
    }
}
