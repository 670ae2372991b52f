using System.Diagnostics;

namespace DeskFleet.Simulator.Tests.Cli;

/// <summary>What the simulator said and how it ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error)
{
    /// <summary>Standard error without the progress, of which a slow machine has a line a second.</summary>
    public string Complaints => string.Join('\n', Error.Split('\n').Where(line => !line.Contains("events/s", StringComparison.Ordinal)));
}

/// <summary>The simulator as its users start it: a process of its own.</summary>
internal static class SimulatorProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs it to its end.</summary>
    public static Task<Ended> Run(params string[] arguments) => Run(arguments, whileRunning: null);

    /// <summary>Runs it; <paramref name="whileRunning"/> sees the process and each line of its standard error.</summary>
    public static async Task<Ended> Run(string[] arguments, Action<Process, string>? whileRunning)
    {
        using var process = Start(arguments);
        var error = new List<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                return;
            error.Add(line.Data);
            whileRunning?.Invoke(process, line.Data);
        };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"deskfleet-sim {string.Join(' ', arguments)} did not end within {Patience}.");
        }

        return new(process.ExitCode, await output, string.Join('\n', error));
    }

    private static Process Start(string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "deskfleet-sim.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
