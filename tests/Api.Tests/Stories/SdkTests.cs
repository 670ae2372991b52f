using DeskFleet.Api.Tests.Support;

namespace DeskFleet.Api.Tests.Stories;

using Repository = DeskFleet.Repository.Tests.Repository;

/// <summary>The SDKs, unmodified: 25 desktops from launch to termination, a directory from creation to deletion, a key that gets disabled.</summary>
public sealed class SdkTests
{
    private static readonly string Clients = Repository.PathOf("tests", "Api.Tests", "Clients");

    [Fact]
    [Trait("Rule", "API-01")]
    [Trait("RulePart", "WKS-03")]
    public async Task JavaScript_WholeStory_EndsWell()
    {
        var (npm, node) = (Tool.Find("npm"), Tool.Find("node"));
        if (!Directory.Exists(Path.Combine(Clients, "node_modules")))
        {
            var installed = await Tool.Run(npm, Clients, ["ci", "--no-audit", "--no-fund"]);
            Assert.True(installed.Exit == 0, $"npm ci: {installed.Errors}");
        }

        await Send(node, "story.mjs");
    }

    [Fact]
    [Trait("Rule", "API-01")]
    [Trait("RulePart", "WKS-03")]
    public async Task Boto3_WholeStory_EndsWell() => await Send(await Tool.Python("boto3"), "story.py");

    private static async Task Send(string program, string story)
    {
        using var access = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path, "--instant", "--control");
        await silo.Control("limits", new { workSpaces = 100, account = "111122223333" });

        var (exit, output, errors) = await Tool.Run(program, Clients, [story, silo.Url]);

        Assert.True(exit == 0, $"{story}: {errors}");
        Assert.Equal("the whole story", output.Trim());
    }
}
