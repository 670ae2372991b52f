namespace DeskFleet.Simulator.Tests;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Scenario(string name) => Path.Combine(Root, "simulator", "scenarios", name);

    /// <summary>A small log of ours, made up, with its jobs beside it in Standard Workload Format; and the recorded NASA log where it is beside this repository.</summary>
    public static IEnumerable<string> Logs { get; } = new[] { OwnLog, NasaLog }.Where(File.Exists);

    public static string OwnLog => Path.Combine(Root, "tests", "Simulator.Tests", "Traces", "Logs", "sessions.csv");

    public static string NasaLog => Path.GetFullPath(Path.Combine(Root, "..", "shared", "traces", "nasa-ipsc", "sessions.csv"));

    /// <summary>The same for tests: the name of the folder tells which.</summary>
    public static TheoryData<string> LogsToTest() => [.. Logs];

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Orleans.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No Orleans.sln above the tests."));
}
