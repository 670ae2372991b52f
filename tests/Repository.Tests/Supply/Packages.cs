using System.Text.Json;
using System.Xml.Linq;

namespace DeskFleet.Repository.Tests.Supply;

/// <summary>A package that is used, directly or because another one brings it along.</summary>
/// <param name="Licence">As the package itself says: an SPDX expression, or the address of a text.</param>
internal sealed record Package(string Name, string Version, string Licence)
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>All that the projects below a folder were built with, on every platform.</summary>
    public static IReadOnlyList<Package> Of(string folder)
    {
        var named = from project in Repository.Sources(folder, "*.csproj")
                    let restored = Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json")
                    from target in JsonDocument.Parse(File.ReadAllText(restored)).RootElement.GetProperty("targets").EnumerateObject()
                    where !target.Name.Contains('/', StringComparison.Ordinal)
                    from package in target.Value.EnumerateObject()
                    where package.Value.GetProperty("type").GetString() == "package"
                    let part = package.Name.Split('/')
                    select (Name: part[0], Version: part[1]);
        return [.. named.Distinct().OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Version, StringComparer.Ordinal).Select(one => new Package(one.Name, one.Version, LicenceOf(one.Name, one.Version)))];
    }

    private static string LicenceOf(string name, string version)
    {
        var (id, number) = (name.ToLowerInvariant(), version.ToLowerInvariant());
        var metadata = XDocument.Load(Path.Combine(Folder, id, number, $"{id}.nuspec")).Root!.Elements().Single(element => element.Name.LocalName == "metadata").Elements();
        return metadata.FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value
            ?? metadata.FirstOrDefault(element => element.Name.LocalName == "licenseUrl")?.Value
            ?? "none";
    }
}
