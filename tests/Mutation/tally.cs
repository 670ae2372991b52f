// dotnet run tally.cs -- [--into FILE] REPORT...
// Adds up Stryker's reports by folder of grains/Core, prints the table, writes it between the marks in FILE, and fails below 80 %.
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

const double Least = 80;
const string Begin = "<!-- generated: scores -->\n", End = "<!-- end of scores -->";

var (into, reports) = args[0] == "--into" ? (args[1], args[2..]) : (null, args);
var mutants = reports
    .Select(path => JsonNode.Parse(File.ReadAllText(path))!)
    .SelectMany(report => report["files"]!.AsObject())
    .SelectMany(file => file.Value!["mutants"]!.AsArray().Select(mutant => (Folder: FolderOf(file.Key), Status: (string)mutant!["status"]!)))
    .Where(mutant => mutant.Status != "Ignored")
    .ToList();
var table = new StringBuilder("| folder | mutants | killed | survived | not reached | not built | score |\n|---|---:|---:|---:|---:|---:|---:|\n");
foreach (var folder in mutants.GroupBy(mutant => mutant.Folder).OrderBy(folder => folder.Key, StringComparer.Ordinal))
    table.Append(Row(folder.Key, new([.. folder.Select(mutant => mutant.Status)])));
var all = new Score([.. mutants.Select(mutant => mutant.Status)]);
table.Append(Row("all", all));
Console.Write(table);
if (into is not null)
{
    var text = File.ReadAllText(into);
    var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
    File.WriteAllText(into, text[..from] + table + text[to..]);
}

if (all.Percent >= Least)
    return 0;
Console.Error.WriteLine($"{all.Percent:0.0} % of the mutants were killed; {Least} % must be.");
return 1;

static string FolderOf(string file) => Path.GetFileName(Path.GetDirectoryName(file))!;

static string Row(string name, Score score) => string.Create(
    CultureInfo.InvariantCulture,
    $"| {name} | {score.Valid} | {score.Killed} | {score.Survived} | {score.NotReached} | {score.NotBuilt} | {score.Percent:0.0} % |\n");

/// <summary>As Stryker counts: a mutant that hangs its tests is killed; one that does not compile, or crashes the host, does not count.</summary>
internal sealed class Score(IReadOnlyList<string> statuses)
{
    public int Killed { get; } = statuses.Count(status => status is "Killed" or "Timeout");

    public int Survived { get; } = statuses.Count(status => status == "Survived");

    public int NotReached { get; } = statuses.Count(status => status == "NoCoverage");

    public int NotBuilt => statuses.Count - Valid;

    public int Valid => Killed + Survived + NotReached;

    public double Percent => Valid == 0 ? 100 : 100.0 * Killed / Valid;
}
