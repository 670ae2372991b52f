using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Process;

/// <summary>A real silo: the program itself, in a process of its own.</summary>
internal sealed class SiloProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>As it was built, unless the environment names a published one.</summary>
    private static readonly string Program = Environment.GetEnvironmentVariable("DESKFLEET_PUBLISHED_SILO") ?? typeof(SiloHost).Assembly.Location;

    /// <summary>No port is given twice: a silo that is down for a moment comes back to its own.</summary>
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    private readonly System.Diagnostics.Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    public SiloProcess(params string[] arguments)
        : this(arguments, [])
    {
    }

    public SiloProcess(string[] arguments, params (string Name, string Value)[] environment)
        : this(Program, arguments, environment)
    {
    }

    /// <summary>Of another version.</summary>
    public SiloProcess(string program, string[] arguments, params (string Name, string Value)[] environment)
        : this([], program, arguments, environment)
    {
    }

    /// <param name="within">What starts it, such as <c>ip netns exec NAME</c>; it must become the silo's own process.</param>
    /// <param name="program">Of another version; null: the one that is tested.</param>
    public SiloProcess(IReadOnlyList<string> within, string? program, string[] arguments, (string Name, string Value)[] environment)
    {
        string[] command = [.. within, "dotnet", "exec", program ?? Program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Unless a test says otherwise its silo leaves nothing behind.
        start.Environment.TryAdd("DESKFLEET_STORE", "memory");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = System.Diagnostics.Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public IReadOnlyCollection<string> Output => _output;

    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>
    /// A port that nobody listens on, below those that the system gives to outgoing connections: one of them could take it while a
    /// silo is down, and the silo could not come back.
    /// </summary>
    public static int FreePort()
    {
        for (; ; )
        {
            var port = Random.Shared.Next(15_000, 32_000);
            if (!Given.TryAdd(port, true))
                continue;
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }

    public async Task Says(string text, TimeSpan? within = null)
    {
        await Eventually.True(() => Task.FromResult(_process.HasExited || HasSaid(text)), $"the silo says '{text}'", within);
        if (_process.HasExited)
            _process.WaitForExit(); // what it said last is still on its way
        Assert.True(HasSaid(text), $"The silo ended before it said '{text}': {string.Join(" | ", _errors.Concat(_output))}");
    }

    private bool HasSaid(string text) => _output.Any(line => line.Contains(text, StringComparison.Ordinal));

    public async Task<int> Exit()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async Task<int> Terminate()
    {
        using var kill = System.Diagnostics.Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]);
        await kill.WaitForExitAsync();
        return await Exit();
    }

    /// <summary>As kill -9 does: nothing of it runs any more when this returns.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await Exit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
