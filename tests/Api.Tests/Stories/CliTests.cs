using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Stories;

/// <summary>The AWS CLI, unmodified and signing its requests, from an empty silo to a terminated desktop.</summary>
public sealed class CliTests
{
    [Theory]
    [MemberData(nameof(AwsCli.Installed), MemberType = typeof(AwsCli))]
    [Trait("Rule", "API-01")]
    [Trait("RulePart", "DIR-07")]
    [Trait("Rule", "API-03")]
    public async Task Cli_WholeStory_WorksWithoutAConsole(string cli)
    {
        using var access = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path, "--instant", "--control");
        var aws = new AwsCli(cli, silo.Url);

        var early = await aws.Run("workspaces", "create-workspaces", "--workspaces", "DirectoryId=d-0123456789,UserName=ann,BundleId=wsb-standard");
        Assert.Equal("ResourceNotFound.Directory", early!.Value.GetProperty("FailedRequests")[0].GetProperty("ErrorCode").GetString());

        var directory = (await aws.Run(
            "ds", "create-directory", "--name", "corp.example.com", "--password", "Secret-123456", "--size", "Small",
            "--vpc-settings", "VpcId=vpc-12345678,SubnetIds=subnet-aaaaaaaa,subnet-bbbbbbbb"))!.Value.GetProperty("DirectoryId").GetString()!;
        await aws.RegisterDirectory(directory);
        var bundle = (await aws.Run("workspaces", "describe-workspace-bundles", "--owner", "AMAZON", "--query", "Bundles[?Name=='Standard'].BundleId | [0]"))!.Value.GetString()!;

        var created = await aws.Run(
            "workspaces", "create-workspaces", "--workspaces",
            $"DirectoryId={directory},UserName=ann,BundleId={bundle},WorkspaceProperties={{RunningMode=AUTO_STOP}},Tags=[{{Key=team,Value=blue}}]");
        Assert.Empty(created!.Value.GetProperty("FailedRequests").EnumerateArray());
        var id = created.Value.GetProperty("PendingRequests")[0].GetProperty("WorkspaceId").GetString()!;

        await Until(aws, id, "AVAILABLE");
        await aws.Run("workspaces", "stop-workspaces", "--stop-workspace-requests", $"WorkspaceId={id}");
        await Until(aws, id, "STOPPED");
        await aws.Run("workspaces", "modify-workspace-properties", "--workspace-id", id, "--workspace-properties", "RunningModeAutoStopTimeoutInMinutes=120");
        await aws.Run("workspaces", "start-workspaces", "--start-workspace-requests", $"WorkspaceId={id}");
        await Until(aws, id, "AVAILABLE");
        await aws.Run("workspaces", "create-tags", "--resource-id", id, "--tags", "Key=cost,Value=42");
        var tags = await aws.Run("workspaces", "describe-tags", "--resource-id", id, "--query", "TagList[].Key");
        Assert.Equal(["cost", "team"], tags!.Value.EnumerateArray().Select(tag => tag.GetString()));
        var refused = await aws.Fails("workspaces", "deregister-workspace-directory", "--directory-id", directory);
        Assert.Contains("(InvalidResourceStateException)", refused, StringComparison.Ordinal);

        // The CLI takes bare ids here, and turns anything else into one.
        await aws.Run("workspaces", "terminate-workspaces", "--terminate-workspace-requests", id);
        await Until(aws, id, null);
        await aws.Run("workspaces", "deregister-workspace-directory", "--directory-id", directory);
        await aws.Run("ds", "delete-directory", "--directory-id", directory);
        Assert.Contains("(EntityDoesNotExistException)", await aws.Fails("ds", "describe-directories", "--directory-ids", directory), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AwsCli.Installed), MemberType = typeof(AwsCli))]
    public async Task Cli_WrongSecret_IsToldSo(string cli)
    {
        using var access = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path);

        var refused = await new AwsCli(cli, silo.Url, secret: "something else entirely").Fails("workspaces", "describe-workspaces");

        Assert.Contains("(InvalidSignatureException)", refused, StringComparison.Ordinal);
    }

    private static Task<string?> Until(AwsCli aws, string id, string? state) => Eventually.Is(
        state,
        async () =>
        {
            var found = await aws.Run("workspaces", "describe-workspaces", "--workspace-ids", id, "--query", "Workspaces[].State");
            return found!.Value.EnumerateArray().Select(value => value.GetString()).SingleOrDefault();
        },
        $"the state of {id}");
}
