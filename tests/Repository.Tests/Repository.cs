namespace DeskFleet.Repository.Tests;

/// <summary>The working tree that the tests belong to.</summary>
internal static class Repository
{
    private const string Regenerate = "DESKFLEET_REGENERATE";

    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Source files below a folder, without what a build makes.</summary>
    public static IEnumerable<string> Sources(string folder, string pattern = "*.cs") =>
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories)
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>
    /// Demands that a checked-in text is what it is generated from. With DESKFLEET_REGENERATE=1 in the environment it is written instead.
    /// </summary>
    public static void AssertGenerated(string path, string expected)
    {
        if (Environment.GetEnvironmentVariable(Regenerate) == "1")
            File.WriteAllText(path, expected);
        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == expected,
            $"{Path.GetRelativePath(Root, path)} is stale; run the tests once with {Regenerate}=1 and commit what changes.");
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Orleans.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
