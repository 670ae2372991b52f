using DeskFleet.Api.Tests.Support;
using DeskFleet.Durable.Tests.Support;

namespace DeskFleet.Api.Tests.Stories;

using Repository = DeskFleet.Repository.Tests.Repository;

/// <summary>
/// Terraform with the AWS provider, unmodified: a key with a second name, a directory, its registration, an IP access group and a WorkSpace. What it
/// has made it finds again unchanged, changes in place, and takes away.
/// </summary>
public sealed class TerraformTests
{
    private const string Registry = "registry.terraform.io";
    private const int NoChange = 0;

    /// <summary>Where providers that were installed by hand are: Terraform's own places, and whatever has its folder in them.</summary>
    private static readonly string[] Places = ["/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins", "/opt", "/usr/local/share", "/usr/local/lib"];

    [Fact]
    [Trait("Rule", "API-01")]
    [Trait("RulePart", "ENC-05")]
    [Trait("RulePart", "TAG-02")]
    public async Task Terraform_WholeStory_EndsWithoutDrift()
    {
        Assert.SkipUnless(FullRun.Is, "Terraform starts its provider, of half a gigabyte, at each of six commands; the full run does it: tests/run.sh --full.");
        var (terraform, plugins) = (Tool.All("terraform")[0], PluginFolder());
        Assert.SkipUnless(terraform.Length > 0 && plugins is not null, "Terraform or its AWS provider is not installed; install both from HashiCorp.");
        var folder = Directory.CreateTempSubdirectory("deskfleet-terraform-").FullName;
        File.Copy(Repository.PathOf("tests", "Api.Tests", "Clients", "terraform", "main.tf"), Path.Combine(folder, "main.tf"));
        using var silo = await ApiSilo.Start();
        async Task<int> Run(string command, params string[] arguments)
        {
            var (exit, output, errors) = await Tool.Run(
                terraform, folder, [command, "-no-color", "-input=false", .. arguments], ("TF_VAR_url", silo.Url), ("TF_CLI_CONFIG_FILE", "/dev/null"), ("CHECKPOINT_DISABLE", "1"));
            Assert.True(exit is NoChange or 2, $"terraform {command} ended with {exit}: {errors}");
            Assert.True(exit == NoChange, $"terraform {command} found a difference: {output}");
            return exit;
        }

        try
        {
            await Run("init", $"-plugin-dir={plugins}");
            await Run("apply", "-auto-approve");
            await Run("plan", "-detailed-exitcode");
            Assert.Equal(("Jane.Doe", "alias/aws/workspaces"), await JaneOf(silo));
            await Run("apply", "-auto-approve", "-var", "mode=ALWAYS_ON");
            await Run("plan", "-detailed-exitcode", "-var", "mode=ALWAYS_ON");
            await Run("destroy", "-auto-approve");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(string? User, string? Key)> JaneOf(ApiSilo silo)
    {
        var jane = Assert.Single((await silo.WorkSpaces("DescribeWorkspaces", new { })).Accepted().Body.GetProperty("Workspaces").EnumerateArray());
        return (jane.GetProperty("UserName").GetString(), jane.GetProperty("VolumeEncryptionKey").GetString());
    }

    private static string? PluginFolder() => Places.Where(Directory.Exists)
        .SelectMany(place => Directory.EnumerateDirectories(place).Prepend(place))
        .FirstOrDefault(place => Directory.Exists(Path.Combine(place, Registry, "hashicorp", "aws")));
}
