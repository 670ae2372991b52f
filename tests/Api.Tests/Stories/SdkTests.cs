using System.Globalization;
using DeskFleet.Api.Tests.Support;

namespace DeskFleet.Api.Tests.Stories;

using Repository = DeskFleet.Repository.Tests.Repository;

/// <summary>The SDKs, unmodified: 25 desktops from launch to termination, a directory from creation to deletion, a key that gets disabled.</summary>
public sealed class SdkTests
{
    private static readonly string Clients = Repository.PathOf("tests", "Api.Tests", "Clients");

    /// <summary>The newest that was there when it was written, and one of 2023, which an older Node runs too.</summary>
    [Theory]
    [InlineData(".", 20)]
    [InlineData("older", 14)]
    [Trait("Rule", "API-01")]
    [Trait("RulePart", "WKS-03")]
    public async Task JavaScript_WholeStory_EndsWell(string version, int node) => await Send(Tool.Find("node"), "story.mjs", await Sdk(version, node));

    /// <summary>Metrics and alarms, with every paginator of its client.</summary>
    [Theory]
    [InlineData(".", 20)]
    [InlineData("older", 14)]
    [Trait("Rule", "MON-02")]
    [Trait("RulePart", "API-01")]
    public async Task JavaScript_MetricsAndAlarms_EndsWell(string version, int node) => await Send(Tool.Find("node"), "cloudwatch.mjs", await Sdk(version, node));

    /// <summary>The folder of one version of the SDK; installed where it is not.</summary>
    private static async Task<string> Sdk(string version, int node)
    {
        var (npm, folder) = (Tool.Find("npm"), Path.Combine(Clients, version));
        var here = await NodeVersion();
        Assert.SkipUnless(here >= node, $"this version of the JavaScript SDK wants Node {node} or newer, and here is {here}; an older one is run.");
        if (!IsInstalled(Path.Combine(folder, "node_modules")) && (await Tool.Run(npm, folder, ["ci", "--no-audit", "--no-fund"])) is { Exit: not 0 } failed)
            throw Tool.Missing($"the JavaScript SDK ({failed.Errors.Split('\n')[0].Trim()})");
        return folder;
    }

    /// <summary>npm writes this file last: without it the folder is what an install that broke off has left. An earlier one lacks what came later.</summary>
    private static bool IsInstalled(string modules) =>
        File.Exists(Path.Combine(modules, ".package-lock.json")) && Directory.Exists(Path.Combine(modules, "@aws-sdk", "client-cloudwatch"));

    [Theory]
    [MemberData(nameof(Pythons))]
    [Trait("Rule", "API-01")]
    [Trait("RulePart", "WKS-03")]
    public async Task Boto3_WholeStory_EndsWell(string python) => await Send(Tool.Installed(python, "Python's boto3"), "story.py");

    /// <summary>Every Python of this machine that has it.</summary>
    public static TheoryData<string> Pythons() => [.. Tool.Pythons("boto3")];

    private static async Task<int> NodeVersion() =>
        int.Parse((await Tool.Run(Tool.Find("node"), Clients, ["--version"])).Output.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture);

    private static async Task Send(string program, params string[] story)
    {
        using var access = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path, "--instant", "--control");
        await silo.Control("limits", new { workSpaces = 100, account = "111122223333" });

        var (exit, output, errors) = await Tool.Run(program, Clients, [story[0], silo.Url, .. story[1..]]);

        Assert.True(exit == 0, $"{story[0]}: {errors}");
        Assert.Equal("the whole story", output.Trim());
    }
}
