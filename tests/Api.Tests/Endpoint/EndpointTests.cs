using System.Net;
using System.Net.Sockets;
using System.Text;
using DeskFleet.Api.Tests.Support;
using DeskFleet.Silo.Api.Limits;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Api.Tests.Endpoint;

/// <summary>Whatever is sent, the answer has the protocol's form: never a page, never a 500.</summary>
public sealed class EndpointTests(SharedSilo shared) : IClassFixture<SharedSilo>
{
    private readonly ApiSilo _silo = shared.Silo;

    [Theory]
    [InlineData("WorkspacesService.MakeCoffee")]
    [InlineData("WorkspacesService")]
    [InlineData("WorkspacesService.DescribeWorkspaces.Twice")]
    [InlineData("DynamoDB_20120810.ListTables")]
    [InlineData("")]
    public async Task Post_UnknownOperation_IsUnknownOperation(string target)
    {
        var answer = await _silo.Send(target, "{}"u8.ToArray());

        Assert.Equal((400, "UnknownOperationException"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Post_OperationsOfTheModelThatAreNotServed_AreNotSupported()
    {
        foreach (var service in WireService.All)
        {
            foreach (var operation in service.Operations.Values.Where(operation => !operation.IsServed))
            {
                var answer = await _silo.Call(service, operation.Name, new { });
                Assert.Equal((operation.Name, 400, "OperationNotSupportedException"), (operation.Name, answer.Status, answer.Error));
            }
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("application/x-amz-json-1.10")]
    public async Task Post_AnotherContentType_IsUnknownOperation(string contentType) =>
        Assert.Equal("UnknownOperationException", (await _silo.Send("WorkspacesService.DescribeWorkspaces", "{}"u8.ToArray(), contentType)).Error);

    [Theory]
    [InlineData("GET", "/", 405)]
    [InlineData("PUT", "/", 405)]
    [InlineData("DELETE", "/", 405)]
    [InlineData("POST", "/anything", 404)]
    [InlineData("GET", "/favicon.ico", 404)]
    public async Task Other_MethodsAndPaths_AreAnsweredInTheProtocolsForm(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new(method), path);

        var answer = await _silo.Send(request);

        Assert.Equal((status, "UnknownOperationException"), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_MoreThanAMegabyte_IsTooLarge(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(new byte[ApiLimits.LargestRequest + 1]) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.Add("X-Amz-Target", "WorkspacesService.DescribeWorkspaces");

        var answer = await _silo.Send(request);

        Assert.Equal((413, "RequestEntityTooLargeException"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Post_BodyThatEndsTooEarly_IsNoFailureOfTheService()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(_silo.Url).Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Target: WorkspacesService.DescribeWorkspaces\r\nContent-Length: 100\r\n\r\n{\"Limit\""));
        socket.Client.Shutdown(SocketShutdown.Send);

        using var reader = new StreamReader(stream);
        var answer = "";
        try
        {
            answer = await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            // Hung up on, as such a client deserves.
        }

        Assert.DoesNotContain("HTTP/1.1 5", answer, StringComparison.Ordinal);
        Assert.Null((await _silo.WorkSpaces("DescribeWorkspaces", new { })).Error);
    }

    [Fact]
    public async Task Control_FromAnotherHostName_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/control/reset") { Headers = { Host = "evil.example.com" } };
        using var answer = await _silo.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}

/// <summary>One silo for the tests of a class.</summary>
public sealed class SharedSilo : IAsyncLifetime
{
    private ApiSilo? _silo;

    internal ApiSilo Silo => _silo!;

    public async ValueTask InitializeAsync() => _silo = await ApiSilo.Start("--api-rate", "100000");

    public ValueTask DisposeAsync()
    {
        _silo?.Dispose();
        return ValueTask.CompletedTask;
    }
}
