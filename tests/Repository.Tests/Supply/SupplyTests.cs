using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace DeskFleet.Repository.Tests.Supply;

/// <summary>What the program is made of: written down, permitted, and built to the same bytes wherever it is built.</summary>
public sealed class SupplyTests
{
    /// <summary>What may be passed on in a closed product too. The two addresses lead to the text of the MIT licence.</summary>
    private static readonly HashSet<string> Permitted =
    [
        "MIT", "Apache-2.0", "BSD-3-Clause", "PostgreSQL", "MS-PL OR Apache-2.0",
        "https://raw.githubusercontent.com/bchavez/Bogus/master/LICENSE",
        "https://github.com/MiloszKrajewski/K4os.Compression.LZ4/blob/master/LICENSE?raw=true",
    ];

    private static readonly string[] Shipped = ["DeskFleet.Core.dll", "DeskFleet.Contracts.dll", "DeskFleet.Grains.dll", "deskfleet-silo.dll"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Licences_OfAllPackages_ArePermittedAndWrittenDown()
    {
        var (shipped, all) = (Package.Of("silo").Concat(Package.Of("simulator")).Select(package => package.Name).ToHashSet(), Package.Of("."));
        var text = new StringBuilder("# Packages and their licences\n\nOf all projects, with what packages bring along; the third column says whether the silo or the simulator brings it along.\n\n| package | licence | shipped |\n|---|---|---|\n");
        foreach (var package in all)
            text.Append($"| {package.Name} {package.Version} | {package.Licence} | {(shipped.Contains(package.Name) ? "yes" : "no")} |\n");

        Assert.DoesNotContain(all, package => !Permitted.Contains(package.Licence));
        Repository.AssertGenerated(Repository.PathOf("tests", "LICENCES.md"), text.ToString());
    }

    [Fact]
    public void Versions_OfAllPackages_AreExact()
    {
        var asked = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion").Select(package => package.Attribute("Version")!.Value).ToList();

        Assert.NotEmpty(asked);
        Assert.All(asked, version => Assert.Matches(@"^\d+(\.\d+)+(-[\w.]+)?$", version));
    }

    /// <summary>For every platform alike: what publishing for one of them adds is not in it.</summary>
    [Fact]
    public void Versions_OfAllProjects_AreLockedWithTheirChecksums()
    {
        foreach (var project in Repository.Sources(".", "*.csproj").Select(file => Path.GetDirectoryName(file)!))
        {
            var file = Path.Combine(project, "packages.lock.json");
            Assert.True(File.Exists(file), $"{Path.GetRelativePath(Repository.Root, project)} has no packages.lock.json; restore it and commit the file.");
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("http", text, StringComparison.Ordinal);
            var platform = Assert.Single(JsonDocument.Parse(text).RootElement.GetProperty("dependencies").EnumerateObject());
            var locked = platform.Value.EnumerateObject().Where(package => package.Value.GetProperty("type").GetString() != "Project").ToList();
            Assert.All(locked, package => Assert.NotEmpty(package.Value.GetProperty("contentHash").GetString()!));
            Assert.Equal(
                Package.Of(Path.GetRelativePath(Repository.Root, project)).Select(package => $"{package.Name} {package.Version}"),
                locked.Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}").Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Audit_OfKnownVulnerabilities_IsOnForEverythingAndAnError()
    {
        var settings = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("PropertyGroup").Elements().ToLookup(element => element.Name.LocalName, element => element.Value);

        Assert.Equal(["true"], settings["NuGetAudit"]);
        Assert.Equal(["all"], settings["NuGetAuditMode"]);
        Assert.Equal(["low"], settings["NuGetAuditLevel"]);
        Assert.Equal(["true"], settings["TreatWarningsAsErrors"]);
        Assert.DoesNotContain(settings["WarningsNotAsErrors"].SelectMany(value => value.Split(';')), code => code is "NU1901" or "NU1902" or "NU1903" or "NU1904");
    }

    [Fact]
    public async Task Sbom_OfTheSilo_ListsWhatItsBuildUses()
    {
        var folder = Directory.CreateTempSubdirectory("deskfleet-sbom-").FullName;
        var (code, said) = await Run("bash", Repository.Root, Repository.PathOf("tests", "sbom.sh"), folder);
        Assert.SkipUnless(code == 0, $"The tool that writes it could not be run: {said}");
        using var bom = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "bom.json"), Cancellation));

        var listed = bom.RootElement.GetProperty("components").EnumerateArray().Select(component => $"{component.GetProperty("name").GetString()} {component.GetProperty("version").GetString()}");

        Assert.Superset(listed.Where(name => !name.StartsWith("DeskFleet.", StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase), Package.Of("silo").Select(package => $"{package.Name} {package.Version}").ToHashSet(StringComparer.OrdinalIgnoreCase));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// From two copies of the sources, at two places, without debugging information: in that, and in the ids that point to it, the order of what the framework's
    /// generator of log methods writes differs from build to build. Takes minutes, so only the full run does it.
    /// </summary>
    [Fact]
    public async Task Build_OfTheSameSourcesTwice_GivesTheSameBytes()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("DESKFLEET_FULL") == "1", "The full run does it: tests/run.sh --full.");
        var folder = Directory.CreateTempSubdirectory("deskfleet-twice-").FullName;
        var builds = new List<Dictionary<string, string>>();
        foreach (var place in new[] { "one", "another-place" })
            builds.Add(await Build(Path.Combine(folder, place)));

        Assert.Equal(Shipped.Order(StringComparer.Ordinal), builds[0].Keys.Order(StringComparer.Ordinal));
        Assert.Equal(builds[0], builds[1]);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Dictionary<string, string>> Build(string place)
    {
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig" }.Concat(Tree("grains")).Concat(Tree("silo")))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(place, file))!);
            File.Copy(Repository.PathOf(file), Path.Combine(place, file));
        }

        var (code, said) = await Run("dotnet", place, "build", "silo", "-c", "Release", "-p:RunAnalyzers=false", "-p:DebugType=none", "-p:RestoreLockedMode=true", "-p:UseSharedCompilation=false", "-nodeReuse:false");
        Assert.True(code == 0, said);
        return Shipped.ToDictionary(name => name, name => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(place, "silo", "bin", "Release", "net10.0", name)))));
    }

    private static IEnumerable<string> Tree(string folder) => Repository.Sources(folder, "*").Select(path => Path.GetRelativePath(Repository.Root, path));

    private static async Task<(int Code, string Said)> Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, string.Concat(said));
    }
}
