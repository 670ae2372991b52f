using DeskFleet.Api.Tests.Support;

namespace DeskFleet.Api.Tests.Stories;

using Repository = DeskFleet.Repository.Tests.Repository;

/// <summary>The JavaScript SDK, unmodified: 25 desktops from launch to termination.</summary>
public sealed class SdkTests
{
    [Fact]
    [Trait("Rule", "API-01")]
    [Trait("RulePart", "WKS-03")]
    public async Task Sdk_WholeStory_EndsWell()
    {
        var (npm, node) = (Tool.Find("npm"), Tool.Find("node"));
        var folder = Repository.PathOf("tests", "Api.Tests", "Clients");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            var installed = await Tool.Run(npm, folder, ["ci", "--no-audit", "--no-fund"]);
            Assert.True(installed.Exit == 0, $"npm ci: {installed.Errors}");
        }

        using var access = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path, "--instant", "--control");
        await silo.Control("limits", new { workSpaces = 100, account = "111122223333" });

        var (exit, output, errors) = await Tool.Run(node, folder, ["story.mjs", silo.Url]);

        Assert.True(exit == 0, $"story.mjs: {errors}");
        Assert.Equal("the whole story", output.Trim());
    }
}
