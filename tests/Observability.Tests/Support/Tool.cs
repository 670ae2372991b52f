using System.Diagnostics;

namespace DeskFleet.Observability.Tests.Support;

/// <summary>Runs programs to their end.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What it wrote; the test fails when it ends with anything but 0.</summary>
    public static async Task<string> Run(string program, params string[] arguments)
    {
        var (code, output) = await Try(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}: {output}");
        return output;
    }

    public static async Task<(int Code, string Output)> Try(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Where it is; skips the test where Debian's package is not installed.</summary>
    public static string Needs(string program)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin").Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Assert.SkipUnless(found is not null, $"{program} is not installed; tests/run.sh --install does it.");
        return found;
    }
}
