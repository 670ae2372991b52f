using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using DeskFleet.Observability.Tests.Support;

namespace DeskFleet.Observability.Tests.Runbooks;

/// <summary>Runs the commands of a runbook as they are printed.</summary>
internal sealed partial class Runbook(PrometheusServer prometheus, Uri silo)
{
    /// <summary>What the operator fills in.</summary>
    public Dictionary<string, string> Variables { get; } = new()
    {
        ["PROMETHEUS"] = prometheus.Address.ToString().TrimEnd('/'),
        ["SILO"] = silo.ToString().TrimEnd('/'),
        ["TYPE"] = "general",
        ["RESTART"] = "true",
    };

    public Task<string> IsItReal(string alert) => Run(alert, "Is it real");

    public Task<string> Mitigate(string alert) => Run(alert, "First mitigation");

    /// <summary>The last command says 1.</summary>
    public async Task<bool> IsItOver(string alert) => Values(await Run(alert, "Is it over")) is [.., 1];

    /// <summary>What the last command of "Is it over" asks Prometheus; 1 means yes.</summary>
    public static async Task<string> WhatIsOver(string alert) => Question().Matches(await Commands(alert, "Is it over"))[^1].Groups[1].Value;

    /// <summary>The numbers that promtool's answers end in.</summary>
    public static List<double> Values(string output) => [.. Value().Matches(output).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    /// <summary>All that the commands say; the test fails when one of them does.</summary>
    private async Task<string> Run(string alert, string step)
    {
        var commands = await Commands(alert, step);
        var folder = Directory.CreateTempSubdirectory("deskfleet-runbook-");
        try
        {
            return await Run($"{alert}, {step}", commands, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> Commands(string alert, string step)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf($"silo/Runbooks/{alert}.md"), TestContext.Current.CancellationToken);
        var section = text.Split($"## {step}\n")[1].Split("\n## ")[0];
        return string.Join('\n', Block().Matches(section).Select(block => block.Groups[1].Value));
    }

    private async Task<string> Run(string what, string commands, string folder)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{what} ended with {process.ExitCode}: {await output}{await error}");
        return await output;
    }

    [GeneratedRegex(@"promtool query instant ""\$PROMETHEUS"" '([^']*)'")]
    private static partial Regex Question();

    [GeneratedRegex(@"=> (\S+) @\[")]
    private static partial Regex Value();

    [GeneratedRegex(@"```bash\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
