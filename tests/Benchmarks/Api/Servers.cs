using System.Diagnostics;
using System.Net.Sockets;
using DeskFleet.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Benchmarks.Api;

/// <summary>A server of the benchmark's own, stopped when it is done with.</summary>
internal sealed class Server(string url, Process process, Func<ValueTask> stop) : IAsyncDisposable
{
    public string Url { get; } = url;

    /// <summary>How long it has worked so far.</summary>
    public TimeSpan ProcessorTime()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    public ValueTask DisposeAsync() => stop();
}

/// <summary>What is measured and what it is measured against.</summary>
internal static class Servers
{
    public const string AccessKey = "AKIDEXAMPLEADMIN0";
    public const string Secret = "not-a-secret-at-all";
    public const string Account = "111122223333";

    /// <summary>A server that watched the folder for temporary files would be woken by each line that the silo's audit trail gets there, and make it dearer.</summary>
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static bool HasMoto => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "moto_server")));

    /// <summary>The program as it is started in production (of DESKFLEET_PUBLISHED_SILO where the environment names one), but for machines that take no time and a raised quota.</summary>
    public static async Task<Server> Silo(int requestsPerSecond = 1_000_000, string? program = null)
    {
        var folder = Directory.CreateTempSubdirectory("deskfleet-api-benchmark-").FullName;
        var access = Path.Combine(folder, "access.json");
        await File.WriteAllTextAsync(access, $$"""
            {
              "accessKeys": [{ "id": "{{AccessKey}}", "secret": "{{Secret}}", "account": "{{Account}}", "caller": "benchmark", "policies": ["all"] },
                { "id": "{{Edge.Helpdesk}}", "secret": "{{Secret}}", "account": "{{Account}}", "caller": "helpdesk", "policies": ["reboots"] }],
              "policies": { "reboots": { "Statement": [{ "Effect": "Allow", "Action": "workspaces:Reboot*", "Resource": "*" }] }, "all": { "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] } }
            }
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(access, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var port = FreePort();
        return await Program("dotnet", port, folder, [
            "exec", program ?? Environment.GetEnvironmentVariable("DESKFLEET_PUBLISHED_SILO") ?? typeof(SiloHost).Assembly.Location, "--urls", $"http://127.0.0.1:{port}", "--gateway-port", $"{FreePort()}", "--silo-port", $"{FreePort()}",
            "--data", folder, "--access-file", access, "--audit-file", Path.Combine(folder, "audit.jsonl"), "--instant", "--control", "--api-rate", $"{requestsPerSecond}"]);
    }

    public static Task<Server> Moto()
    {
        var port = FreePort();
        return Program("moto_server", port, Path.GetTempPath(), ["-p", $"{port}"]);
    }

    /// <summary>Kestrel in a process of its own that answers every request with these bytes and does nothing else.</summary>
    public static async Task<Server> Empty(byte[] answer)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, answer);
        var port = FreePort();
        return await Program("dotnet", port, Path.GetTempPath(), ["exec", typeof(Servers).Assembly.Location, "empty", $"{port}", file]);
    }

    /// <summary>Is that process.</summary>
    public static async Task<int> ServeEmpty(int port, byte[] answer)
    {
        var builder = WebApplication.CreateSlimBuilder([NoReload]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapPost("/", async (HttpContext http) =>
        {
            http.Response.ContentType = "application/x-amz-json-1.1";
            http.Response.ContentLength = answer.Length;
            await http.Response.Body.WriteAsync(answer);
        });
        await app.RunAsync();
        return 0;
    }

    private static async Task<Server> Program(string program, int port, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var watch = Stopwatch.StartNew(); !await Listens(port); await Task.Delay(100))
        {
            if (process.HasExited || watch.Elapsed > Patience)
                throw new InvalidOperationException($"{program} does not listen at port {port}.");
        }

        return new($"http://127.0.0.1:{port}", process, async () =>
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            if (folder != Path.GetTempPath())
                Directory.Delete(folder, recursive: true);
        });
    }

    private static async Task<bool> Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
