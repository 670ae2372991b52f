using System.Net;
using System.Text.Json;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Api.Access;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Api.Tests.Access;

/// <summary>Deny means deny, also for calls that name nothing; conditions look at tags, region and address (AUD-02, API-02).</summary>
public sealed class DenyTests
{
    private const string Any = "arn:aws:workspaces:us-east-1:111122223333:workspace/*";
    private const string One = "arn:aws:workspaces:us-east-1:111122223333:workspace/ws-111111111";
    private static readonly PolicyContext Describe = new("workspaces:DescribeWorkspaces", "us-east-1", IPAddress.Parse("10.1.2.3"));

    [Theory]
    [Trait("Rule", "AUD-02")]
    [InlineData("arn:aws:workspaces:*:*:workspace/*", true)]
    [InlineData("arn:aws:workspaces:us-east-1:111122223333:workspace/ws-1*", true)]
    [InlineData(One, true)]
    [InlineData("*", true)]
    [InlineData("*ws-1", true)]
    [InlineData("arn:aws:workspaces:us-west-2:*:workspace/*", false)]
    [InlineData("arn:aws:workspaces:*:*:directory/*", false)]
    [InlineData("arn:aws:workspaces:us-east-1:444455556666:workspace/*", false)]
    public void List_DenyOfWhatItMayShow_IsDenied(string denied, bool isDenied)
    {
        var decision = Authorizer.Decide([PolicyStatement.AllowAll, new(PolicyEffect.Deny, ["workspaces:*"], [denied])], Describe, Any);

        Assert.Equal(!isDenied, decision.IsAllowed);
    }

    [Theory]
    [Trait("Rule", "AUD-02")]
    [InlineData("arn:aws:workspaces:*:*:workspace/*", true)]
    [InlineData("*", true)]
    [InlineData(One, false)]
    [InlineData("arn:aws:workspaces:*:*:workspace/ws-*", false)]
    public void List_AllowOfSome_IsNotEnough(string allowed, bool isAllowed) =>
        Assert.Equal(isAllowed, Authorizer.Decide([new(PolicyEffect.Allow, ["*"], [allowed])], Describe, Any).IsAllowed);

    /// <summary>Alarms have their names after a colon; a list may show any of them.</summary>
    [Theory]
    [Trait("Rule", "AUD-02")]
    [Trait("RulePart", "MON-02")]
    [InlineData("DeleteAlarms", "AlarmNames", "prod-1", false)]
    [InlineData("DeleteAlarms", "AlarmNames", "test-1", true)]
    [InlineData("DeleteAlarms", "AlarmNames", "x:prod-1", true)]
    [InlineData("DescribeAlarms", "AlarmNames", "test-1", true)]
    [InlineData("DescribeAlarms", null, null, false)]
    public void Alarm_DenyOfSome_CoversThemAndLists(string operation, string? member, string? name, bool isAllowed)
    {
        var input = member is null ? "{}" : $"{{\"{member}\":[\"{name}\"]}}";
        var caller = new ApiCaller(new("111122223333", "us-east-1"), "ann", []);
        var wire = WireService.CloudWatch.Operations[operation];
        var named = ResourceNames.Of(JsonDocument.Parse(input).RootElement, wire.Input, WireService.CloudWatch, caller);
        var resources = named is ["*"] ? [ResourceNames.Any(wire, WireService.CloudWatch, caller)] : named;
        PolicyStatement[] statements = [PolicyStatement.AllowAll, new(PolicyEffect.Deny, ["cloudwatch:*"], ["arn:aws:cloudwatch:*:*:alarm:prod-*"])];

        Assert.Equal(isAllowed, Authorizer.Denied(statements, new($"cloudwatch:{operation}", "us-east-1"), resources) is null);
    }

    [Theory]
    [Trait("Rule", "AUD-02")]
    [InlineData("StringEquals", "aws:ResourceTag/team", "blue", true)]
    [InlineData("StringEquals", "aws:ResourceTag/team", "red", false)]
    [InlineData("StringEquals", "aws:ResourceTag/cost", "", false)]
    [InlineData("StringNotEquals", "aws:ResourceTag/cost", "42", true)]
    [InlineData("StringLike", "aws:ResourceTag/team", "bl*", true)]
    [InlineData("StringNotLike", "aws:ResourceTag/team", "b?ue", false)]
    [InlineData("StringEquals", "aws:RequestedRegion", "us-east-1", true)]
    [InlineData("StringNotEquals", "AWS:requestedregion", "us-east-1", false)]
    [InlineData("IpAddress", "aws:SourceIp", "10.0.0.0/8", true)]
    [InlineData("IpAddress", "aws:SourceIp", "10.1.2.4", false)]
    [InlineData("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", false)]
    [InlineData("IpAddress", "aws:SourceIp", "2001:db8::/32", false)]
    public void Condition_OnOneResource_IsKept(string name, string key, string value, bool holds)
    {
        Assert.Null(PolicyCondition.Fault(name, key, [value]));
        var statement = new PolicyStatement(PolicyEffect.Allow, ["*"], ["*"]) { Conditions = [new(Enum.Parse<ConditionOperator>(name), key, [value])] };
        var context = Describe with
        {
            Tags = new Dictionary<string, IReadOnlyDictionary<string, string>> { [One] = new Dictionary<string, string> { ["team"] = "blue" } },
        };

        Assert.Equal(holds, Authorizer.Decide([statement], context, One).IsAllowed);
    }

    /// <summary>A list shows desktops with every tag: who may see only some may not see it, and a Deny of some covers it.</summary>
    [Fact]
    [Trait("Rule", "AUD-02")]
    public void List_ConditionOnATag_AllowsNothingAndDeniesAll()
    {
        PolicyCondition[] blue = [new(ConditionOperator.StringEquals, "aws:ResourceTag/team", ["blue"])];

        Assert.False(Authorizer.Decide([new(PolicyEffect.Allow, ["*"], ["*"]) { Conditions = blue }], Describe, Any).IsAllowed);
        Assert.False(Authorizer.Decide([PolicyStatement.AllowAll, new(PolicyEffect.Deny, ["*"], ["*"]) { Conditions = blue }], Describe, Any).IsAllowed);
    }

    [Fact]
    [Trait("Rule", "AUD-02")]
    [Trait("RulePart", "TAG-01")]
    public async Task Silo_TagsListsAndTheCheckCommand_SayTheSame()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """
            {
              "accessKeys": [
                { "id": "AKIDEXAMPLEADMIN0", "secret": "not-a-secret-at-all", "account": "111122223333", "caller": "ann", "policies": ["admin"] },
                { "id": "AKIDEXAMPLEREADER", "secret": "not-a-secret-at-all", "account": "111122223333", "caller": "bob", "policies": ["helpdesk"] }
              ],
              "policies": {
                "admin": { "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] },
                "helpdesk": { "Statement": [
                  { "Sid": "all", "Effect": "Allow", "Action": "workspaces:*", "Resource": "*" },
                  { "Sid": "boss", "Effect": "Deny", "Action": "workspaces:*", "Resource": "arn:aws:workspaces:*:*:workspace/*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "board" } } }
                ] }
              }
            }
            """, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var silo = await ApiSilo.StartWith("--access-file", file, "--instant", "--control");
        (await Send(silo, AccessFixture.Admin, "RegisterWorkspaceDirectory", new { DirectoryId = "d-0123456789" })).Accepted();
        var created = (await Send(silo, AccessFixture.Admin, "CreateWorkspaces", new
        {
            Workspaces = new[] { "board", "blue" }.Select(team => new { DirectoryId = "d-0123456789", UserName = team, BundleId = "wsb-standard", Tags = new[] { new { Key = "team", Value = team } } }),
        })).Accepted();
        var ids = created.Body.GetProperty("PendingRequests").EnumerateArray().ToDictionary(item => item.GetProperty("UserName").GetString()!, item => item.GetProperty("WorkspaceId").GetString()!);

        Assert.Equal("AccessDeniedException", (await Send(silo, AccessFixture.Reader, "DescribeWorkspaces", new { WorkspaceIds = new[] { ids["board"] } })).Error);
        (await Send(silo, AccessFixture.Reader, "DescribeWorkspaces", new { WorkspaceIds = new[] { ids["blue"] } })).Accepted();
        Assert.Equal("AccessDeniedException", (await Send(silo, AccessFixture.Reader, "DescribeWorkspaces", new { })).Error);
        (await Send(silo, AccessFixture.Reader, "DescribeWorkspaceDirectories", new { })).Accepted();

        string Arn(string user) => $"arn:aws:workspaces:us-east-1:111122223333:workspace/{ids[user]}";
        Assert.Equal((3, "  Deny of the policy helpdesk, statement boss"), await Check(file, "bob", Arn("board"), "team=board"));
        Assert.Equal((0, "  Allow of the policy helpdesk, statement all"), await Check(file, "bob", Arn("blue"), "team=blue"));
        Assert.Equal((3, "  Deny of the policy helpdesk, statement boss"), await Check(file, "bob", "arn:aws:workspaces:us-east-1:111122223333:workspace/*", "x=y"));
        File.Delete(file);
    }

    private static async Task<(int Exit, string Says)> Check(string file, string caller, string resource, string tag)
    {
        var (exit, output, errors) = await Tool.Run("dotnet", Path.GetTempPath(), [
            "exec", typeof(Silo.SiloHost).Assembly.Location, "access", "check", caller, "workspaces:DescribeWorkspaces", resource, "--tag", tag, "--access-file", file,
        ]);
        Assert.True(errors.Length == 0, errors);
        return (exit, output.Split('\n')[1].Split(':')[0]);
    }

    private static async Task<Answer> Send(ApiSilo silo, string key, string operation, object body)
    {
        using var request = Signer.Signed(silo.Url, key, DeskFleet.Silo.Api.Wire.WireService.WorkSpaces, operation, body);
        return await silo.Send(request);
    }
}
