namespace DeskFleet.Observability.Tests.Support;

/// <summary>Finds files of the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
