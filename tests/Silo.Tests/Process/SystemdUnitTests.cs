using System.Diagnostics;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Process;

/// <summary>The unit's own commands, with the folders of this machine in the place of the installed ones.</summary>
public sealed class SystemdUnitTests
{
    private static readonly string[] Unit = File.ReadAllLines(Path.Combine(Repository.Root, "silo", "deskfleet-silo.service"));

    [Fact]
    public async Task Unit_ItsCommands_StartASiloThatIsReadyAndDrainsInTime()
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "curl"))),
            "curl is not installed; tests/run.sh --install does it.");
        var data = Directory.CreateTempSubdirectory("deskfleet-unit-").FullName;
        var http = $"http://127.0.0.1:{SiloProcess.FreePort()}";
        var start = Command("ExecStart", ("/opt/deskfleet/deskfleet-silo.dll", typeof(SiloHost).Assembly.Location), ("/var/lib/deskfleet", data));
        foreach (var setting in Values("Environment").Select(value => value.Split('=', 2)))
            start.Environment[setting[0]] = setting[1];
        start.Environment["DESKFLEET_URLS"] = http;
        start.Environment["DESKFLEET_GATEWAY_PORT"] = $"{SiloProcess.FreePort()}";
        start.Environment["DESKFLEET_SILO_PORT"] = $"{SiloProcess.FreePort()}";
        using var silo = System.Diagnostics.Process.Start(start)!;
        silo.BeginOutputReadLine();
        try
        {
            using var probe = System.Diagnostics.Process.Start(Command("ExecStartPost", ("http://127.0.0.1:8080", http)))!;
            await Ends(probe, "TimeoutStartSec");
            Assert.Equal(0, probe.ExitCode);
            using var terminate = System.Diagnostics.Process.Start("sh", ["-c", $"kill -{Value("KillSignal")[3..]} {silo.Id}"]);
            await Ends(silo, "TimeoutStopSec");
            Assert.Equal(0, silo.ExitCode);
        }
        finally
        {
            if (!silo.HasExited)
                silo.Kill();
        }

        Assert.True(File.Exists(Path.Combine(data, "fleet.db")));
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public void Unit_ItsPorts_AreTheDocumentedDefaults()
    {
        Assert.Contains($"DESKFLEET_URLS={SiloSettings.DefaultUrls}", Values("Environment"));
        Assert.Contains($"DESKFLEET_GATEWAY_PORT={SiloSettings.DefaultGatewayPort}", Values("Environment"));
        Assert.Contains($"DESKFLEET_SILO_PORT={SiloSettings.DefaultSiloPort}", Values("Environment"));
        Assert.Equal($"{Silo.Cli.ExitCodes.BadOption}", Value("RestartPreventExitStatus"));
    }

    private static ProcessStartInfo Command(string key, params (string Installed, string Here)[] replaced)
    {
        var words = Value(key).Split(' ').Select(word => replaced.Aggregate(word, (text, pair) => text.Replace(pair.Installed, pair.Here, StringComparison.Ordinal))).ToList();
        return new(Path.GetFileName(words[0]), words.Skip(1)) { RedirectStandardOutput = true };
    }

    private static async Task Ends(System.Diagnostics.Process process, string within)
    {
        using var limit = new CancellationTokenSource(4 * TimeSpan.FromSeconds(int.Parse(Value(within), null)));
        await process.WaitForExitAsync(limit.Token);
    }

    private static string Value(string key) => Assert.Single(Values(key));

    private static IEnumerable<string> Values(string key) =>
        Unit.Where(line => line.StartsWith($"{key}=", StringComparison.Ordinal)).Select(line => line[(key.Length + 1)..]);
}
