using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Tests.Process;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Api.Tests.Support;

/// <summary>What a silo answered.</summary>
internal sealed record Answer(int Status, JsonElement Body)
{
    /// <summary>The exception's name; null: it was no error.</summary>
    public string? Error => Body.TryGetProperty("__type", out var type) ? type.GetString() : null;

    public Answer Accepted()
    {
        Assert.True(Status == 200, $"Refused: {Body}");
        return this;
    }
}

/// <summary>The program in a process of its own, keeping nothing, with machines that take no time and any signature accepted.</summary>
internal sealed class ApiSilo : IDisposable
{
    private const string ContentType = "application/x-amz-json-1.1";
    private readonly SiloProcess _process;
    private readonly int _gateway;
    private IHost? _backend;

    private ApiSilo(SiloProcess process, string url, int gateway)
    {
        (_process, _gateway, Url) = (process, gateway, url);
        Http = new() { BaseAddress = new(url), Timeout = TimeSpan.FromMinutes(5) };
    }

    public string Url { get; }

    public HttpClient Http { get; }

    public IReadOnlyCollection<string> Output => _process.Output;

    public static Task<ApiSilo> Start(params string[] arguments) => StartWith(["--insecure-local", "--instant", "--control", .. arguments]);

    /// <summary>With these arguments and no others but ports.</summary>
    public static Task<ApiSilo> StartWith(params string[] arguments) => StartIn([], arguments);

    /// <summary>The same with more in the environment.</summary>
    public static async Task<ApiSilo> StartIn((string, string)[] environment, params string[] arguments)
    {
        var (http, gateway) = (SiloProcess.FreePort(), SiloProcess.FreePort());
        var url = $"http://127.0.0.1:{http}";
        var process = new SiloProcess(
            ["--urls", url, "--gateway-port", $"{gateway}", "--silo-port", $"{SiloProcess.FreePort()}", .. arguments],
            [("Logging__LogLevel__DeskFleet.Grains", "Warning"), .. environment]);
        await process.Says("DeskFleet listens");
        var silo = new ApiSilo(process, url, gateway);
        await silo.IsReady();
        return silo;
    }

    /// <summary>SIGTERM, and until it has ended.</summary>
    public Task Stop() => _process.Terminate();

    public Task IsReady() => Eventually.True(
        async () =>
        {
            try
            {
                return (await Http.GetAsync("/health/ready")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        "the silo is ready");

    public Task<Answer> WorkSpaces(string operation, object request) => Call(WireService.WorkSpaces, operation, request);

    public Task<Answer> CloudWatch(string operation, object request) => Call(WireService.CloudWatch, operation, request);

    public Task<Answer> Call(WireService service, string operation, object request) =>
        Send($"{service.Target}.{operation}", JsonSerializer.SerializeToUtf8Bytes(request), service.ContentType);

    public async Task<Answer> Send(string target, byte[] body, string contentType = ContentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        return await Send(request);
    }

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("application/x-amz-json-1.", answer.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
        return new((int)answer.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    public async Task<JsonElement> Control(string path, object request)
    {
        using var answer = await Http.PostAsJsonAsync($"/control/{path}", request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public Task Advance(TimeSpan by) => Control("clock", new { advanceSeconds = by.TotalSeconds });

    /// <summary>A directory with a quota of many WorkSpaces; its id.</summary>
    public async Task<string> NewDirectory(int quota = 1000)
    {
        await Control("limits", new { workSpaces = quota });
        var id = $"d-{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray())[..10]}";
        (await WorkSpaces("RegisterWorkspaceDirectory", new { DirectoryId = id })).Accepted();
        return id;
    }

    /// <summary>Launches; the ids in the order of the users.</summary>
    public async Task<string[]> Launch(string directory, string bundle, string mode, params string[] users)
    {
        var ids = new List<string>();
        foreach (var batch in users.Chunk(25))
        {
            var answer = (await WorkSpaces("CreateWorkspaces", new
            {
                Workspaces = batch.Select(user => new
                {
                    DirectoryId = directory,
                    UserName = user,
                    BundleId = bundle,
                    WorkspaceProperties = new { RunningMode = mode },
                }),
            })).Accepted();
            Assert.Empty(answer.Body.GetProperty("FailedRequests").EnumerateArray());
            ids.AddRange(answer.Body.GetProperty("PendingRequests").EnumerateArray().Select(item => item.GetProperty("WorkspaceId").GetString()!));
        }

        return [.. ids];
    }

    public async Task<string?> StateOf(string workSpace)
    {
        var answer = (await WorkSpaces("DescribeWorkspaces", new { WorkspaceIds = new[] { workSpace } })).Accepted();
        return answer.Body.GetProperty("Workspaces").EnumerateArray().Select(item => item.GetProperty("State").GetString()).SingleOrDefault();
    }

    /// <summary>What the process keeps in memory.</summary>
    public async Task<long> MemoryMiB()
    {
        var status = await File.ReadAllLinesAsync($"/proc/{_process.Id}/status");
        return long.Parse(status.Single(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null) / 1024;
    }

    public Task Becomes(string workSpace, string? state) => Eventually.Is(state, () => StateOf(workSpace), $"the state of {workSpace}");

    /// <summary>A backend that has joined the silo, for what no API operation does, such as connecting as a user.</summary>
    public async Task<FleetClient> Backend()
    {
        if (_backend is null)
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Logging.SetMinimumLevel(LogLevel.None);
            builder.AddDeskFleetClient(client => client.GatewayPort = _gateway);
            _backend = builder.Build();
            await _backend.StartAsync();
        }

        return _backend.Services.GetRequiredService<FleetClient>();
    }

    public void Dispose()
    {
        _backend?.Dispose();
        Http.Dispose();
        _process.Dispose();
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
