using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Examples;

public sealed class ReadmeTests
{
    private const string Begin = "<!-- begin: tests/Silo.Tests/Examples/BackendExample.cs -->";
    private const string End = "<!-- end -->";

    [Fact]
    public void Readme_ItsExample_IsTheOneThatIsCompiledAndRun()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "silo", "README.md"));
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Silo.Tests", "Examples", "BackendExample.cs"));

        var from = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var excerpt = readme[from..readme.IndexOf(End, from, StringComparison.Ordinal)];

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
