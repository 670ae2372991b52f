using System.Text.Json;
using DeskFleet.Contracts;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Identity;
using DeskFleet.Silo.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

#pragma warning disable CA1416 // Where there are no file modes, the test that looks at them is skipped.
namespace DeskFleet.Silo.Tests.Process;

/// <summary>What a silo leaves behind: files for its own user only, and a log that nobody can write into through a name.</summary>
public sealed class SiloFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-files-").FullName;
    private readonly int _gateway = SiloProcess.FreePort();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_OfASilo_AreForItsUserOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var data = Path.Combine(_folder, "data");
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "silo.lock"), "", Cancellation);
        File.SetUnixFileMode(Path.Combine(data, "silo.lock"), (UnixFileMode)0b110_110_110);
        using var silo = Start("--store", "sqlite", "--data", data, "--machine-file", Path.Combine(_folder, "machines.db"), "--audit-file", Path.Combine(_folder, "audit.jsonl"), "--insecure-local", "true");
        await silo.Says("DeskFleet listens");

        var files = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetFileName(path), path => File.GetUnixFileMode(path));

        Assert.Superset(new HashSet<string> { "fleet.db", "fleet.db-wal", "silo.lock", "machines.db", "audit.jsonl" }, files.Keys.ToHashSet());
        Assert.All(files, file => Assert.Equal((file.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite), (file.Key, file.Value)));
    }

    [Fact]
    public async Task JsonLog_OfAnEvent_HasItAsAnObject()
    {
        using var silo = Start("--log-format", "json");
        await silo.Says("DeskFleet listens");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.AddDeskFleetClient(client => client.GatewayPort = _gateway);
        using var backend = builder.Build();
        await backend.StartAsync(Cancellation);
        var fleet = backend.Services.GetRequiredService<FleetClient>();
        await fleet.SetLimits(fleet.NewId(), new AccountId("acme", "us-east-1"), new SetLimits(7, GraphicsMonthlyEnabled: false), Cancellation);
        await silo.Says("limits-set");

        var line = silo.Output.Select(text => JsonDocument.Parse(text).RootElement).First(json => json.GetProperty("Category").GetString() == "DeskFleet.Grains.Journal.LoggingJournal");

        var happened = line.GetProperty("State").GetProperty("Event");
        Assert.Equal((JsonValueKind.Object, "limits-set", 7), (happened.ValueKind, happened.GetProperty("what").GetString(), happened.GetProperty("workSpaces").GetInt32()));
        Assert.Equal("Account:acme/us-east-1", line.GetProperty("State").GetProperty("Entity").GetString());
        await backend.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Start_OfASilo_SaysNothingOfAStandstill()
    {
        using var silo = Start();
        await silo.Says("DeskFleet listens");
        Assert.DoesNotContain(silo.Output, line => line.Contains("Watchdog", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("a\u001b[31mred\nfake: line", "a\\u001b[31mred\\u000afake: line")]
    [InlineData("right\u202eleft", "right\\u202eleft")]
    public void TextLog_OfANameWithControlCharacters_ShowsThem(string name, string shown) => Assert.Equal(shown, LogText.Escaped(name));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SiloProcess Start(params string[] arguments) => new(
        ["--urls", $"http://127.0.0.1:{SiloProcess.FreePort()}", "--silo-port", $"{SiloProcess.FreePort()}", "--gateway-port", $"{_gateway}", "--driver-time-scale", "3000", .. arguments]);
}
