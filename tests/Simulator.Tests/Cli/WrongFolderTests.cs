namespace DeskFleet.Simulator.Tests.Cli;

/// <summary>Every command that reads or writes files, given something else: exit code 2, what it is instead, and the mend.</summary>
public sealed class WrongFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> Readers => new()
    {
        { "bill --run X", "nowhere", "There is no folder X. Name the folder that 'run' wrote with --run." },
        { "bill --run X", "empty", "X holds no finished run: there is no desktops.csv in it. Name the folder" },
        { "bill --run X", "file", "X is a file. Name the folder" },
        { "bill --run X", "series", "X holds a series; each of its runs has a folder of its own, such as X/seed-2026. Name the folder" },
        { "explain --run X bob", "nowhere", "There is no folder X. Name the folder that 'run' wrote with --run." },
        { "explain --run X bob", "empty", "X holds no finished run: there is no events.jsonl in it." },
        { "explain --run X bob", "series", "X holds a series; each of its runs has a folder of its own, such as X/seed-2026." },
        { "diff X X", "nowhere", "There is no folder X. Name two folders that 'run' wrote." },
        { "diff X X", "empty", "X holds no finished run: there is no summary.json in it." },
        { "diff X X", "series", "X holds a series; each of its runs" },
        { "judge X", "nowhere", "The run cannot be judged: There is no folder X. Name the folder that 'run' wrote." },
        { "judge X", "empty", "X holds no finished run: there is no events.jsonl in it." },
        { "judge X", "series", "X holds a series; each of its runs" },
        { "validate X", "empty", "X: This is a folder; name the file in it." },
        { "show X", "empty", "X: This is a folder; name the file in it." },
        { "run X", "empty", "X: This is a folder; name the file in it." },
        { "plan X", "nowhere", "X: There is no such file; check the name." },
        { "new X", "file", "X was not written: There is such a file already. Name another file." },
        { "new X", "empty", "X was not written: A folder of that name is in the way" },
        { "new X/a.yaml", "nowhere", "X/a.yaml was not written: There is no folder X. Name another file." },
        { "run SCENARIO -q --engine core --out X", "file", "The output cannot be written to X: A file of that name is in the way" },
        { "run SCENARIO -q --engine core --out X", "forbidden", "The output cannot be written to X: Nothing may be made in the folder /proc. Name another folder with --out." },
        { "plan SCENARIO -q --state X", "empty", "The state cannot be kept in X: A folder of that name is in the way" },
        { "alerts X --from 2026-03-02T00:00Z --to 2026-03-03T00:00Z", "nowhere", "X: There is no such file. Name a file of Prometheus alert rules." },
        { "bill --run out --prices X", "nowhere", "The prices cannot be read: There is no file X. Name a file such as a run's own prices.json with --prices." },
        { "bill --run out --prices X", "empty", "The prices cannot be read: X is a folder." },
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Command_GivenSomethingElse_SaysWhatItIsAndTheMend(string command, string what, string said)
    {
        var path = PathOf(what);
        var arguments = command.Split(' ').Select(word => word
            .Replace("X", path, StringComparison.Ordinal)
            .Replace("SCENARIO", Repository.Scenario("ordinary-company.yaml"), StringComparison.Ordinal));

        var ended = await SimulatorHere.Run([.. arguments]);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(said.Replace("X", path, StringComparison.Ordinal), ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    private string PathOf(string what) => what switch
    {
        "empty" => Directory.CreateDirectory(_folder.Missing("empty")).FullName,
        "file" => _folder.Write("file.txt", "hello\n"),
        "series" => Directory.CreateDirectory(_folder.Missing("series/seed-2026")).Parent!.FullName,
        "forbidden" => "/proc/nowhere",
        _ => _folder.Missing("nowhere"),
    };
}
