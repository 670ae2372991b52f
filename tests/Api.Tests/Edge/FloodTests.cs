using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Http;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Edge;

/// <summary>Who has proven nothing takes nothing from those who are known: slow bodies, floods of requests, hosts of connections.</summary>
public sealed class FloodTests
{
    private const int Connections = 300;

    /// <summary>From the same address as the caller, and under the id of a key that exists.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bodies_SentSlowlyByHundreds_HoldNoPlaceOfACallers(bool namesAKey)
    {
        using var access = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path);
        await using var loris = await SlowLoris.Start(silo.Url, Connections, namesAKey ? Claim(AccessFixture.Admin) : null, bytesPerSecond: 300);

        for (var call = 0; call < 200; call++)
            Assert.Equal(200, (await Describe(silo)).Status);

        await Eventually.True(() => Task.FromResult(loris.HungUp == Connections), "all of them are hung up on", TimeSpan.FromMinutes(2));
        // Whoever may write a line with a stack trace for each of his connections fills the log.
        Assert.DoesNotContain(silo.Output, line => line.Contains("fail:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bodies_SentSteadilyForLong_AreHungUpOn()
    {
        using var access = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path);
        await using var loris = await SlowLoris.Start(silo.Url, 3, Claim(AccessFixture.Admin), bytesPerSecond: 5000);

        await Eventually.True(() => Task.FromResult(loris.HungUp == 3), "all of them are hung up on", TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Refusals_OfNobody_AreSampledAndCountedToTheLast()
    {
        const int Requests = 600;
        using var access = new AccessFixture();
        var audit = Path.GetTempFileName();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path, "--audit-file", audit);

        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 100 }, async (_, _) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent("{}"u8.ToArray()) };
            request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
            request.Headers.Add("X-Amz-Target", "WorkspacesService.DescribeWorkspaces");
            await silo.Send(request);
        });
        await silo.Stop();

        var lines = (await File.ReadAllLinesAsync(audit)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.InRange(lines.Count, 2, 200);
        Assert.Equal(Requests, lines.Sum(line => line.TryGetProperty("count", out var count) ? count.GetInt64() : 1));
        Assert.All(lines, line => Assert.Equal("127.0.0.1", line.GetProperty("source").GetString()));
        File.Delete(audit);
    }

    [Fact]
    public async Task Refusal_OfAWrongSignature_IsRecordedWithTheKeyThatWasClaimed()
    {
        using var access = new AccessFixture();
        var audit = Path.GetTempFileName();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path, "--audit-file", audit);
        foreach (var key in new[] { AccessFixture.Admin, "AKIDUNKNOWNUNKNOWN" })
        {
            using var request = Signer.Signed(silo.Url, key, WireService.WorkSpaces, "DescribeWorkspaces", new { });
            request.Content = new ByteArrayContent("{ }"u8.ToArray());
            request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
            await silo.Send(request);
        }

        await silo.Stop();

        Assert.Equal(
            ["AKIDEXAMPLEADMIN0 InvalidSignatureException", "AKIDUNKNOWNUNKNOWN UnrecognizedClientException"],
            (await File.ReadAllLinesAsync(audit)).Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line => $"{line.GetProperty("keyId").GetString()} {line.GetProperty("outcome").GetString()}"));
        File.Delete(audit);
    }

    [Fact]
    public async Task Connections_OfOneAddress_LeaveOthersTheirs()
    {
        using var access = new AccessFixture();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path);
        var (sockets, refused) = (new List<Socket>(), 0);
        for (var i = 0; i < ConnectionLimits.MaxOfOneAddress + 10; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
            // One too many may be hung up on before it knows that it was connected.
            if (await IsConnected(socket, new Uri(silo.Url).Port))
                sockets.Add(socket);
            else
                refused++;
        }

        await Eventually.True(() => Task.FromResult(sockets.Count(IsHungUpOn) + refused == 10), "those too many are hung up on");
        Assert.Equal(200, (await Describe(silo)).Status);
        sockets.ForEach(socket => socket.Dispose());
    }

    private static async Task<bool> IsConnected(Socket socket, int port)
    {
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return false;
        }
    }

    private static bool IsHungUpOn(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Receive(new byte[1], SocketFlags.Peek) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static string Claim(string key) =>
        $"AWS4-HMAC-SHA256 Credential={key}/{DateTimeOffset.UtcNow:yyyyMMdd}/us-east-1/workspaces/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature={new string('0', 64)}";

    private static async Task<Answer> Describe(ApiSilo silo)
    {
        using var request = Signer.Signed(silo.Url, AccessFixture.Reader, WireService.WorkSpaces, "DescribeWorkspaces", new { });
        return await silo.Send(request);
    }
}
