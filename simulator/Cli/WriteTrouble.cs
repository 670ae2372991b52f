namespace DeskFleet.Simulator.Cli;

/// <summary>Says why something could not be written, in words that name what stands in the way.</summary>
internal static class WriteTrouble
{
    /// <param name="path">What was to be written: a file, or a folder.</param>
    public static string Of(string path, Exception fault) => fault switch
    {
        _ when Directory.Exists(path) => "A folder of that name is in the way, or may not be written.",
        _ when File.Exists(path) => "A file of that name is in the way, or may not be written.",
        DirectoryNotFoundException => $"There is no folder {Path.GetDirectoryName(path)}.",
        FileNotFoundException or UnauthorizedAccessException => $"Nothing may be made in the folder {NearestFolder(path)}.",
        _ => fault.Message,
    };

    /// <summary>The folder nearest above the path that there is.</summary>
    private static string NearestFolder(string path)
    {
        var above = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Directory.Exists(above) ? above : NearestFolder(above);
    }
}
