using DeskFleet.Silo.Api.Access;

namespace DeskFleet.Api.Tests.Access;

public sealed class AccessFileTests : IDisposable
{
    private const string Good = """
        {
          "accessKeys": [
            { "id": "AKIDEXAMPLEADMIN0", "secret": "not-a-secret-at-all", "account": "111122223333", "caller": "ann", "policies": ["admin"] }
          ],
          "policies": {
            "admin": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "workspaces:*", "Resource": ["*"] }] }
          }
        }
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_AKeyWithAPolicy_MayDoWhatItSays()
    {
        var key = Read(Good).Find("AKIDEXAMPLEADMIN0")!;

        Assert.Equal(("ann", "111122223333"), (key.Caller, key.Account));
        Assert.Null(Authorizer.Denied(key.Statements, new("workspaces:StopWorkspaces"), ["arn:x"]));
        Assert.NotNull(Authorizer.Denied(key.Statements, new("ds:DeleteDirectory"), ["arn:x"]));
        Assert.DoesNotContain("not-a-secret", key.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"AKIDEXAMPLEADMIN0\"", "\"AK\"", "accessKeys: 'AK' is no access key id; give 16 to 128 letters and digits")]
    [InlineData("\"111122223333\"", "\"acme\"", "accessKeys.AKIDEXAMPLEADMIN0: 'acme' is no account; give twelve digits")]
    [InlineData("not-a-secret-at-all", "short", "accessKeys.AKIDEXAMPLEADMIN0: the secret is too short; give at least 16 characters")]
    [InlineData("[\"admin\"]", "[\"boss\"]", "accessKeys.AKIDEXAMPLEADMIN0: there is no policy 'boss'; write it under policies")]
    public void Read_OneThingWrong_SaysItsMend(string good, string bad, string fault)
    {
        var e = Assert.Throws<AccessFileException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Equal([fault], e.Faults);
    }

    /// <summary>A condition that is not understood must not be ignored: it would allow more than was meant.</summary>
    [Theory]
    [InlineData("\"Condition\": 7, ")]
    [InlineData("\"NotAction\": \"*\", ")]
    public void Read_StatementWithWhatIsNotSupported_IsRefused(string member) =>
        Assert.Contains("line", Assert.Throws<AccessFileException>(() => Read(Good.Replace("\"Effect\"", member + "\"Effect\"", StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    /// <summary>A condition of a kind that nobody keeps is told, with what there is.</summary>
    [Theory]
    [Trait("Rule", "AUD-02")]
    [InlineData("\"DateGreaterThan\": { \"aws:CurrentTime\": \"2026-01-01\" }", "the condition DateGreaterThan is not known")]
    [InlineData("\"StringEquals\": { \"aws:username\": \"ann\" }", "the condition key aws:username is not known")]
    [InlineData("\"StringEquals\": { \"aws:ResourceTag/\": \"x\" }", "the condition key aws:ResourceTag/ is not known")]
    [InlineData("\"StringEquals\": { \"aws:SourceIp\": \"10.0.0.1\" }", "StringEquals does not compare aws:SourceIp")]
    [InlineData("\"IpAddress\": { \"aws:SourceIp\": [\"10.0.0.0/8\", \"10.0.0.1/8\"] }", "'10.0.0.1/8' is no network")]
    [InlineData("\"StringLike\": { \"aws:RequestedRegion\": [] }", "StringLike of aws:RequestedRegion has no value")]
    public void Read_ConditionThatCannotBeKept_SaysTheMend(string condition, string fault)
    {
        var e = Assert.Throws<AccessFileException>(() => Read(Good.Replace("\"Effect\"", $"\"Condition\": {{ {condition} }}, \"Effect\"", StringComparison.Ordinal)));

        Assert.Contains($"policies.admin, statement 1: {fault}", Assert.Single(e.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileThatOthersCanRead_IsRefused()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(_path, Good);
        File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Equal(["others than its owner can read it; chmod 600"], Assert.Throws<AccessFileException>(() => AccessFile.Read(_path)).Faults);
    }

    [Fact]
    public void Read_NoFile_SaysItsMend() =>
        Assert.Equal(["it cannot be read; mend its name or its rights"], Assert.Throws<AccessFileException>(() => AccessFile.Read(_path + ".not")).Faults);

    private AccessBook Read(string text)
    {
        File.WriteAllText(_path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return AccessFile.Read(_path);
    }
}
