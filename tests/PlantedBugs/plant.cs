// dotnet run tests/PlantedBugs/plant.cs -- [NAME...] [--seeds N] [--check] [--into FILE]
// Plants each bug of bugs.txt in a copy of the last commit, builds the simulator there, and lets chaos look for it.
// --check plants nothing: it says whether each bug still fits the code. --into writes the table of what was caught, by what and when.
// Exit codes: 0 all were caught, 1 one survived or fits no more, 2 a name is unknown.
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

const int FirstBatch = 20;
var limit = TimeSpan.FromMinutes(15);

var root = Environment.CurrentDirectory;
while (!File.Exists(Path.Combine(root, "Orleans.sln")))
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run it in the repository.");
var home = Path.Combine(root, "tests", "PlantedBugs");
if (args.Contains("--help"))
{
    Console.WriteLine(string.Join('\n', File.ReadLines(Path.Combine(home, "plant.cs")).TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)).Select(line => line.TrimStart('/', ' '))));
    return 0;
}

var seeds = Value("--seeds") is { } given ? int.Parse(given) : 500;
var names = args.Where((arg, i) => !arg.StartsWith("--", StringComparison.Ordinal) && (i == 0 || args[i - 1] is not ("--seeds" or "--into"))).ToList();
var bugs = Read(Path.Combine(home, "bugs.txt"));
if (names.FirstOrDefault(name => bugs.All(bug => bug.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"bugs.txt has no '{unknown}'; it has {string.Join(", ", bugs.Select(bug => bug.Name))}.");
    return 2;
}

if (args.Contains("--check"))
{
    var stale = bugs.Where(bug => bug.Plant(root, write: false) is null).ToList();
    stale.ForEach(bug => Console.Error.WriteLine($"{bug.Name} does not fit grains/Core/{bug.File} any more: '{bug.Was}' is not there as often as it says."));
    return stale.Count == 0 ? 0 : 1;
}

var copy = Path.Combine(Path.GetTempPath(), $"planted-{Environment.ProcessId}");
Run(root, "git", ["worktree", "add", "--detach", copy, "HEAD"], TimeSpan.FromMinutes(2));
var rows = new List<string>();
var survivors = 0;
try
{
    foreach (var bug in bugs.Where(bug => names.Count == 0 || names.Contains(bug.Name)))
    {
        var (isCaught, found) = Try(bug);
        survivors += isCaught ? 0 : 1;
        rows.Add($"| {bug.Name} | {bug.What} | {found} |");
        Console.WriteLine($"{(isCaught ? "caught  " : "SURVIVED")} {bug.Name}: {found}");
    }
}
finally
{
    Run(root, "git", ["worktree", "remove", "--force", copy], TimeSpan.FromMinutes(1));
}

if (Value("--into") is { } table)
    File.WriteAllLines(table, ["| bug | what breaks | caught |", "|---|---|---|", .. rows]);
Console.WriteLine($"{rows.Count - survivors} of {rows.Count} caught within {seeds} seeds.");
return survivors == 0 ? 0 : 1;

(bool IsCaught, string Found) Try(Bug bug)
{
    if (bug.Plant(copy, write: true) is not { } original)
        return (false, "does not fit the code any more");
    try
    {
        var built = Run(copy, "dotnet", ["build", "simulator", "-c", "Release", "-v", "q", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false"], TimeSpan.FromMinutes(20));
        if (built.Code != 0)
            return (false, "does not build: " + built.Text.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)));
        // Each seed without faults too: there nothing may be late by a tick. And as a large one, in which what is rare comes about.
        for (var (from, batch) = (1, FirstBatch); from <= seeds; (from, batch) = (from + batch, batch * 2))
        {
            foreach (var profile in new[] { "calm", "small", "large" })
            {
                var hunt = Run(copy, "dotnet", ["simulator/bin/Release/net10.0/deskfleet-sim.dll", "chaos", "--profile", profile, "--from", $"{from}", "--seeds", $"{Math.Min(batch, seeds - from + 1)}", "--out", Path.Combine(copy, "out", "planted")], limit);
                if (hunt.Code is null)
                    return (false, $"seeds from {from} do not end within {limit.TotalMinutes:0} min");
                if (hunt.Code != 0)
                    return (true, $"{profile} {FirstFault(hunt.Text)}");
            }
        }

        return (false, $"nothing in {seeds} seeds");
    }
    finally
    {
        File.WriteAllText(Path.Combine(copy, "grains", "Core", bug.File), original);
    }
}

static string FirstFault(string text) =>
    Regex.Match(text, "^seed .*$", RegexOptions.Multiline) is { Success: true } line ? line.Value.Trim() : text.Split('\n').First(line => line.Length > 0);

string? Value(string option) => Array.IndexOf(args, option) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

static List<Bug> Read(string file)
{
    var bugs = new List<Bug>();
    foreach (var line in File.ReadLines(file).Where(line => line.Length > 0 && line[0] is '=' or '@' or '-' or '+'))
    {
        var text = line[1..].Trim();
        if (line[0] == '=')
            bugs.Add(new(Regex.Split(text, @"\s+")[0], Regex.Replace(text, @"^\S+\s+", ""), "", 0, "", ""));
        else
            bugs[^1] = line[0] switch
            {
                '@' => bugs[^1] with { File = text.Split(' ')[0], Place = text.Contains(' ', StringComparison.Ordinal) ? int.Parse(text.Split(' ')[1]) : 0 },
                '-' => bugs[^1] with { Was = text },
                _ => bugs[^1] with { Becomes = text },
            };
    }

    return bugs;
}

static (int? Code, string Text) Run(string folder, string program, string[] arguments, TimeSpan limit)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
    using var process = Process.Start(start)!;
    var text = new StringBuilder();
    process.OutputDataReceived += (_, line) => { lock (text) text.AppendLine(line.Data); };
    process.ErrorDataReceived += (_, line) => { lock (text) text.AppendLine(line.Data); };
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    if (!process.WaitForExit(limit))
    {
        process.Kill(entireProcessTree: true);
        return (null, text.ToString());
    }

    process.WaitForExit();
    return (process.ExitCode, text.ToString());
}

internal sealed record Bug(string Name, string What, string File, int Place, string Was, string Becomes)
{
    /// <returns>The file as it was; null: the bug does not fit.</returns>
    public string? Plant(string tree, bool write)
    {
        var path = Path.Combine(tree, "grains", "Core", File);
        if (!System.IO.File.Exists(path))
            return null;
        var original = System.IO.File.ReadAllText(path);
        var places = Regex.Matches(original, Regex.Escape(Was)).Select(found => found.Index).ToList();
        if (Place == 0 ? places.Count != 1 : places.Count < Place)
            return null;
        var at = places[Math.Max(0, Place - 1)];
        if (write)
            System.IO.File.WriteAllText(path, string.Concat(original.AsSpan(0, at), Becomes, original.AsSpan(at + Was.Length)));
        return original;
    }
}
