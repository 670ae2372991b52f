using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Endpoint;

/// <summary>What a caller gives comes back as given, and what has no place here is refused by its name.</summary>
public sealed class WholeRequestTests
{
    private static readonly object[] Tags = [new { Key = "team", Value = "blue" }];

    [Fact]
    [Trait("Rule", "TAG-02")]
    [Trait("Rule", "BUN-09")]
    public async Task Creation_WithTagsAndDescription_ShowsBothAndTakesEachNameOnce()
    {
        using var silo = await ApiSilo.Start();
        var directory = await silo.NewDirectory();
        var desktop = (await silo.Launch(directory, "wsb-standard", "AUTO_STOP", "ann"))[0];
        await silo.Becomes(desktop, "AVAILABLE");
        var group = Text(await silo.WorkSpaces("CreateIpGroup", new { GroupName = "office", Tags }), "GroupId");
        var image = Text(await silo.WorkSpaces("CreateWorkspaceImage", new { Name = "golden", Description = "of spring", WorkspaceId = desktop, Tags }), "ImageId");
        await Eventually.Is("AVAILABLE", async () => (await Image(silo, image)).GetProperty("State").GetString(), "the state of the image");
        var made = new { BundleName = "office", BundleDescription = "for the office", ImageId = image, ComputeType = new { Name = "STANDARD" }, UserStorage = new { Capacity = "50" }, Tags };
        var bundle = (await silo.WorkSpaces("CreateWorkspaceBundle", made)).Accepted().Body.GetProperty("WorkspaceBundle");

        Assert.Equal("of spring", (await Image(silo, image)).GetProperty("Description").GetString());
        Assert.Equal("for the office", bundle.GetProperty("Description").GetString());
        foreach (var id in new[] { group, image, bundle.GetProperty("BundleId").GetString()! })
            Assert.Equal("blue", (await silo.WorkSpaces("DescribeTags", new { ResourceId = id })).Accepted().Body.GetProperty("TagList")[0].GetProperty("Value").GetString());
        Assert.Equal("ResourceAlreadyExistsException", (await silo.WorkSpaces("CreateWorkspaceBundle", made)).Error);
        Assert.Equal("ResourceAlreadyExistsException", (await silo.WorkSpaces("CreateWorkspaceImage", new { Name = "golden", Description = "again", WorkspaceId = desktop })).Error);
    }

    [Fact]
    [Trait("RulePart", "BUN-06")]
    public async Task DeleteBundle_WithAWorkSpaceOfIt_IsRefused()
    {
        using var silo = await ApiSilo.Start();
        var directory = await silo.NewDirectory();
        var desktop = (await silo.Launch(directory, "wsb-standard", "AUTO_STOP", "ann"))[0];
        await silo.Becomes(desktop, "AVAILABLE");
        var image = Text(await silo.WorkSpaces("CreateWorkspaceImage", new { Name = "golden", Description = "golden", WorkspaceId = desktop }), "ImageId");
        await Eventually.Is("AVAILABLE", async () => (await Image(silo, image)).GetProperty("State").GetString(), "the state of the image");
        var bundle = (await silo.WorkSpaces("CreateWorkspaceBundle", new
        {
            BundleName = "office",
            BundleDescription = "for the office",
            ImageId = image,
            ComputeType = new { Name = "STANDARD" },
            UserStorage = new { Capacity = "50" },
        })).Accepted().Body.GetProperty("WorkspaceBundle").GetProperty("BundleId").GetString()!;
        await silo.Launch(directory, bundle, "AUTO_STOP", "bob");

        await Eventually.Is(
            "ResourceAssociatedException",
            async () => (await silo.WorkSpaces("DescribeWorkspaces", new { BundleId = bundle })).Accepted().Body.GetProperty("Workspaces").GetArrayLength() == 0
                ? null
                : (await silo.WorkSpaces("DeleteWorkspaceBundle", new { BundleId = bundle })).Error,
            "the answer to deleting a bundle in use");
    }

    [Fact]
    [Trait("RulePart", "ENC-05")]
    public async Task DefaultKey_OfAnAccount_IsThereFromItsFirstUse()
    {
        using var silo = await ApiSilo.Start();
        var directory = await silo.NewDirectory();
        Assert.Equal("NotFoundException", (await silo.Call(WireService.KeyManagement, "DescribeKey", new { KeyId = "alias/aws/workspaces" })).Error);

        var launched = (await silo.WorkSpaces("CreateWorkspaces", new
        {
            Workspaces = new[] { new { DirectoryId = directory, UserName = "ann", BundleId = "wsb-standard", UserVolumeEncryptionEnabled = true, VolumeEncryptionKey = "alias/aws/workspaces" } },
        })).Accepted().Body.GetProperty("PendingRequests")[0];

        Assert.Equal("alias/aws/workspaces", launched.GetProperty("VolumeEncryptionKey").GetString());
        Assert.Equal("AWS", (await silo.Call(WireService.KeyManagement, "DescribeKey", new { KeyId = "alias/aws/workspaces" })).Accepted().Body.GetProperty("KeyMetadata").GetProperty("KeyManager").GetString());
        Assert.Equal(1, (await silo.Call(WireService.KeyManagement, "ListAliases", new { })).Accepted().Body.GetProperty("Aliases").GetArrayLength());
    }

    [Fact]
    public async Task AbsentFeatures_Listed_AreEmpty()
    {
        using var silo = await ApiSilo.Start();

        Assert.Empty((await silo.WorkSpaces("DescribeConnectionAliases", new { })).Accepted().Body.EnumerateObject());
        foreach (var (operation, list) in new[] { ("DescribeWorkspacesPools", "WorkspacesPools"), ("DescribeApplications", "Applications"), ("ListAccountLinks", "AccountLinks") })
            Assert.Equal(0, (await silo.WorkSpaces(operation, new { })).Accepted().Body.GetProperty(list).GetArrayLength());
    }

    [Fact]
    public async Task Request_WithWhatHasNoPlaceHere_IsRefusedByName()
    {
        using var silo = await ApiSilo.Start();
        var directory = await silo.NewDirectory();

        var refused = await silo.WorkSpaces("RegisterWorkspaceDirectory", new { DirectoryId = "d-aaaaaaaaaa", IdcInstanceArn = "arn:aws:sso:::instance/ssoins-1234567890abcdef" });
        var blank = await silo.WorkSpaces("DescribeTags", new { ResourceId = " " });
        var codes = (await silo.WorkSpaces("DescribeWorkspaceDirectories", new { DirectoryIds = new[] { directory } })).Accepted().Body.GetProperty("Directories")[0];

        Assert.Contains("IdcInstanceArn", refused.Body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("ValidationException", blank.Error);
        Assert.Contains(directory[2..].ToUpperInvariant(), codes.GetProperty("RegistrationCode").GetString(), StringComparison.Ordinal);
    }

    private static string Text(Answer answer, string member) => answer.Accepted().Body.GetProperty(member).GetString()!;

    private static async Task<System.Text.Json.JsonElement> Image(ApiSilo silo, string id) =>
        (await silo.WorkSpaces("DescribeWorkspaceImages", new { ImageIds = new[] { id } })).Accepted().Body.GetProperty("Images")[0];
}
