using System.Diagnostics;
using System.Text;

namespace DeskFleet.Api.Tests.Support;

/// <summary>A program that the tests use: its absence skips a test, and fails it where everything must run.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The first of the places where it is.</summary>
    public static string Find(string name, params string[] preferred)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name));
        var found = preferred.Concat(onPath).FirstOrDefault(File.Exists);
        return found ?? Missing(name);
    }

    private static string Missing(string name)
    {
        var sentence = $"{name} is not installed; tests/install.sh does it.";
        if (Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip(sentence);
        throw new FileNotFoundException(sentence);
    }

    /// <summary>A Python that has the module: Debian's, or the one on the PATH.</summary>
    public static async Task<string> Python(string module)
    {
        foreach (var python in new[] { "/usr/bin/python3", Find("python3") }.Where(File.Exists))
        {
            if ((await Run(python, Path.GetTempPath(), ["-c", $"import {module}"])).Exit == 0)
                return python;
        }

        return Missing($"Python's {module}");
    }

    public static async Task<(int Exit, string Output, string Errors)> Run(string program, string folder, IEnumerable<string> arguments, params (string, string)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var (output, errors) = (Read(process.StandardOutput), Read(process.StandardError));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await errors);
    }

    private static async Task<string> Read(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
            text.AppendLine(line);
        return text.ToString();
    }
}
