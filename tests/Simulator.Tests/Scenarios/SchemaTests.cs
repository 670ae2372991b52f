using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Reading;
using DeskFleet.Simulator.Scenarios.Yaml;

namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>The published schema is the reader's: the same keys, words, units and bounds. Only what a key means is written by hand, in the schema.</summary>
public sealed class SchemaTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Published => Path.Combine(Repository.Root, "simulator", "scenario.schema.json");

    private static string Reference => Path.Combine(Repository.Root, "simulator", "REFERENCE.md");

    private static JsonObject Schema => JsonNode.Parse(File.ReadAllText(Published))!.AsObject();

    /// <summary>DESKFLEET_REGENERATE=1 writes it anew and keeps the descriptions.</summary>
    [Fact]
    public void Schema_Published_IsTheReaders()
    {
        var schema = ScenarioFile.KeysOf(FullScenario.Text, ShiftScenario.Text, Runs.SessionUseScenarioTests.Text, Runs.SessionUseScenarioTests.InFleets, File.ReadAllText(Repository.Scenario("two-regions.yaml"))).Schema();
        Describe(schema, Schema, Schema["properties"]!.AsObject());
        Regenerated.Matches(Published, schema.ToJsonString(Indented) + "\n");
    }

    [Fact]
    public void Schema_EveryKey_SaysWhatItMeans() =>
        Assert.Empty(SchemaReference.Keys(Schema).Where(key => key.Meaning.Length == 0).Select(key => key.Path));

    [Fact]
    public void Reference_Published_IsMadeFromTheSchema() => Regenerated.Matches(Reference, SchemaReference.Write(Schema));

    public static TheoryData<string> Shipped => [.. Directory.GetFiles(Repository.Scenario("."), "*.yaml").Select(file => Path.GetFileName(file)!), "../Scenarios/starter.yaml"];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Schema_ShippedScenario_ValidatesAndIsSound(string file)
    {
        Assert.Empty(Violations(File.ReadAllText(Repository.Scenario(file))));
        using var folder = new TempFolder();
        var log = file.StartsWith("trace", StringComparison.Ordinal) ? folder.Write("log.csv", Traces.TraceText.Valid) : null;
        Assert.DoesNotContain(ScenarioFile.Read(Repository.Scenario(file), log).Faults, fault => fault.Path.Length > 0 && fault.File.EndsWith(".yaml", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("groups: [{ usres: 1 }]", "/groups/0/usres")]
    [InlineData("hosts: 3", "/hosts")]
    [InlineData("quota: [1]", "/quota")]
    [InlineData("region: eu-central-9", "/region")]
    [InlineData("horizon: 7 days", "/horizon")]
    [InlineData("horizon: 7", "/horizon")]
    [InlineData("runs: 0", "/runs")]
    [InlineData("runs: many", "/runs")]
    [InlineData("groups: [{ mode: Sometimes }]", "/groups/0/mode")]
    [InlineData("groups: [{ sessions: { attendance: 80 } }]", "/groups/0/sessions/attendance")]
    [InlineData("groups: [{ sessions: { workingDays: [Monday] } }]", "/groups/0/sessions/workingDays/0")]
    [InlineData("directories: [{ dedicated: yes }]", "/directories/0/dedicated")]
    [InlineData("thresholds: { resume.wait.p99: 120 s }", "/thresholds/resume.wait.p99")]
    [InlineData("timeline: [{ at: tomorrow }]", "/timeline/0/at")]
    [InlineData("fleets: [{ region: mars-1 }]", "/fleets/0/region")]
    public void Schema_WhatTheReaderRefuses_DoesNotValidate(string yaml, string place) => Assert.Equal([place], Violations(yaml));

    /// <summary>What was described stays described; a fleet's parts mean what they mean at the root, a shift's what they mean in the sessions around it.</summary>
    private static void Describe(JsonObject part, JsonNode? published, JsonObject root)
    {
        if (part["properties"] is JsonObject properties)
        {
            foreach (var (key, value) in properties)
            {
                var known = published?["properties"]?[key];
                var same = key == "fleets" ? new JsonObject { ["items"] = new JsonObject { ["properties"] = root.DeepClone() } }
                    : key is "shifts" or "weekdays" ? Around(known, published!)
                    : null;
                Describe(value!.AsObject(), (string?)known?["description"] is null && root[key] is { } common ? common : same ?? known, root);
                if (((string?)known?["description"] ?? (string?)root[key]?["description"]) is { } meaning)
                    value.AsObject()["description"] = meaning;
            }
        }

        if (part["items"] is JsonObject items)
            Describe(items, published?["items"], root);
    }

    /// <summary>What a list of shifts or days says itself, and for the rest what the sessions say in which it is.</summary>
    private static JsonObject Around(JsonNode? list, JsonNode sessions)
    {
        var properties = sessions["properties"]!.DeepClone().AsObject();
        foreach (var (key, value) in list?["items"]?["properties"]?.AsObject() ?? [])
        {
            if ((string?)value?["description"] is not null)
                properties[key] = value.DeepClone();
        }

        return new JsonObject { ["description"] = (string?)list?["description"], ["items"] = new JsonObject { ["properties"] = properties } };
    }

    private static List<string> Violations(string yaml) => [.. Violations(YamlFile.Parse(yaml, new FaultList(""))!, Schema, "")];

    private static IEnumerable<string> Violations(YamlNode node, JsonObject schema, string path) => (node, schema["type"]) switch
    {
        (YamlMap map, JsonValue type) when (string?)type == "object" => map.Entries.SelectMany(entry => schema["properties"]?[entry.Key] is JsonObject part
            ? Violations(entry.Value, part, $"{path}/{entry.Key}")
            : [$"{path}/{entry.Key}"]),
        (YamlList list, JsonValue type) when (string?)type == "array" => list.Items.SelectMany((item, index) => Violations(item, (JsonObject)schema["items"]!, $"{path}/{index}")),
        (YamlText text, _) when Holds(text.Value, schema) => [],
        _ => [path],
    };

    /// <summary>The part of JSON Schema that is used; plain YAML words are read as an editor reads them.</summary>
    private static bool Holds(string text, JsonObject schema) => schema switch
    {
        _ when schema["enum"] is JsonArray words => words.Any(word => (string?)word == text),
        _ when schema["type"] is JsonArray => true,
        _ when schema["pattern"] is { } pattern => Regex.IsMatch(text, (string)pattern!),
        _ => (string?)schema["type"] switch
        {
            "string" => true,
            "boolean" => text is "true" or "false",
            "integer" or "number" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number >= (decimal)schema["minimum"]! && number <= (decimal)schema["maximum"]! && ((string?)schema["type"] == "number" || number % 1 == 0),
            _ => false,
        },
    };
}
