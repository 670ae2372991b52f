// dotnet run retest.cs -- REPORT TEST-PROGRAM...
// Gives each mutant of something static that outlived a run of Stryker a process of its own (see Statics.cs), and writes what became
// of it into the report. The test programs must still lie as Stryker left them, with the mutants in them.
using System.Diagnostics;
using System.Text.Json.Nodes;

var (path, programs) = (args[0], args[1..]);
var report = JsonNode.Parse(File.ReadAllText(path))!;
var survivors = report["files"]!.AsObject()
    .SelectMany(file => file.Value!["mutants"]!.AsArray())
    .Where(mutant => (string?)mutant!["status"] == "Survived" && (bool?)mutant["static"] == true)
    .ToList();
var active = Path.GetTempFileName();
foreach (var mutant in survivors)
{
    File.WriteAllBytes(active, BitConverter.GetBytes(int.Parse((string)mutant!["id"]!)));
    if (programs.Any(Fails))
        mutant["status"] = "Killed";
}

File.Delete(active);
File.WriteAllText(path, report.ToJsonString());
Console.WriteLine($"{survivors.Count} mutants of statics tested alone, {survivors.Count(mutant => (string?)mutant!["status"] == "Killed")} killed.");

bool Fails(string program)
{
    var start = new ProcessStartInfo(program, ["--stop-on-fail", "on", "--no-progress", "--no-ansi"]) { RedirectStandardOutput = true };
    start.Environment["STRYKER_MUTANT_FILE"] = active;
    start.Environment["DESKFLEET_MUTANT_ALONE"] = "1";
    using var process = Process.Start(start)!;
    process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode != 0;
}
