// dotnet run retest.cs -- REPORT TEST-PROGRAM...
// Gives each mutant of something static that outlived a run of Stryker a process of its own (see Statics.cs), and writes what became
// of it into the report. Without a mutant the tests must pass.
using System.Diagnostics;
using System.Text.Json.Nodes;

const string Assembly = "DeskFleet.Core.dll";
const int NoMutant = -1;

var (path, programs) = (args[0], args[1..]);
var report = JsonNode.Parse(File.ReadAllText(path))!;
var survivors = report["files"]!.AsObject()
    .SelectMany(file => file.Value!["mutants"]!.AsArray())
    .Where(mutant => (string?)mutant!["status"] == "Survived" && (bool?)mutant["static"] == true)
    .ToList();
var (active, originals) = (Path.GetTempFileName(), programs.Select(Of).ToDictionary(file => file, File.ReadAllBytes));
try
{
    foreach (var file in originals.Keys)
        File.Copy(file + ".mutated", file, overwrite: true);
    if (Kills(NoMutant))
        throw new InvalidOperationException("The tests fail without a mutant; run them and mend that first.");
    foreach (var mutant in survivors.Where(mutant => Kills(int.Parse((string)mutant!["id"]!))))
        mutant!["status"] = "Killed";
}
finally
{
    foreach (var (file, content) in originals)
        File.WriteAllBytes(file, content);
    File.Delete(active);
}

File.WriteAllText(path, report.ToJsonString());
Console.WriteLine($"{survivors.Count} mutants of statics tested alone, {survivors.Count(mutant => (string?)mutant!["status"] == "Killed")} killed.");

static string Of(string program) => Path.Combine(Path.GetDirectoryName(program)!, Assembly);

bool Kills(int mutant)
{
    File.WriteAllBytes(active, BitConverter.GetBytes(mutant));
    return programs.Any(Fails);
}

bool Fails(string program)
{
    var start = new ProcessStartInfo(program, ["--stop-on-fail", "on", "--progress", "off", "--no-ansi"]) { RedirectStandardOutput = true };
    start.Environment["STRYKER_MUTANT_FILE"] = active;
    start.Environment["DESKFLEET_MUTANT_ALONE"] = "1";
    using var process = Process.Start(start)!;
    process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode != 0;
}
