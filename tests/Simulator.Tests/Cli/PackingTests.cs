using System.Diagnostics;

namespace DeskFleet.Simulator.Tests.Cli;

/// <summary>The simulator as a tool: packed, installed in a folder of its own without any other source, and run by its name.</summary>
public sealed class PackingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tool_PackedAndInstalled_AnswersByItsName()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await DotNet("pack", Path.Combine(Repository.Root, "simulator"), "-c", configuration, "--no-build", "-o", _folder.Missing("packages"));
        var sources = _folder.Write("nuget.config", "<configuration><packageSources><clear /><add key=\"here\" value=\"packages\" /></packageSources></configuration>");
        await DotNet("tool", "install", "DeskFleet.Simulator", "--tool-path", _folder.Missing("tools"), "--configfile", sources);
        var tool = Path.Combine(_folder.Missing("tools"), "deskfleet-sim");

        var made = await SimulatorProcess.RunIn(_folder.Missing("tools"), tool, "new");
        var ran = await SimulatorProcess.RunIn(_folder.Missing("tools"), tool, "run", "scenario.yaml");

        Assert.Equal((0, ""), (made.ExitCode, made.Error));
        Assert.Equal((0, ""), (ran.ExitCode, ran.Complaints));
        Assert.Contains("on engine grains", ran.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Missing("tools"), "out", "scenario", "report.html")));
    }

    private async Task DotNet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NUGET_PACKAGES"] = _folder.Missing("cache");
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {await output}{await error}");
    }
}
