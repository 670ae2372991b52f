namespace DeskFleet.Simulator.Tests;

/// <summary>Outputs that were looked at once and are to stay as they are: files under <c>Golden</c>.</summary>
internal static class Golden
{
    /// <summary>With DESKFLEET_ACCEPT=1 the file is written anew instead: look at what git says changed.</summary>
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(Repository.Root, "tests", "Simulator.Tests", "Golden", name);
        if (Environment.GetEnvironmentVariable("DESKFLEET_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
