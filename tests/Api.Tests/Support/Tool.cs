using System.Diagnostics;
using System.Text;

namespace DeskFleet.Api.Tests.Support;

/// <summary>A program that the tests use: its absence skips a test, and fails it where everything must run.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The one on the PATH.</summary>
    public static string Find(string name) => All(name)[0] is { Length: > 0 } found ? found : throw Missing(name);

    /// <summary>
    /// Every version of it on this machine: the first of the PATH, and Debian's. Where there is none it is one empty name, which
    /// <see cref="Installed"/> tells.
    /// </summary>
    public static IReadOnlyList<string> All(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var onPath = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        var ofDebian = Path.Combine("/usr/bin", name);
        List<string> all = [.. new[] { onPath, File.Exists(ofDebian) ? ofDebian : null }.OfType<string>().DistinctBy(Real)];
        return all is [] ? [""] : all;
    }

    /// <summary>The program itself; skips the test where there is none.</summary>
    public static string Installed(string program, string name) => program.Length > 0 ? program : throw Missing(name);

    /// <summary>What is not there skips the test, and fails it where everything must run.</summary>
    public static FileNotFoundException Missing(string name)
    {
        var sentence = $"{name} is not installed; tests/run.sh --install does it.";
        if (Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip(sentence);
        return new(sentence);
    }

    /// <summary>Every Python that has the module.</summary>
    public static IReadOnlyList<string> Pythons(string module)
    {
        List<string> all = [.. All("python3").Where(python => python.Length > 0 && Has(python, module))];
        return all is [] ? [""] : all;
    }

    private static bool Has(string python, string module)
    {
        var start = new ProcessStartInfo(python, ["-c", $"import {module}"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>/bin may be a link to /usr/bin.</summary>
    private static string Real(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Path.Combine(Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder, Path.GetFileName(path));
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
