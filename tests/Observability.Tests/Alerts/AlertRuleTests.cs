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
    public void Alerts_Each_HasARunbookAndATestThatItFiresAndDoesNot()
    {
        var tests = File.ReadAllText(Path.Combine(Folder, "alerts.test.yaml"));
        var names = Names();
        var runbooks = Directory.GetFiles(Repository.PathOf("silo/Runbooks"), "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);

        Assert.Equal(names.Order(StringComparer.Ordinal), runbooks);
        foreach (var name in names)
        {
            var points = tests.Split($"ALERTS{{alertname=\"{name}\"").Skip(1).Select(point => point.Split("exp_samples: ")[1][..3]).ToList();
            Assert.Contains("[{ ", points);
            Assert.Contains("[]\n", points);
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

    private static List<string> Names()
    {
        using var file = File.OpenText(AlertFile);
        return [.. AlertRule.Read(file).Select(rule => rule.Name)];
    }
}
