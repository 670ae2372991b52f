using System.Text.RegularExpressions;
using DeskFleet.Grains.Telemetry;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Telemetry;
using DeskFleet.Simulator.Alerts;

namespace DeskFleet.Observability.Tests.Dashboards;

/// <summary>Instruments in code, documents, dashboards, rules and runbooks are the same ones, both ways.</summary>
public sealed partial class CatalogueTests
{
    private static readonly string[] Endings = ["_bucket", "_sum", "_count", ""];

    private static string Document => Repository.PathOf("silo/OBSERVABILITY.md");

    private static HashSet<string> Known { get; } = [.. InstrumentCatalogue.All.Select(spec => spec.PrometheusName)];

    [Fact]
    public void Instruments_InTheDocument_AreThoseOfTheCode() => IsGenerated("instruments", Table());

    [Fact]
    public void SeriesOfWorkSpaces_InTheDocument_AreThoseOfTheCode() => IsGenerated("series of WorkSpaces", TableOfWorkSpaces());

    [Fact]
    public void DashboardsRulesAndRunbooks_UsedInstruments_AreKnown() => Assert.Empty(Unknown(Texts()));

    [Fact]
    public void DashboardsRulesAndRunbooks_RenamedInstrument_IsNoticed()
    {
        var renamed = Texts().Select(text => text.Replace("deskfleet_autostop_lateness_seconds", "deskfleet_autostop_delay_seconds", StringComparison.Ordinal));

        Assert.Equal(["deskfleet_autostop_delay_seconds"], Unknown(renamed));
    }

    [Fact]
    public void Instruments_Each_IsOnADashboardOrInARule()
    {
        var text = string.Join('\n', Texts());
        // Each has a panel, but the age of the picture, which shows only that there is an owner.
        var unused = Known.Where(name => name != InstrumentCatalogue.CensusAge.PrometheusName && !text.Contains(name, StringComparison.Ordinal));

        Assert.Empty(unused);
    }

    [Fact]
    public void Instruments_Each_HasUnitMeaningAndNoIdAmongItsAttributes()
    {
        Assert.All(InstrumentCatalogue.All, spec =>
        {
            Assert.NotEmpty(spec.Unit);
            Assert.EndsWith(".", spec.Meaning, StringComparison.Ordinal);
            Assert.DoesNotContain(spec.Attributes, key => key.EndsWith("id", StringComparison.Ordinal));
            Assert.Equal(spec.Kind == InstrumentKind.Histogram, spec.Buckets.Length > 0);
        });
        Assert.Contains(60, InstrumentCatalogue.ResumeDuration.Buckets);
        Assert.Contains(90, InstrumentCatalogue.ResumeDuration.Buckets);
    }

    /// <summary>Between its two marks the document says this.</summary>
    private static void IsGenerated(string what, string table)
    {
        var (begin, end) = ($"<!-- generated: {what} -->\n", $"\n<!-- end of {what} -->");
        var text = File.ReadAllText(Document);
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("DESKFLEET_REGENERATE") is not null)
            File.WriteAllText(Document, text[..from] + table + text[to..]);
        else
            Assert.Equal(table, text[from..to]);
    }

    private static List<string> Unknown(IEnumerable<string> texts) =>
    [
        .. texts.SelectMany(text => Name().Matches(text)).Select(match => match.Value).Distinct()
            .Where(name => !Endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal) && Known.Contains(name[..^ending.Length])))
            .Select(name => name.Replace("_bucket", "", StringComparison.Ordinal).Replace("_count", "", StringComparison.Ordinal)).Distinct(),
    ];

    private static List<string> Texts()
    {
        using var alerts = File.OpenText(Repository.PathOf("silo/Alerts/alerts.rules.yaml"));
        return
        [
            .. Panel.All.Select(panel => panel.Expression),
            .. AlertRule.Read(alerts).Select(rule => rule.Expression),
            .. File.ReadAllLines(Repository.PathOf("silo/Alerts/recording.rules.yaml")).Where(line => line.Contains("expr:", StringComparison.Ordinal)),
            .. Directory.GetFiles(Repository.PathOf("silo/Runbooks")).SelectMany(File.ReadAllLines).Where(line => line.StartsWith("promtool", StringComparison.Ordinal)),
        ];
    }

    private static string Table() => "| instrument | unit | CloudWatch | what it says |\n|---|---|---|---|\n" + string.Join('\n', InstrumentCatalogue.All.Select(Row));

    private static string Row(InstrumentSpec spec) =>
        $"| `{spec.PrometheusName}`{string.Concat(spec.Attributes.Select(key => $"<br>{OpenMetricsNames.Label(key)}"))} | {spec.Unit} | {spec.CloudWatch} | {spec.Meaning}{Who(spec.Source)} |";

    private static string TableOfWorkSpaces() => "| series | CloudWatch | what it says |\n|---|---|---|\n" + string.Join('\n', WorkSpaceSeries.All.Select(metric =>
        $"| `{metric.FullName}` | {metric.CloudWatch} | {metric.Meaning} |"));

    private static string Who(InstrumentSource source) => source switch
    {
        InstrumentSource.Fleet => " One silo reports it for all.",
        InstrumentSource.Process => " Silos only.",
        InstrumentSource.Simulation => " Simulations only.",
        _ => "",
    };

    /// <summary>Metrics, and no labels: those stand before an operator or after "by (".</summary>
    [GeneratedRegex(@"\bdeskfleet_(?!zone\b|account\b|state\b|reason\b|directory\b|operation\b(?!_)|deadline\b|verb\b|entity\b|invariant\b|missed\b|loop\b)\w+")]
    private static partial Regex Name();
}
