namespace DeskFleet.Simulator.Tests;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Scenario(string name) => Path.Combine(Root, "simulator", "scenarios", name);

    /// <summary>The recorded log beside the repository, or a skipped test where it is absent.</summary>
    public static string RecordedLog()
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "traces", "nasa-ipsc", "sessions.csv"));
        Assert.SkipUnless(File.Exists(path), "The recorded NASA log is not beside this repository.");
        return path;
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Orleans.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No Orleans.sln above the tests."));
}
