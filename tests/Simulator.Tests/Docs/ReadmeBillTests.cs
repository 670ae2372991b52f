using DeskFleet.Simulator.Tests.Cli;

namespace DeskFleet.Simulator.Tests.Docs;

/// <summary>The README's "What it costs" is what the commands print.</summary>
public sealed class ReadmeBillTests
{
    private const string Begin = "<!-- generated: bill -->\n```text\n";
    private const string End = "\n```\n<!-- end of bill -->";

    [Fact]
    public async Task Readme_WhatItCosts_IsWhatBillPrints()
    {
        using var folder = new TempFolder();
        var run = await SimulatorProcess.Run("run", Path.Combine(Repository.Root, "simulator/scenarios/ordinary-company.yaml"), "--engine", "core", "--quiet", "--out", folder.Missing("run"));
        Assert.Equal(0, run.ExitCode);

        var bill = await SimulatorProcess.Run("bill", "--run", folder.Missing("run"), "--month", "2026-03");

        var readme = Path.Combine(Repository.Root, "README.md");
        var text = await File.ReadAllTextAsync(readme, TestContext.Current.CancellationToken);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var printed = string.Join('\n', bill.Output.Split('\n').Select(line => line.TrimEnd())).Trim('\n');
        Regenerated.Matches(readme, text[..from] + printed + text[to..]);
    }
}
