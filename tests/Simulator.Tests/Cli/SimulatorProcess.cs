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
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs it to its end.</summary>
    public static Task<Ended> Run(params string[] arguments) => Run(arguments, whileRunning: null);

    /// <summary>Runs it in a folder, by the command of its own that was installed, or as built.</summary>
    public static Task<Ended> RunIn(string folder, string? command, params string[] arguments)
    {
        var start = command is null ? Built(arguments) : new ProcessStartInfo(command, arguments);
        start.WorkingDirectory = folder;
        return Run(start, whileRunning: null);
    }

    /// <summary>Runs it; <paramref name="whileRunning"/> sees the process and each line of its standard error.</summary>
    public static Task<Ended> Run(string[] arguments, Action<Process, string>? whileRunning) => Run(Built(arguments), whileRunning);

    /// <summary>Runs it and interrupts it, as Ctrl-C does, once <paramref name="isTime"/>.</summary>
    public static Task<Ended> RunInterrupted(Func<bool> isTime, params string[] arguments) => Run(Built(arguments), whileRunning: null, async process =>
    {
        while (!isTime() && !process.HasExited)
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        using var kill = Process.Start("sh", ["-c", $"kill -INT {process.Id}"]);
    });

    private static async Task<Ended> Run(ProcessStartInfo start, Action<Process, string>? whileRunning, Func<Process, Task>? meanwhile = null)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
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
            if (meanwhile is not null)
                await meanwhile(process).WaitAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} {string.Join(' ', start.ArgumentList)} did not end within {Patience}.");
        }

        return new(process.ExitCode, await output, string.Join('\n', error));
    }

    private static ProcessStartInfo Built(string[] arguments) => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "deskfleet-sim.dll"), .. arguments]);
}
