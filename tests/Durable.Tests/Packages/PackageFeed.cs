using System.Diagnostics;

namespace DeskFleet.Durable.Tests.Packages;

/// <summary>A fresh project in a folder of its own, which knows DeskFleet only as packages.</summary>
internal sealed class PackageFeed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-package-").FullName;

    public static string Root { get; } = FindRoot();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Packs projects, as they are built, into the feed.</summary>
    public async Task Pack(params string[] projects)
    {
        foreach (var project in projects)
            await Dotnet(Root, "pack", project, "-c", "Release", "--no-build", "-o", Path.Combine(_folder, "feed"));
    }

    /// <summary>Builds a program of one project file and one source file; returns its assembly's path.</summary>
    public async Task<string> Build(string project, string source)
    {
        await Write("nuget.config", NugetConfig());
        await Write("program.csproj", project);
        await Write("Program.cs", source);
        await Dotnet(_folder, "build", "-c", "Release", "-o", "out");
        return Path.Combine(_folder, "out", "program.dll");
    }

    /// <summary>What a program that succeeds says.</summary>
    public static Task<string> Run(string assembly, params string[] arguments) => Dotnet(Path.GetDirectoryName(assembly)!, ["exec", assembly, .. arguments]);

    /// <summary>Our packages come from the feed alone and into a folder of their own; what they need is in the user's cache since the build.</summary>
    private static string NugetConfig()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders><clear /><add key="cache" value="{cache}" /></fallbackPackageFolders>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
            </configuration>
            """;
    }

    private Task Write(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text, TestContext.Current.CancellationToken);

    private static async Task<string> Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output} {await errors}");
        return output;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Orleans.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
