using System.Reflection;
using System.Text;
using DeskFleet.Api.Tests.Wire;
using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Api.Tests.Docs;

using Repository = DeskFleet.Repository.Tests.Repository;

/// <summary>The tables in silo/API.md are made from what the code runs on.</summary>
public sealed class ApiDocTests
{
    [Fact]
    public void ApiDoc_Operations_AreThoseThatAreServed()
    {
        var table = new StringBuilder("| service | operation | changes |\n|---|---|---|\n");
        foreach (var operation in ShapeTests.Operations().OrderBy(row => row.Service.Name).ThenBy(row => row.Wire.Name, StringComparer.Ordinal))
            table.Append($"| {operation.Service.Name} | {operation.Wire.Name} | {(operation.Changes ? "yes" : "")} |\n");
        AssertSection("operations", table.ToString());
    }

    [Fact]
    public void ApiDoc_Refusals_AreThoseOfTheFleet()
    {
        var table = new StringBuilder("| rules | grain refuses with | failed item of a batch | exception |\n|---|---|---|---|\n");
        foreach (var code in Enum.GetValues<RefusalCode>())
        {
            var wire = RefusalErrors.Of(code);
            table.Append($"| {string.Join(", ", RulesOf(code))} | {code} | {wire.Item} | {wire.Exception} |\n");
        }

        AssertSection("refusals", table.ToString());
    }

    /// <summary>A refusal that nobody has named would reach clients as an outage, and one without a rule nobody could look up.</summary>
    [Fact]
    public void Refusals_EveryCode_HasANameAnExceptionOfTheModelAndARuleOfTheCatalogue()
    {
        var catalogue = File.ReadAllText(Repository.PathOf("grains", "RULES.md"));

        Assert.All(Enum.GetValues<RefusalCode>(), code =>
        {
            var wire = RefusalErrors.Of(code);
            Assert.NotEmpty(wire.Item);
            Assert.Contains(wire.Exception, WireService.WorkSpaces.Types.Keys);
            Assert.NotEmpty(RulesOf(code));
            Assert.All(RulesOf(code), rule => Assert.Contains($"**{rule}**", catalogue, StringComparison.Ordinal));
        });
        var names = Enum.GetValues<RefusalCode>().Select(code => RefusalErrors.Of(code).Item).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    private static IReadOnlyList<string> RulesOf(RefusalCode code) =>
        typeof(RefusalCode).GetField($"{code}")!.GetCustomAttribute<RulesAttribute>()?.Ids ?? [];

    private static void AssertSection(string name, string generated)
    {
        var path = Repository.PathOf("silo", "API.md");
        var (begin, end) = ($"<!-- generated: {name} -->", $"<!-- end of {name} -->");
        var text = File.ReadAllText(path);
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to > from, $"silo/API.md has no section '{name}'.");
        Repository.AssertGenerated(path, text[..from] + "\n" + generated + text[to..]);
    }
}
