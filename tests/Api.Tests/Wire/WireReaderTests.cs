using System.Text;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Api.Tests.Wire;

/// <summary>Clients check next to nothing: what does not fit the model is refused here, with where and why.</summary>
public sealed class WireReaderTests
{
    [Theory]
    [InlineData("""{"WorkspaceIds":["ws-12345678"]}""")]
    [InlineData("""{"WorkspaceIds":["ws-1234567\u0038"]}""")]
    [InlineData("""{"WorkspaceIds":["ws-123456781234567812345678123456781234567812345678123456781234567"]}""")]
    [InlineData("""{"WorkspaceIds":null,"Limit":25}""")]
    [InlineData("""{"Surprise":{"of":"a newer client"}}""")]
    [InlineData("")]
    public void Read_WhatFits_IsRead(string body)
    {
        var (input, error) = Read(body, "DescribeWorkspaces");

        Assert.Null(error);
        input!.Dispose();
    }

    [Theory]
    [InlineData("""{"WorkspaceIds":["ws-1"]}""", "'WorkspaceIds.1.member' must match ^ws-[0-9a-z]{8,63}$")]
    [InlineData("""{"WorkspaceIds":["ws-12345678\n"]}""", "'WorkspaceIds.1.member' must match")]
    [InlineData("""{"WorkspaceIds":["ws-1234567\u0058"]}""", "'WorkspaceIds.1.member' must match")]
    [InlineData("""{"WorkspaceIds":["ws-1234567é"]}""", "'WorkspaceIds.1.member' must match")]
    [InlineData("""{"WorkspaceIds":[]}""", "'WorkspaceIds' must have 1 to 25 items, not 0")]
    [InlineData("""{"Limit":0}""", "'Limit' must be 1 to 25")]
    [InlineData("""{"Limit":26}""", "'Limit' must be 1 to 25")]
    [InlineData("""{"UserName":""}""", "'UserName' must have 1 to 63 characters, not 0")]
    [InlineData("""{"DirectoryId":"d-12345678 or wsd-12345678"}""", "'DirectoryId' must match")]
    public void Read_ALimitNotKept_IsAValidationError(string body, string expected) => AssertInvalid(body, "DescribeWorkspaces", expected);

    [Fact]
    public void Read_26OfABatch_IsAValidationError()
    {
        var items = string.Join(',', Enumerable.Repeat("""{"WorkspaceId":"ws-12345678"}""", 26));

        AssertInvalid($$"""{"StopWorkspaceRequests":[{{items}}]}""", "StopWorkspaces", "'StopWorkspaceRequests' must have 1 to 25 items, not 26");
    }

    [Fact]
    public void Read_TwoRebuildsInACall_IsAValidationError() => AssertInvalid(
        """{"RebuildWorkspaceRequests":[{"WorkspaceId":"ws-12345678"},{"WorkspaceId":"ws-12345679"}]}""",
        "RebuildWorkspaces",
        "'RebuildWorkspaceRequests' must have 1 items, not 2");

    [Theory]
    [InlineData("""{}""", "'Workspaces' is missing")]
    [InlineData("""{"Workspaces":[{"DirectoryId":"d-1234567890","UserName":"ann","BundleId":null}]}""", "'Workspaces.1.member.BundleId' is missing")]
    [InlineData(
        """{"Workspaces":[{"DirectoryId":"d-1234567890","UserName":"ann","BundleId":"wsb-12345678","WorkspaceProperties":{"RunningMode":"SOMETIMES"}}]}""",
        "'Workspaces.1.member.WorkspaceProperties.RunningMode' must be one of ALWAYS_ON, AUTO_STOP, MANUAL")]
    public void Read_MissingOrNoSuchValue_IsAValidationError(string body, string expected) => AssertInvalid(body, "CreateWorkspaces", expected);

    [Theory]
    [InlineData("""{"WorkspaceIds":"ws-12345678"}""", "'WorkspaceIds' must be a list.")]
    [InlineData("""{"WorkspaceIds":[5]}""", "'WorkspaceIds.1.member' must be a text.")]
    [InlineData("""{"WorkspaceIds":[null]}""", "'WorkspaceIds.1.member' must be a text.")]
    [InlineData("""{"Limit":"5"}""", "'Limit' must be a whole number.")]
    [InlineData("""{"Limit":2.5}""", "'Limit' must be a whole number of 32 bits.")]
    [InlineData("""{"Limit":99999999999}""", "'Limit' must be a whole number of 32 bits.")]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("null", "The body must be a JSON object.")]
    [InlineData("""{"Limit":1,"Limit":2}""", "The body is not JSON")]
    [InlineData("""{"Limit":1""", "The body is not JSON")]
    [InlineData("""{"UserName":"\ud800"}""", "half of a surrogate pair")]
    [InlineData("""{"\ud800":"x"}""", "surrogate pair")]
    public void Read_WhatIsNoRequest_IsASerializationError(string body, string expected)
    {
        var (_, error) = Read(body, "DescribeWorkspaces");

        Assert.Equal("SerializationException", error!.Type);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_InvalidUtf8_IsASerializationError()
    {
        var (_, error) = WireReader.Read(new byte[] { (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}' }, null);

        Assert.Equal(new("SerializationException", "The body is not UTF-8."), error);
    }

    [Fact]
    public void Read_DeepNesting_IsASerializationError()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", WireReader.DeepestJson + 1)) + "1" + new string('}', WireReader.DeepestJson + 1);

        Assert.Equal("SerializationException", Read(deep, "DescribeWorkspaces").Error!.Type);
    }

    [Fact]
    public void Read_ManyFaults_SaysTenOfThemAndHowMany()
    {
        var ids = string.Join(',', Enumerable.Repeat("\"no\"", 25));

        var (_, error) = Read($$"""{"WorkspaceIds":[{{ids}}],"Limit":77,"UserName":""}""", "DescribeWorkspaces");

        Assert.StartsWith("12 validation errors detected: ", error!.Message, StringComparison.Ordinal);
        Assert.Equal(10, error.Message.Split("; ").Length);
    }

    private static void AssertInvalid(string body, string operation, string expected)
    {
        var (_, error) = Read(body, operation);

        Assert.Equal("ValidationException", error!.Type);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static (System.Text.Json.JsonDocument? Input, WireError? Error) Read(string body, string operation) =>
        WireReader.Read(Encoding.UTF8.GetBytes(body), WireService.WorkSpaces.Operations[operation].Input);
}
