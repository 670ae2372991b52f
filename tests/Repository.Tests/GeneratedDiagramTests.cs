using System.Text;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Repository.Tests;

/// <summary>The state diagram and tables in grains/README.md come from the tables that the code runs on.</summary>
public sealed class GeneratedDiagramTests
{
    [Fact]
    public void GrainsReadme_StateDiagram_IsTheTransitionTable() => AssertSection("states", Diagram());

    [Fact]
    public void GrainsReadme_Admission_IsTheAdmissionTable() => AssertSection("admission", AdmissionTable());

    private static void AssertSection(string name, string generated)
    {
        var path = Repository.PathOf("grains", "README.md");
        var (begin, end) = ($"<!-- generated: {name} -->", $"<!-- end of {name} -->");
        var text = File.ReadAllText(path);
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to > from, $"grains/README.md has no section '{name}'.");
        Repository.AssertGenerated(path, text[..from] + "\n" + generated + text[to..]);
    }

    private static string Diagram()
    {
        var diagram = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        foreach (var edge in Transitions.All.GroupBy(row => (row.From, row.To)))
        {
            var from = edge.Key.From == Lifecycle.None ? "[*]" : edge.Key.From.ToWire();
            diagram.Append($"    {from} --> {edge.Key.To.ToWire()}: {string.Join(", ", edge.Select(row => row.On))}\n");
        }

        return diagram.Append("    TERMINATED --> [*]\n```\n").ToString();
    }

    private static string AdmissionTable()
    {
        var table = new StringBuilder("| operation | admitted in |\n|---|---|\n");
        foreach (var operation in Enum.GetValues<WorkSpaceOperation>())
        {
            var states = Enum.GetValues<Lifecycle>().Where(state => Admission.Admits(state, operation)).Select(LifecycleNames.ToWire);
            table.Append($"| {operation} | {string.Join(", ", states)} |\n");
        }

        return table.ToString();
    }
}
