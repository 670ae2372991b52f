using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Examples;

public sealed class ReadmeTests
{
    [Theory]
    [InlineData("BackendExample.cs")]
    [InlineData("DesktopTests.cs")]
    public void Page_ItsExamples_AreThoseThatAreCompiledAndRun(string example)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "silo", "BACKENDS.md"));
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Silo.Tests", "Examples", example));
        var begin = $"<!-- begin: tests/Silo.Tests/Examples/{example} -->";

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
