using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DeskFleet.Silo.Tests.Process;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Api.Tests.Support;

/// <summary>A real nginx, Debian's, on this machine in front of a silo.</summary>
internal sealed class Nginx : IDisposable
{
    private static readonly string[] Debian = ["/usr/sbin/nginx"];

    private readonly string _folder;
    private readonly Process _process;

    private Nginx(string folder, Process process, int port) => (_folder, _process, Url) = (folder, process, $"http://127.0.0.1:{port}");

    public string Url { get; }

    /// <param name="directives">Of the location, beside proxy_pass; such as <c>proxy_set_header Host $http_host;</c>.</param>
    public static async Task<Nginx> Start(string silo, string directives)
    {
        var program = Tool.Installed(Tool.All("nginx")[0] is { Length: > 0 } onPath ? onPath : Debian.FirstOrDefault(File.Exists, ""), "nginx");
        var (folder, port) = (Directory.CreateTempSubdirectory("deskfleet-nginx-").FullName, SiloProcess.FreePort());
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            daemon off;
            worker_processes 1;
            pid {{folder}}/pid;
            error_log {{folder}}/error.log;
            events {}
            http {
              access_log off;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
              server { listen 127.0.0.1:{{port}}; location / { proxy_pass {{silo}}; {{directives}} } }
            }
            """);
        var process = Process.Start(new ProcessStartInfo(program, ["-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-e", Path.Combine(folder, "error.log")])
        {
            RedirectStandardError = true,
        })!;
        var nginx = new Nginx(folder, process, port);
        await Eventually.True(() => Listens(port), "nginx listens");
        return nginx;
    }

    /// <summary>A client that connects from this address of loopback, as a stranger does from his.</summary>
    public HttpClient Stranger(string address = "127.0.0.2") => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new(Url),
    };

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            using var quit = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            quit.WaitForExit();
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> Listens(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
