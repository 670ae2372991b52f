using System.Globalization;
using System.Text.Json;
using DeskFleet.Observability.Tests.Support;
using NodaTime;

[assembly: AssemblyFixture(typeof(DeskFleet.Observability.Tests.Weeks.SimulatedWeek))]

namespace DeskFleet.Observability.Tests.Weeks;

/// <summary>The week with incidents: simulated, backfilled into a real Prometheus with its recorded series, and its event log beside it.</summary>
public sealed class SimulatedWeek : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-week-").FullName;
    private readonly SemaphoreSlim _once = new(1);
    private PrometheusServer? _prometheus;

    public static Instant Start { get; } = Instant.FromUtc(2026, 3, 1, 23, 0);

    public static Instant End { get; } = Start + Duration.FromDays(7);

    /// <summary>The days of the incidents: filling in recorded series takes longer than all the rest.</summary>
    private static Instant RulesFrom { get; } = Instant.FromUtc(2026, 3, 3, 4, 0);

    private static Instant RulesTo { get; } = Instant.FromUtc(2026, 3, 6, 16, 0);

    public static string Rules(string name) => Repository.PathOf($"silo/Alerts/{name}.rules.yaml");

    /// <summary>Made by the first who asks.</summary>
    internal async Task<PrometheusServer> Prometheus()
    {
        Tool.Needs("prometheus");
        Tool.Needs("promtool");
        await _once.WaitAsync();
        try
        {
            return _prometheus ??= await Make();
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>The event log, line by line.</summary>
    public IEnumerable<JsonElement> Events() => File.ReadLines(Path.Combine(_folder, "out", "events.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

    /// <summary>As it was built on its own: beside these tests it lacks what the web server's framework brings.</summary>
    public static string Simulator { get; } = Path.Combine(
        Repository.PathOf("simulator/bin"), Path.GetRelativePath(Repository.PathOf("tests/Observability.Tests/bin"), AppContext.BaseDirectory), "deskfleet-sim.dll");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _prometheus?.Dispose();
        _once.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<PrometheusServer> Make()
    {
        var scenario = Path.Combine(AppContext.BaseDirectory, "Weeks", "incidents.yaml");
        await Tool.Run("dotnet", "exec", Simulator, "run", scenario, "--engine", "core", "--quiet", "--out", $"{_folder}/out", "--telemetry", _folder);
        await Tool.Run("promtool", "tsdb", "create-blocks-from", "openmetrics", "--quiet", "--max-block-duration=240h", $"{_folder}/metrics.openmetrics", $"{_folder}/data");
        using (var bare = await PrometheusServer.Start(_folder, "{}"))
        {
            await Tool.Run(
                "promtool", "tsdb", "create-blocks-from", "rules", $"--url={bare.Address}", $"--start={Seconds(RulesFrom)}", $"--end={Seconds(RulesTo)}",
                "--eval-interval=2m", $"--output-dir={_folder}/data", Rules("recording"));
        }

        return await PrometheusServer.Start(_folder, "{}");
    }

    private static string Seconds(Instant at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
