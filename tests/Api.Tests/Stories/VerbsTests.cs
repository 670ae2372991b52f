using DeskFleet.Api.Tests.Support;
using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;
using NodaTime;

namespace DeskFleet.Api.Tests.Stories;

/// <summary>Each verb of an administrator, once by the unmodified AWS CLI and once through the grain client.</summary>
public sealed class VerbsTests
{
    [Theory]
    [MemberData(nameof(AwsCli.Installed), MemberType = typeof(AwsCli))]
    [Trait("Rule", "WKS-10")]
    public async Task EveryVerb_ByCliAndByGrainClient_ChangesTheSameAndLeavesTheSameRecord(string cli)
    {
        using var access = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path, "--instant", "--control");
        var (aws, client) = (new AwsCli(cli, silo.Url), await silo.Backend());
        var directory = (await aws.Run(
            "ds", "create-directory", "--name", "corp.example.com", "--password", "Secret-123456", "--size", "Small",
            "--vpc-settings", "VpcId=vpc-12345678,SubnetIds=subnet-aaaaaaaa,subnet-bbbbbbbb"))!.Value.GetProperty("DirectoryId").GetString()!;
        await aws.RegisterDirectory(directory);

        // The provider's pools bring a host when the first desktop waits for one, which would be a difference of its own.
        foreach (var early in new[] { "yan", "zoe" })
            await Is(client, Assert.IsType<Launched>(await client.Launch(Launch(directory, early))).WorkSpace, Lifecycle.Available);

        var byCli = await ByCli(aws, client, directory);
        var byClient = await ByClient(client, directory);

        var (expected, actual) = (await Record(client, byClient), await Record(client, byCli));
        Assert.Equal(expected, actual);
        Assert.Equal(
            ["PENDING", "AVAILABLE", "STOPPING", "STOPPED", "STARTING", "AVAILABLE", "REBOOTING", "AVAILABLE", "REBUILDING", "AVAILABLE", "TERMINATING", "TERMINATED"],
            actual.Where(line => line.Contains(" to ", StringComparison.Ordinal)).Select(line => line.Split(' ')[^1]));
        Assert.Contains(nameof(ModeChanged), actual);
    }

    private static async Task<WorkSpaceId> ByCli(AwsCli aws, FleetClient client, string directory)
    {
        var created = await aws.Run(
            "workspaces", "create-workspaces", "--workspaces",
            $"DirectoryId={directory},UserName=ann,BundleId={BundleId.Named("Standard")},WorkspaceProperties={{RunningMode=AUTO_STOP}}");
        var id = created!.Value.GetProperty("PendingRequests")[0].GetProperty("WorkspaceId").GetString()!;
        var desktop = new WorkSpaceId(id);
        await Is(client, desktop, Lifecycle.Available);
        await aws.Run("workspaces", "stop-workspaces", "--stop-workspace-requests", $"WorkspaceId={id}");
        await Is(client, desktop, Lifecycle.Stopped);
        await aws.Run("workspaces", "start-workspaces", "--start-workspace-requests", $"WorkspaceId={id}");
        await Is(client, desktop, Lifecycle.Available);
        await aws.Run("workspaces", "reboot-workspaces", "--reboot-workspace-requests", id);
        await Is(client, desktop, Lifecycle.Available);
        await aws.Run("workspaces", "rebuild-workspaces", "--rebuild-workspace-requests", id);
        await Is(client, desktop, Lifecycle.Available);
        await aws.Run("workspaces", "modify-workspace-properties", "--workspace-id", id, "--workspace-properties", "RunningMode=ALWAYS_ON");
        await aws.Run("workspaces", "terminate-workspaces", "--terminate-workspace-requests", id);
        await Is(client, desktop, null);
        return desktop;
    }

    private static async Task<WorkSpaceId> ByClient(FleetClient client, string directory)
    {
        var desktop = Assert.IsType<Launched>(await client.Launch(Launch(directory, "bob"))).WorkSpace;
        await Is(client, desktop, Lifecycle.Available);
        Assert.IsType<Accepted>(await client.Stop(desktop, new(NewId("stop"))));
        await Is(client, desktop, Lifecycle.Stopped);
        Assert.IsType<Accepted>(await client.Start(desktop, new(NewId("start"))));
        await Is(client, desktop, Lifecycle.Available);
        Assert.IsType<Accepted>(await client.Reboot(desktop, new(NewId("reboot"))));
        await Is(client, desktop, Lifecycle.Available);
        Assert.IsType<Accepted>(await client.Rebuild(desktop, new(NewId("rebuild"))));
        await Is(client, desktop, Lifecycle.Available);
        Assert.IsType<Accepted>(await client.Modify(desktop, new(NewId("modify"), RunningMode.AlwaysOn, null)));
        Assert.IsType<Accepted>(await client.Terminate(desktop, new(NewId("terminate"))));
        await Is(client, desktop, null);
        return desktop;
    }

    private static LaunchWorkSpace Launch(string directory, string user) =>
        new(NewId(user), new(directory), UserName.Of(user), BundleId.Named("Standard"), RunningMode.AutoStop);

    private static OperationId NewId(string token) => OperationId.At(SystemClock.Instance.GetCurrentInstant(), token);

    private static Task<Lifecycle?> Is(FleetClient client, WorkSpaceId desktop, Lifecycle? state) =>
        Eventually.Is(state, async () => (await client.Describe(desktop))?.State, $"the state of {desktop}");

    /// <summary>What the journal, which is the audit trail, says of a desktop that is gone.</summary>
    private static async Task<string[]> Record(FleetClient client, WorkSpaceId desktop)
    {
        string[] lines = [];
        await Eventually.True(
            async () =>
            {
                var read = await client.History(Entity.Of(desktop), 0, 100);
                // The month's update is announced a minute after the start, wherever the story stands then.
                lines = [.. read.Where(line => line.Event is not UpdateAnnounced).Select(line => line.Event is StateChanged move ? $"{move.Reason}: {move.On} to {move.To.ToWire()}" : line.Event.GetType().Name)];
                return read is [.., { Event: StateChanged { To: Lifecycle.Terminated } }];
            },
            $"the journal of {desktop} is complete");
        return lines;
    }
}
