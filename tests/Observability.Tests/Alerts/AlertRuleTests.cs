using DeskFleet.Observability.Tests.Support;
using DeskFleet.Simulator.Alerts;

namespace DeskFleet.Observability.Tests.Alerts;

/// <summary>The shipped rules, by promtool and against their runbooks.</summary>
public sealed class AlertRuleTests
{
    private static string Folder => Repository.PathOf("tests/Observability.Tests/Alerts");

    private static string AlertFile => Repository.PathOf("silo/Alerts/alerts.rules.yaml");

    [Fact]
    [Trait("Rule", "MON-02")]
    public async Task Alerts_PlantedSeries_FireAndResolveAsSaid()
    {
        Tool.Needs("promtool");

        await Tool.Run("promtool", "test", "rules", Path.Combine(Folder, "alerts.test.yaml"));
    }

    [Fact]
    public async Task Rules_OfTheFleet_AreSound()
    {
        Tool.Needs("promtool");

        await Tool.Run("promtool", "check", "rules", AlertFile, Repository.PathOf("silo/Alerts/recording.rules.yaml"));
    }

    [Fact]
    public void Alerts_Each_HasARunbook()
    {
        var runbooks = Directory.GetFiles(Repository.PathOf("silo/Runbooks"), "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);

        Assert.Equal(Names().Order(StringComparer.Ordinal), runbooks);
    }

    /// <summary>One case in which it fires and resolves, and another in which it stays silent although something happens.</summary>
    [Fact]
    public void Alerts_Each_HaveATestThatFiresAndResolvesAndOneThatStaysSilent()
    {
        var cases = File.ReadAllText(Path.Combine(Folder, "alerts.test.yaml")).Split("  - name: ").Skip(1).ToLookup(one => one.Split(" - ")[0], Firing);

        foreach (var name in Names())
        {
            Assert.True(cases[name].Any(firing => firing is [false, .., true, false]), $"No case in which {name} fires and resolves.");
            Assert.True(cases[name].Any(firing => !firing.Contains(true)), $"No case in which {name} stays silent.");
        }
    }

    [Fact]
    public void Runbooks_All_HaveTheStepsOfARunbook()
    {
        foreach (var file in Directory.GetFiles(Repository.PathOf("silo/Runbooks"), "*.md"))
        {
            var text = File.ReadAllText(file);
            foreach (var step in new[] { "## What users feel", "## Is it real\n```bash", "## First mitigation\n```bash", "## Causes, the likely ones first", "## Is it over\n```bash" })
                Assert.True(text.Contains(step, StringComparison.Ordinal), $"{Path.GetFileName(file)} lacks \"{step}\".");
        }
    }

    /// <summary>Whether it fires, at each moment that a case looks at.</summary>
    private static List<bool> Firing(string oneCase) => [.. oneCase.Split("exp_samples: ").Skip(1).Select(samples => !samples.StartsWith("[]", StringComparison.Ordinal))];

    private static List<string> Names()
    {
        using var file = File.OpenText(AlertFile);
        return [.. AlertRule.Read(file).Select(rule => rule.Name)];
    }
}
