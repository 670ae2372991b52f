using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DeskFleet.Repository.Tests;

/// <summary>Conventions that matter: which way dependencies run, what the top level holds, what must not be in the tree.</summary>
public sealed partial class LayoutTests
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["DeskFleet.Core"] = [],
        ["DeskFleet.Contracts"] = ["DeskFleet.Core"],
        ["DeskFleet.Grains"] = ["DeskFleet.Contracts"],
        ["DeskFleet.Silo"] = ["DeskFleet.Grains"],
        ["DeskFleet.Testing"] = ["DeskFleet.Grains"],
        ["DeskFleet.Simulator"] = ["DeskFleet.Testing"],
    };

    [Fact]
    public void Projects_References_RunOneWay()
    {
        foreach (var (project, allowed) in MayReference)
        {
            var file = Directory.EnumerateFiles(Repository.Root, $"{project}.csproj", SearchOption.AllDirectories).Single();
            var references = XDocument.Load(file).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            Assert.Equal(allowed, references);
        }
    }

    /// <summary>Four folders and the solution, and beside them only what every .NET repository has.</summary>
    [Fact]
    public void TopLevel_Entries_AreThoseOfTheCard()
    {
        string[] required = ["Orleans.sln", "README.md", "grains", "silo", "simulator", "tests"];
        string[] usual =
        [
            "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "LICENSE",
            "NuGet.config", "SECURITY.md", "docs", "global.json",
        ];
        var entries = Directory.EnumerateFileSystemEntries(Repository.Root)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith('.') && name is not ("out" or "TestResults"))
            .ToList();
        Assert.Empty(required.Except(entries));
        Assert.Empty(entries.Except(required).Except(usual));
    }

    [Fact]
    public void Core_Sources_KnowNoClockChanceOrIo()
    {
        var offenders = Repository.Sources("grains/Core").Where(path => Forbidden().IsMatch(File.ReadAllText(path)));
        Assert.Empty(offenders);
    }

    /// <summary>The same noun has the same folder name in Core and Contracts, so that who knows one tree knows both.</summary>
    [Fact]
    public void Contracts_Folders_AreNounsOfCore()
    {
        var core = FoldersOf("grains/Core");
        Assert.Empty(FoldersOf("grains/Contracts").Except(core));
    }

    private static HashSet<string> FoldersOf(string project) =>
        [.. Repository.Sources(project).Select(path => Path.GetRelativePath(Repository.PathOf(project), path)).Where(path => path.Contains('/')).Select(path => path.Split('/')[0])];

    [GeneratedRegex(@"\b(DateTime(Offset)?\.(UtcNow|Now)|SystemClock|TimeProvider|Guid\.NewGuid|Random\.Shared|new Random\(|Task<|File\.|Console\.|Environment\.)")]
    private static partial Regex Forbidden();
}
