using System.Net;
using System.Net.Sockets;
using System.Text;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Endpoint;

public sealed class LimitsTests
{
    private const string Body = "{}";

    [Fact]
    public async Task Call_MoreThanTheRate_IsThrottledAndLaterAnswered()
    {
        using var silo = await ApiSilo.Start("--api-rate", "10");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => silo.WorkSpaces("DescribeAccountModifications", new { })));

        Assert.Contains(answers, answer => answer.Error == "ThrottlingException");
        Assert.All(answers.Where(answer => answer.Error == "ThrottlingException"), answer => Assert.Equal(400, answer.Status));
        await Eventually.True(async () => (await silo.WorkSpaces("DescribeWorkspaces", new { })).Error is null, "the caller is answered again");
    }

    [Fact]
    public async Task Call_WhileAsManyAsMayAreUnderWay_IsThrottledUntilOneIsAnswered()
    {
        using var silo = await ApiSilo.Start("--api-at-once", "1");
        // Its first answer takes longest, and a request that waits for its body for 5 s is given up.
        (await silo.WorkSpaces("DescribeWorkspaces", new { })).Accepted();
        TcpClient? first = null;

        // The request before may be in the place still, so that this one is refused: then it is made again.
        await Eventually.True(
            async () =>
            {
                first?.Dispose();
                first = await Begin(silo);
                await Task.Delay(200, TestContext.Current.CancellationToken);
                return (await silo.WorkSpaces("DescribeWorkspaces", new { })).Error == "ThrottlingException";
            },
            "the one place is taken");
        using var held = first!;
        await held.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Body));
        using var reader = new StreamReader(held.GetStream());
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        await Eventually.True(async () => (await silo.WorkSpaces("DescribeWorkspaces", new { })).Error is null, "the place is free again");
    }

    /// <summary>A request whose body is still to come.</summary>
    private static async Task<TcpClient> Begin(ApiSilo silo)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(silo.Url).Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Target: WorkspacesService.DescribeWorkspaces\r\nContent-Length: {Body.Length}\r\n\r\n"));
        return client;
    }
}
