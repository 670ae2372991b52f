using System.Text.Json;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Listing;

/// <summary>What a describe says, and of whom.</summary>
public sealed class DescribeTests
{
    private const string Bundle = "wsb-standard";

    [Fact]
    [Trait("RulePart", "API-04")]
    [Trait("RulePart", "ENC-07")]
    public async Task DescribeWorkspaces_EncryptedDesktopWhoseKeyIsDisabledWhilePending_ShowsKeyTagsStateAndError()
    {
        using var silo = await ApiSilo.StartWith("--insecure-local", "--control", "--driver-time-scale", "300");
        var directory = await silo.NewDirectory();
        var key = (await silo.Call(WireService.KeyManagement, "CreateKey", new { })).Accepted().Body.GetProperty("KeyMetadata");
        var created = (await silo.WorkSpaces("CreateWorkspaces", new
        {
            Workspaces = new[]
            {
                new
                {
                    DirectoryId = directory,
                    UserName = "ann",
                    BundleId = Bundle,
                    VolumeEncryptionKey = key.GetProperty("Arn").GetString(),
                    UserVolumeEncryptionEnabled = true,
                    WorkspaceProperties = new { RunningMode = "AUTO_STOP", RunningModeAutoStopTimeoutInMinutes = 120 },
                    Tags = new[] { new { Key = "team", Value = "blue" } },
                },
            },
        })).Accepted();
        var id = created.Body.GetProperty("PendingRequests")[0].GetProperty("WorkspaceId").GetString()!;

        var pending = await One(silo, id);
        await silo.Call(WireService.KeyManagement, "DisableKey", new { KeyId = key.GetProperty("KeyId").GetString() });
        await silo.Becomes(id, "ERROR");
        var failed = await One(silo, id);

        var fleet = await silo.Backend();
        var description = (await fleet.Describe(new(id)))!;
        Assert.Equal(
            ("PENDING", "ann", directory, Bundle, "AUTO_STOP", 120),
            (Text(pending, "State"), Text(pending, "UserName"), Text(pending, "DirectoryId"), Text(pending, "BundleId"),
                Text(pending.GetProperty("WorkspaceProperties"), "RunningMode"),
                pending.GetProperty("WorkspaceProperties").GetProperty("RunningModeAutoStopTimeoutInMinutes").GetInt32()));
        Assert.Equal(
            (key.GetProperty("Arn").GetString(), true, false),
            (Text(pending, "VolumeEncryptionKey"), pending.GetProperty("UserVolumeEncryptionEnabled").GetBoolean(), pending.GetProperty("RootVolumeEncryptionEnabled").GetBoolean()));
        Assert.Matches("^subnet-[0-9a-f]+[ab]$", Text(pending, "SubnetId"));
        Assert.Equal("KmsKeyInvalid", Text(failed, "ErrorCode"));
        Assert.NotEmpty(Text(failed, "ErrorMessage")!);
        Assert.Equal("us-east-1", description.Zone.Value[..^1]);
        Assert.Equal(["blue"], description.Tags.Values.Select(tag => tag.Value));
    }

    [Fact]
    public async Task DescribeWorkspaces_ByBundleId_TellsBundlesOfTheSameNameApart()
    {
        using var silo = await ApiSilo.Start();
        var directory = await silo.NewDirectory();
        var desktop = (await silo.Launch(directory, Bundle, "AUTO_STOP", "ann"))[0];
        await silo.Becomes(desktop, "AVAILABLE");
        var image = Text((await silo.WorkSpaces("CreateWorkspaceImage", new { Name = "golden", Description = "golden", WorkspaceId = desktop })).Accepted().Body, "ImageId");
        await Eventually.Is(
            "AVAILABLE",
            async () => Text((await silo.WorkSpaces("DescribeWorkspaceImages", new { ImageIds = new[] { image } })).Accepted().Body.GetProperty("Images")[0], "State"),
            "the state of the image");
        var own = Text(
            (await silo.WorkSpaces("CreateWorkspaceBundle", new
            {
                BundleName = "Standard",
                BundleDescription = "of the same name",
                ImageId = image,
                ComputeType = new { Name = "STANDARD" },
                UserStorage = new { Capacity = "50" },
            })).Accepted().Body.GetProperty("WorkspaceBundle"),
            "BundleId")!;
        var other = (await silo.Launch(directory, own, "AUTO_STOP", "bob"))[0];

        await Eventually.Is(other, () => OnlyOneOf(silo, own), "the desktop of the account's own bundle");
        await Eventually.Is(desktop, () => OnlyOneOf(silo, Bundle), "the desktop of the provider's bundle");
    }

    /// <summary>It is listed from the call on, and once the importer has read the machine image it is AVAILABLE, on dedicated hardware only.</summary>
    [Fact]
    [Trait("RulePart", "BYO-05")]
    public async Task ImportWorkspaceImage_MachineImage_BecomesAnImageOfTheAccountsOwn()
    {
        using var silo = await ApiSilo.Start();
        var request = new { Ec2ImageId = "ami-0abc1234", IngestionProcess = "BYOL_REGULAR", ImageName = "own", ImageDescription = "ours" };
        var image = Text((await silo.WorkSpaces("ImportWorkspaceImage", request)).Accepted().Body, "ImageId");
        async Task<JsonElement> Listed() => (await silo.WorkSpaces("DescribeWorkspaceImages", new { })).Accepted().Body.GetProperty("Images")[0];

        await Eventually.Is("AVAILABLE", async () => Text(await Listed(), "State"), "the state of the image");

        Assert.Equal((image, "own", "DEDICATED"), (Text(await Listed(), "ImageId"), Text(await Listed(), "Name"), Text(await Listed(), "RequiredTenancy")));
    }

    /// <summary>Readers keep what they wrote of a state: with others reading all the time, a change that was accepted is in the next answer.</summary>
    [Fact]
    public async Task DescribeWorkspaces_AfterEachChangeWhileOthersDescribe_ShowsTheChange()
    {
        using var silo = await ApiSilo.Start("--api-rate", "1000000");
        var desktops = await silo.Launch(await silo.NewDirectory(), Bundle, "AUTO_STOP", "ann", "bob");
        foreach (var desktop in desktops)
            await silo.Becomes(desktop, "AVAILABLE");
        using var enough = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                (await silo.WorkSpaces("DescribeWorkspaces", new { WorkspaceIds = desktops })).Accepted();
        })).ToList();

        foreach (var minutes in Enumerable.Range(1, 40).Select(hours => hours * 60))
        {
            (await silo.WorkSpaces("ModifyWorkspaceProperties", new
            {
                WorkspaceId = desktops[0],
                WorkspaceProperties = new { RunningModeAutoStopTimeoutInMinutes = minutes },
            })).Accepted();
            Assert.Equal(minutes, (await One(silo, desktops[0])).GetProperty("WorkspaceProperties").GetProperty("RunningModeAutoStopTimeoutInMinutes").GetInt32());
        }

        await silo.WorkSpaces("StopWorkspaces", new { StopWorkspaceRequests = new[] { new { WorkspaceId = desktops[0] } } });
        await silo.Becomes(desktops[0], "STOPPED");
        Assert.Equal("AVAILABLE", await silo.StateOf(desktops[1]));
        await silo.WorkSpaces("TerminateWorkspaces", new { TerminateWorkspaceRequests = new[] { new { WorkspaceId = desktops[0] } } });
        await silo.Becomes(desktops[0], null);
        await enough.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task DescribeWorkspaces_IdsInAnyOrderSomeTwiceOrUnknown_ShowsEachThatIsThereOnceInThatOrder()
    {
        using var silo = await ApiSilo.Start();
        var desktops = await silo.Launch(await silo.NewDirectory(), Bundle, "AUTO_STOP", "ann", "bob", "eve");

        var shown = (await silo.WorkSpaces("DescribeWorkspaces", new
        {
            WorkspaceIds = new[] { desktops[2], "ws-111111111", desktops[0], desktops[2], desktops[1] },
        })).Accepted().Body.GetProperty("Workspaces").EnumerateArray().Select(item => Text(item, "WorkspaceId"));

        Assert.Equal([desktops[2], desktops[0], desktops[1]], shown);
    }

    [Fact]
    public async Task DescribeWorkspaces_DirectoryOfAnotherAccount_ShowsNothing()
    {
        using var access = new AccessFixture();
        using var silo = await ApiSilo.Start("--access-file", access.Path);
        var directory = await silo.NewDirectory();
        await silo.Launch(directory, Bundle, "AUTO_STOP", "ann");
        await Eventually.Is(1, async () => await CountIn(silo, directory, signed: false), "the number listed");

        Assert.Equal(0, await CountIn(silo, directory, signed: true));
    }

    /// <summary>An activation for a name that nobody has goes as soon as it has said so, whoever asks next meanwhile.</summary>
    [Fact]
    public async Task DescribeWorkspaces_WhatIsNotThereAskedByManyAtOnce_IsAnswered()
    {
        using var silo = await ApiSilo.Start("--api-at-once", "1000");

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => number % 2 == 0
            ? silo.WorkSpaces("DescribeWorkspaces", new { WorkspaceIds = new[] { "ws-111111111" } })
            : silo.WorkSpaces("DescribeWorkspaceDirectories", new { DirectoryIds = new[] { "d-1111111111" } })));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
    }

    private static async Task<JsonElement> One(ApiSilo silo, string id) =>
        (await silo.WorkSpaces("DescribeWorkspaces", new { WorkspaceIds = new[] { id } })).Accepted().Body.GetProperty("Workspaces")[0];

    private static async Task<string?> OnlyOneOf(ApiSilo silo, string bundle)
    {
        var found = (await silo.WorkSpaces("DescribeWorkspaces", new { BundleId = bundle })).Accepted().Body.GetProperty("Workspaces").EnumerateArray().ToList();
        return found.Count == 1 ? Text(found[0], "WorkspaceId") : null;
    }

    private static async Task<int> CountIn(ApiSilo silo, string directory, bool signed)
    {
        using var request = Signer.Signed(silo.Url, AccessFixture.Admin, WireService.WorkSpaces, "DescribeWorkspaces", new { DirectoryId = directory });
        if (!signed)
            request.Headers.Remove("Authorization");
        return (await silo.Send(request)).Accepted().Body.GetProperty("Workspaces").GetArrayLength();
    }

    private static string? Text(JsonElement value, string member) => value.GetProperty(member).GetString();
}
