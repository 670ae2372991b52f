using System.Xml.Linq;

namespace DeskFleet.Durable.Tests.Packages;

/// <summary>Somebody's own test project, with xUnit and our packages and nothing else, runs the five lines of the README.</summary>
public sealed class TestingPackageTests
{
    [Fact]
    public async Task Packages_InAFreshXunitProject_RunTheExampleOfTheReadme()
    {
        using var feed = new PackageFeed();
        await feed.Pack("grains/Core", "grains/Contracts", "grains/Grains", "grains/Testing");
        var example = await File.ReadAllTextAsync(Path.Combine(PackageFeed.Root, "tests", "Silo.Tests", "Examples", "DesktopTests.cs"), TestContext.Current.CancellationToken);

        var said = await PackageFeed.Run(await feed.Build(Project(), example));

        Assert.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", said, StringComparison.Ordinal);
    }

    private static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="xunit.v3" Version="{VersionOf("xunit.v3")}" />
            <PackageReference Include="DeskFleet.Testing" Version="*" />
            <Using Include="Xunit" />
          </ItemGroup>
        </Project>
        """;

    private static string VersionOf(string package) => XDocument.Load(Path.Combine(PackageFeed.Root, "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(version => version.Attribute("Include")!.Value == package).Attribute("Version")!.Value;
}
