using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Edge;

/// <summary>A proxy on the silo's machine forwards a stranger: he is no program of this machine, however the proxy is set up.</summary>
public sealed class ProxyTests
{
    private const string Debians = "";
    private const string Usual = "proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme;";
    private const string RealIp = "proxy_http_version 1.1; proxy_set_header X-Real-IP $remote_addr;";
    private const string SaysNothing = "proxy_http_version 1.1; proxy_set_header Connection '';";

    private static readonly string[] LocalPaths = ["/operator/", "/operator/live", "/operator/hosts", "/orleans/", "/metrics", "/metrics/workspaces", "/control/clock"];

    [Theory]
    [InlineData(Debians, "")]
    [InlineData(Usual, "")]
    [InlineData(RealIp, "")]
    [InlineData(Usual, "127.0.0.1")]
    [InlineData(SaysNothing, "127.0.0.1")]
    public async Task Stranger_ThroughNginxOnThisMachine_GetsNothingThatIsLocal(string directives, string known)
    {
        using var silo = await ApiSilo.Start(known.Length > 0 ? ["--known-proxies", known] : []);
        using var nginx = await Nginx.Start(silo.Url, directives);
        using var stranger = nginx.Stranger();

        var opened = new List<string>();
        foreach (var path in LocalPaths)
        {
            using var answer = await stranger.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            if (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
                opened.Add($"{path}: {answer.StatusCode}");
        }

        foreach (var order in new[] { "/operator/hosts/h-1/lose", "/control/clock", "/control/limits" })
        {
            using var answer = await stranger.PostAsJsonAsync(order, new { advanceSeconds = 60 }, TestContext.Current.CancellationToken);
            if (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
                opened.Add($"POST {order}: {answer.StatusCode}");
        }

        Assert.Empty(opened);
        using var call = Call();
        using var refused = await stranger.SendAsync(call, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("AccessDeniedException", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("alive", await stranger.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Stranger_ThroughAKnownProxy_IsKnownByHisOwnAddress()
    {
        using var access = new AccessFixture();
        var audit = Path.GetTempFileName();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path, "--audit-file", audit, "--known-proxies", "127.0.0.1");
        using var nginx = await Nginx.Start(silo.Url, Usual);
        using var stranger = nginx.Stranger("127.0.0.7");
        // Who says on his own that he comes from here is not believed: what the proxy adds behind it counts.
        using var request = Signer.Signed(nginx.Url, AccessFixture.Reader, WireService.WorkSpaces, "DescribeWorkspaces", new { });
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");

        using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Eventually.True(async () => (await Sources(audit)).Contains("127.0.0.7"), "the call is recorded under the stranger's address");
        Assert.Equal(["127.0.0.7"], await Sources(audit));
        File.Delete(audit);
    }

    [Fact]
    public async Task Stranger_ThroughAProxyThatIsNotKnown_IsKnownByTheProxys()
    {
        using var access = new AccessFixture();
        var audit = Path.GetTempFileName();
        using var silo = await ApiSilo.StartWith("--access-file", access.Path, "--audit-file", audit);
        using var request = Signer.Signed(silo.Url, AccessFixture.Reader, WireService.WorkSpaces, "DescribeWorkspaces", new { });
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");

        Assert.Equal(200, (await silo.Send(request)).Status);

        await Eventually.True(async () => (await Sources(audit)).Length > 0, "the call is recorded");
        Assert.Equal(["127.0.0.1"], await Sources(audit));
        File.Delete(audit);
    }

    [Fact]
    public async Task Operator_ThroughAKnownProxyWithThePassword_SeesAllAndScrapes()
    {
        using var silo = await ApiSilo.StartIn([("DESKFLEET_OPERATOR_PASSWORD", "correct horse")], "--insecure-local", "--known-proxies", "127.0.0.1");
        using var nginx = await Nginx.Start(silo.Url, Usual);
        using var person = nginx.Stranger();
        person.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:correct horse")));

        Assert.Contains("DeskFleet", await person.GetStringAsync("/operator/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("# TYPE orleans_", await person.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Everything that is local: without a proxy, under a name of loopback, and from no page but the silo's own.</summary>
    [Theory]
    [InlineData("evil.example.com", null)]
    [InlineData("loopback", null)]
    [InlineData("127.0.0.1.evil.example.com", null)]
    [InlineData(null, "http://evil.example.com")]
    [InlineData(null, "null")]
    [InlineData(null, "http://localhost:3000")]
    public async Task Local_AskedUnderAnotherNameOrByAnotherPage_IsRefusedOnEveryPath(string? host, string? origin)
    {
        using var silo = await ApiSilo.Start();
        foreach (var path in LocalPaths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            Assert.Contains(await Status(silo, request, host, origin), new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
        }

        Assert.Equal(HttpStatusCode.Forbidden, await Status(silo, Call(), host, origin));
        Assert.Equal(HttpStatusCode.OK, await Status(silo, Call(), null, silo.Url));
    }

    private static async Task<HttpStatusCode> Status(ApiSilo silo, HttpRequestMessage request, string? host, string? origin)
    {
        (request.Headers.Host, _) = (host, origin is not null && request.Headers.TryAddWithoutValidation("Origin", origin));
        using var answer = await silo.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static HttpRequestMessage Call()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", "WorkspacesService.DescribeWorkspaces");
        return request;
    }

    private static async Task<string[]> Sources(string audit)
    {
        using var file = new StreamReader(new FileStream(audit, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. (await file.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(call => call.GetProperty("action").GetString() == "workspaces:DescribeWorkspaces")
            .Select(call => call.GetProperty("source").GetString()!)];
    }
}
