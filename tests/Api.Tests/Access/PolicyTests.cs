using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Api.Tests.Access;

/// <summary>Policies and the audit trail over a running silo (API-02, AUD-01, AUD-02).</summary>
public sealed class PolicyTests
{
    [Fact]
    [Trait("Rule", "API-02")]
    [Trait("Rule", "AUD-02")]
    [Trait("RulePart", "AUD-01")]
    public async Task Call_WhatNoPolicyAllows_IsDeniedChangesNothingAndIsRecorded()
    {
        var audit = Path.GetTempFileName();
        using var setUp = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", setUp.Path, "--instant", "--control", "--audit-file", audit);
        var directory = (await Send(silo, AccessFixture.Admin, WireService.DirectoryService, "CreateDirectory", new
        {
            Name = "corp.example.com",
            Password = "Secret-123456",
            Size = "Small",
            VpcSettings = new { VpcId = "vpc-12345678", SubnetIds = new[] { "subnet-aaaaaaaa", "subnet-bbbbbbbb" } },
        })).Accepted().Body.GetProperty("DirectoryId").GetString()!;
        (await Send(silo, AccessFixture.Admin, "RegisterWorkspaceDirectory", new { DirectoryId = directory })).Accepted();
        var created = (await Send(silo, AccessFixture.Admin, "CreateWorkspaces", new
        {
            Workspaces = new[] { "ann", "bea" }.Select(user => new { DirectoryId = directory, UserName = user, BundleId = "wsb-standard", WorkspaceProperties = new { RunningMode = "AUTO_STOP" } }),
        })).Accepted();
        var ids = created.Body.GetProperty("PendingRequests").EnumerateArray().Select(item => item.GetProperty("WorkspaceId").GetString()!).ToArray();

        var byReader = await Send(silo, AccessFixture.Reader, "StopWorkspaces", Stop(ids[0]));
        var byOther = await Send(silo, AccessFixture.OwnerOfOne, "StopWorkspaces", Stop(ids));
        var read = await Send(silo, AccessFixture.Reader, "DescribeWorkspaces", new { WorkspaceIds = ids });

        Assert.Equal((400, "AccessDeniedException"), (byReader.Status, byReader.Error));
        Assert.Equal((400, "AccessDeniedException"), (byOther.Status, byOther.Error));
        Assert.All(read.Accepted().Body.GetProperty("Workspaces").EnumerateArray(), desktop => Assert.NotEqual("STOPPED", desktop.GetProperty("State").GetString()));
        await silo.Stop();
        var trail = await File.ReadAllLinesAsync(audit);
        Assert.Equal(
            ["ann CreateDirectory asked", "ann CreateDirectory accepted", "ann RegisterWorkspaceDirectory asked", "ann RegisterWorkspaceDirectory accepted", "ann CreateWorkspaces asked", "ann CreateWorkspaces accepted", "bob StopWorkspaces AccessDeniedException", "cid StopWorkspaces AccessDeniedException", "bob DescribeWorkspaces accepted"],
            trail.Select(Summary));
        Assert.DoesNotContain("Secret-123456", string.Concat(trail), StringComparison.Ordinal);
        Assert.Contains($"workspace/{ids[0]}", trail[6], StringComparison.Ordinal);
        File.Delete(audit);
    }

    /// <summary>The same signed request again is the same operation: it is answered the same and does nothing twice.</summary>
    [Fact]
    public async Task Call_SentTwiceWithOneSignature_ChangesOnce()
    {
        using var setUp = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", setUp.Path, "--instant", "--control");
        var body = new { GroupName = "office", UserRules = new[] { new { ipRule = "10.0.0.0/8" } } };
        using var first = Signer.Signed(silo.Url, AccessFixture.Admin, WireService.WorkSpaces, "CreateIpGroup", body);
        using var again = Again(first);

        var answers = new[] { await silo.Send(first), await silo.Send(again) };

        Assert.Equal(answers[0].Accepted().Body.GetRawText(), answers[1].Accepted().Body.GetRawText());
        var groups = (await Send(silo, AccessFixture.Admin, "DescribeIpGroups", new { })).Accepted();
        Assert.Single(groups.Body.GetProperty("Result").EnumerateArray());
    }

    /// <summary>Whoever recorded a request cannot undo with it what was done since.</summary>
    [Fact]
    public async Task AdministrativeCall_ReplayedAfterItsOpposite_UndoesNothing()
    {
        using var setUp = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", setUp.Path, "--instant", "--control");
        var created = await Send(silo, AccessFixture.Admin, WireService.KeyManagement, "CreateKey", new { });
        var key = new { KeyId = created.Accepted().Body.GetProperty("KeyMetadata").GetProperty("KeyId").GetString()! };
        using var disable = Signer.Signed(silo.Url, AccessFixture.Admin, WireService.KeyManagement, "DisableKey", key);
        using var replayed = Again(disable);
        (await silo.Send(disable)).Accepted();
        (await Send(silo, AccessFixture.Admin, WireService.KeyManagement, "EnableKey", key)).Accepted();

        (await silo.Send(replayed)).Accepted();

        var described = await Send(silo, AccessFixture.Admin, WireService.KeyManagement, "DescribeKey", key);
        Assert.Equal("Enabled", described.Accepted().Body.GetProperty("KeyMetadata").GetProperty("KeyState").GetString());
    }

    [Fact]
    public async Task Call_OfAnotherAccount_SeesNothingOfThisOne()
    {
        using var silo = await ApiSilo.Start();
        var directory = await silo.NewDirectory();
        var id = (await silo.Launch(directory, "wsb-standard", "AUTO_STOP", "ann"))[0];
        using var elsewhere = Signer.Signed(silo.Url, "AKIDUNKNOWN000000", WireService.WorkSpaces, "DescribeWorkspaces", new { WorkspaceIds = new[] { id } });
        elsewhere.Headers.Remove("Authorization");
        elsewhere.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=X/20260101/us-west-2/workspaces/aws4_request, SignedHeaders=host, Signature=" + new string('0', 64));

        var other = await silo.Send(elsewhere);

        Assert.Empty(other.Accepted().Body.GetProperty("Workspaces").EnumerateArray());
        Assert.NotNull(await silo.StateOf(id));
    }

    private static object Stop(params string[] ids) => new { StopWorkspaceRequests = ids.Select(id => new { WorkspaceId = id }) };

    private static Task<Answer> Send(ApiSilo silo, string key, string operation, object body) => Send(silo, key, WireService.WorkSpaces, operation, body);

    private static async Task<Answer> Send(ApiSilo silo, string key, WireService service, string operation, object body)
    {
        using var request = Signer.Signed(silo.Url, key, service, operation, body);
        return await silo.Send(request);
    }

    private static HttpRequestMessage Again(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(request.Content!.ReadAsByteArrayAsync().Result) };
        copy.Content.Headers.ContentType = request.Content.Headers.ContentType;
        foreach (var header in request.Headers)
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return copy;
    }

    private static string Summary(string line)
    {
        var call = System.Text.Json.JsonDocument.Parse(line).RootElement;
        return $"{call.GetProperty("caller")} {call.GetProperty("action").GetString()!.Split(':')[1]} {call.GetProperty("outcome")}";
    }
}
