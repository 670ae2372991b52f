namespace DeskFleet.Simulator.Stories;

/// <summary>Tells a folder that <c>run</c> wrote from everything else that may be named instead of it.</summary>
internal static class FinishedFolder
{
    /// <summary>Where a file of a finished run is.</summary>
    /// <exception cref="InvalidDataException">It is not there; says what the folder is instead.</exception>
    public static string File(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return System.IO.File.Exists(path) ? path : throw new InvalidDataException(Instead(folder, name));
    }

    private static string Instead(string folder, string name)
    {
        if (System.IO.File.Exists(folder))
            return $"{folder} is a file.";
        if (!Directory.Exists(folder))
            return $"There is no folder {folder}.";
        if (Directory.EnumerateDirectories(folder, "seed-*").Order(StringComparer.Ordinal).FirstOrDefault() is { } first)
            return $"{folder} holds a series; each of its runs has a folder of its own, such as {first}.";
        return $"{folder} holds no finished run: there is no {name} in it.";
    }
}
