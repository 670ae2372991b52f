using System.Text.Json;
using System.Text.Json.Nodes;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Reading;
using DeskFleet.Simulator.Scenarios.Yaml;

namespace DeskFleet.Simulator.Tests.Scenarios;

/// <summary>The published schema knows exactly the keys that the reader knows.</summary>
public sealed class SchemaTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    private static string Published => Path.Combine(Repository.Root, "simulator", "scenario.schema.json");

    /// <summary>To publish it anew: copy what the failed test has written beside it.</summary>
    [Fact]
    public void Schema_Published_IsTheReaders()
    {
        var schema = ScenarioFile.KeysOf(FullScenario.Text).Schema().ToJsonString(Indented) + "\n";
        if (!File.Exists(Published) || File.ReadAllText(Published) != schema)
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "scenario.schema.json"), schema);

        Assert.Equal(schema, File.ReadAllText(Published));
    }

    [Theory]
    [InlineData("ordinary-company.yaml")]
    [InlineData("ten-thousand.yaml")]
    [InlineData("trace-69.yaml")]
    [InlineData("trace-5000.yaml")]
    [InlineData("../Scenarios/starter.yaml")]
    public void Schema_ShippedScenario_Validates(string file) => Assert.Empty(Violations(File.ReadAllText(Repository.Scenario(file))));

    [Fact]
    public void Schema_UnknownKeyOrWrongShape_DoesNotValidate() =>
        Assert.Equal(["/groups/0/usres", "/hosts", "/quota"], Violations("groups: [{ usres: 1 }]\nhosts: 3\nquota: [1]\n").Order(StringComparer.Ordinal));

    private static List<string> Violations(string yaml) =>
        [.. Violations(YamlFile.Parse(yaml, new FaultList(""))!, JsonNode.Parse(File.ReadAllText(Published))!.AsObject(), "")];

    private static IEnumerable<string> Violations(YamlNode node, JsonObject schema, string path) => (node, schema["type"]) switch
    {
        (YamlMap map, JsonValue type) when (string?)type == "object" => map.Entries.SelectMany(entry => schema["properties"]![entry.Key] is JsonObject part
            ? Violations(entry.Value, part, $"{path}/{entry.Key}")
            : [$"{path}/{entry.Key}"]),
        (YamlList list, JsonValue type) when (string?)type == "array" => list.Items.SelectMany((item, index) => Violations(item, schema["items"]!.AsObject(), $"{path}/{index}")),
        (YamlText, JsonArray) => [],
        _ => [path],
    };
}
