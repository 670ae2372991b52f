using System.Diagnostics;
using System.Globalization;
using DeskFleet.Silo.Tests.Process;
using Npgsql;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>A PostgreSQL server of the tests' own: a fresh folder, a free port, gone when the tests are.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>The password: must never be seen in any log.</summary>
    public const string Secret = "sesame-of-the-tests";

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-postgres-").FullName;
    private readonly int _port = SiloProcess.FreePort();
    private Process? _server;
    private int _databases;

    private static string? Binaries { get; } = FindBinaries();

    /// <summary>A connection string to a database that is not there yet. Skips the test where there is no PostgreSQL.</summary>
    public string NewDatabase()
    {
        Assert.SkipUnless(Binaries is not null, "PostgreSQL is not installed; tests/run.sh --install does it.");
        return Connection($"fleet_{Interlocked.Increment(ref _databases)}");
    }

    /// <summary>The same through a socket that is a file, so that it is reached from every network; only for who may read the server's folder.</summary>
    public string NewDatabaseByFile() => NewDatabase().Replace("Host=127.0.0.1", $"Host={_folder}", StringComparison.Ordinal);

    public async ValueTask InitializeAsync()
    {
        if (Binaries is null)
            return;
        await Run("chown", "postgres", _folder);
        await File.WriteAllTextAsync($"{_folder}/password", Secret);
        await Run("initdb", "-D", $"{_folder}/data", "--auth-local=trust", "--auth-host=scram-sha-256", $"--pwfile={_folder}/password", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C");
        await Start();
    }

    /// <summary>As a failing machine stops it: no checkpoint, every connection cut (<c>pg_ctl stop -m immediate</c>).</summary>
    public Task StopAtOnce() => Stop("-QUIT");

    /// <summary>All of its processes stand still (SIGSTOP): connections stay, nobody is answered.</summary>
    public Task Freeze() => Signal("-STOP");

    /// <summary>They go on (SIGCONT).</summary>
    public Task Thaw() => Signal("-CONT");

    public async Task Start()
    {
        _server = Start("postgres", "-D", $"{_folder}/data", "-p", $"{_port}", "-k", _folder, "-h", "127.0.0.1", "-c", "max_connections=500");
        for (var watch = Stopwatch.StartNew(); !await Answers(); await Task.Delay(50))
            Assert.True(watch.Elapsed < StartTime, $"PostgreSQL has not answered within {StartTime.TotalSeconds} s.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await Stop("-INT");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Signal(string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill {signal} {_server!.Id} $(cat /proc/{_server.Id}/task/{_server.Id}/children)"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private async Task Stop(string signal)
    {
        using var stop = Process.Start("sh", ["-c", $"kill {signal} {_server!.Id}"]);
        await _server.WaitForExitAsync();
        _server.Dispose();
        _server = null;
    }

    /// <summary>A connection string of somebody whom the server does not know.</summary>
    public string ConnectionOfAStranger(string password) => $"Host=127.0.0.1;Port={_port};Username=stranger;Password={password};Database=postgres";

    private string Connection(string database) => $"Host=127.0.0.1;Port={_port};Username=postgres;Password={Secret};Database={database}";

    private async Task<bool> Answers()
    {
        try
        {
            await using var connection = new NpgsqlConnection(Connection("postgres") + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>One of the programs that come with the server.</summary>
    public static string Program(string name) => Path.Combine(Binaries!, name);

    private static async Task Run(string program, params string[] arguments)
    {
        if (program == "chown" && !Environment.IsPrivilegedProcess)
            return;
        using var process = program == "chown" ? Process.Start(program, arguments) : Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}.");
    }

    /// <summary>It refuses to run as root: then it runs as the user that its package made.</summary>
    private static Process Start(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries!, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>The newest comes first, and 15 is newer than 9.6.</summary>
    private static double Version(string folder) => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static string? FindBinaries()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var ofDebian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(Version).Select(version => $"{version}/bin")
            : [];
        return onPath.Concat(ofDebian).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_dump")));
    }
}
