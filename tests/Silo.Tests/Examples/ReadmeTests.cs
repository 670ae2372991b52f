using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Examples;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("BACKENDS.md", "Silo.Tests/Examples/BackendExample.cs")]
    [InlineData("BACKENDS.md", "Silo.Tests/Examples/DesktopTests.cs")]
    [InlineData("DRIVERS.md", "Durable.Tests/Examples/DriverExample.cs")]
    public void Page_ItsExamples_AreThoseThatAreCompiledAndRun(string page, string example)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "silo", page));
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", example));
        var begin = $"<!-- begin: tests/{example} -->";

        var from = readme.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var excerpt = readme[from..readme.IndexOf("<!-- end -->", from, StringComparison.Ordinal)];

        Assert.Equal($"\n```csharp\n{source}```\n", excerpt);
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--silo-port")]
    [InlineData("--gateway-port")]
    [InlineData("--driver-time-scale")]
    [InlineData("--log-format")]
    public void Readme_ItsOptions_AreAllThere(string option) =>
        Assert.Contains($"`{option}`", File.ReadAllText(Path.Combine(Repository.Root, "silo", "README.md")), StringComparison.Ordinal);
}
