namespace DeskFleet.Simulator.Tests;

/// <summary>Files of the repository that are made from others.</summary>
internal static class Regenerated
{
    /// <summary>With DESKFLEET_REGENERATE=1 the file is written anew instead: look at what git says changed.</summary>
    public static void Matches(string path, string made)
    {
        if (Environment.GetEnvironmentVariable("DESKFLEET_REGENERATE") == "1")
            File.WriteAllText(path, made);
        Assert.Equal(made, File.ReadAllText(path));
    }
}
