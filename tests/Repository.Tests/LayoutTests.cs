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

    [Fact]
    public void TopLevel_Entries_AreThoseOfTheCard()
    {
        string[] expected = ["Directory.Build.props", "Directory.Packages.props", "Orleans.sln", "README.md", "global.json", "grains", "silo", "simulator", "tests"];
        string[] ofEveryRepository = ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md", "docs"];
        var entries = Directory.EnumerateFileSystemEntries(Repository.Root)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith('.') && name != "out" && name != "TestResults");
        Assert.Equal(expected, entries.Except(ofEveryRepository).Order(StringComparer.Ordinal));
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
