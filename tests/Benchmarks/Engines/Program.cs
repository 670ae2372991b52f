using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using DeskFleet.Benchmarks.Engines;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;
using Microsoft.Extensions.DependencyInjection;

if (args is ["--counts", _, ..])
{
    var faults = args[1..].SelectMany(file => ScenarioFile.Read(file).Faults).ToList();
    faults.ForEach(Console.Error.WriteLine);
    if (faults.Count > 0)
        return 2;
    foreach (var file in args[1..])
        Console.WriteLine(Counts.Of(file));
    return 0;
}

if (Settings.Of(args) is not { } settings)
{
    Console.Error.WriteLine("""
        How fast the engines play a fleet, beside what somebody would write instead, all in one run: only the ratios say anything.
          dotnet run -c Release --project tests/Benchmarks/Engines -- [--desktops 1000,10000] [--days 7] [--rounds 5] [--only NAME] [--json FILE]
        Each round plays everything once, so that what else the machine does meets all alike; medians are shown. --only core measures what has "core"
        in its name.
        What an event costs in allocations, calls, writes and bytes of the log, which a test guards:
          dotnet run -c Release --project tests/Benchmarks/Engines -- --counts SCENARIO...
        """);
    return 2;
}

using var silo = await Toys.Silo();
var grains = silo.Services.GetRequiredService<IGrainFactory>();
var folder = AppContext.BaseDirectory;
var measured = new List<Figure>();
foreach (var desktops in settings.Desktops)
{
    var scenario = ScenarioOf(desktops);
    (string Name, Func<Task<(long Events, double Seconds)>> Play)[] ways =
    [
        ("core, with the log", () => Play(scenario, EngineKind.Core, logs: true)),
        ("core, no log", () => Play(scenario, EngineKind.Core, logs: false)),
        ("grains, no log", () => Play(scenario, EngineKind.Grains, logs: false)),
        ("bare grains", () => Timed(() => Toys.Grains(grains, desktops, settings.Days))),
        ("awaited calls of grains", () => Timed(() => Toys.Calls(grains, desktops, desktops * 30))),
        ("C# heap loop", () => Timed(() => Task.FromResult(Toys.HeapLoop(desktops, settings.Days).Events))),
        ("Python heap loop", () => Python(desktops)),
    ];
    var asked = ways.Where(way => way.Name.Contains(settings.Only, StringComparison.Ordinal));
    var rounds = asked.ToDictionary(way => way, _ => new List<(long Events, double Seconds, double Bytes)>());
    for (var round = 0; round < settings.Rounds; round++)
    {
        foreach (var (way, results) in rounds)
        {
            GC.Collect();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var (events, seconds) = await way.Play();
            results.Add((events, seconds, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Math.Max(1, events)));
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{desktops:n0} desktops, round {round + 1}, {way.Name}: {events / seconds:n0} events/s"));
        }
    }

    measured.AddRange(
        from way in rounds
        where way.Value.All(result => result.Events > 0)
        let isOutside = way.Key.Name.StartsWith("Python", StringComparison.Ordinal)
        select new Figure(
            way.Key.Name, desktops, way.Value[^1].Events, [.. way.Value.Select(result => result.Seconds)], isOutside ? null : way.Value[^1].Bytes));
}

var machine = $"{RuntimeInformation.OSDescription.Trim()}, {Environment.ProcessorCount} processors, .NET {Environment.Version}";
var figures = new Figures(DateTimeOffset.UtcNow, machine, settings.Days, settings.Rounds, measured);
Console.Write(Table.Of(figures));
if (settings.Json is { } json)
    await File.WriteAllTextAsync(json, JsonSerializer.Serialize(figures, new JsonSerializerOptions { WriteIndented = true }));
return 0;

Scenario ScenarioOf(int desktops)
{
    var text = File.ReadAllText(Path.Combine(folder, "ten-thousand.yaml"))
        .Replace("quota: 10000", $"quota: {desktops}", StringComparison.Ordinal)
        .Replace("users: 10000", $"users: {desktops}", StringComparison.Ordinal)
        .Replace("horizon: 7 d", $"horizon: {settings.Days} d", StringComparison.Ordinal);
    var file = Path.Combine(Path.GetTempPath(), $"deskfleet-engines-{Environment.ProcessId}.yaml");
    File.WriteAllText(file, text);
    try
    {
        return ScenarioFile.Read(file).Scenario ?? throw new InvalidOperationException("The scenario of the benchmark has faults.");
    }
    finally
    {
        File.Delete(file);
    }
}

static async Task<(long Events, double Seconds)> Play(Scenario scenario, EngineKind engine, bool logs)
{
    var watch = Stopwatch.StartNew();
    var simulation = new Simulation(scenario, Population.Create(scenario, null), new(engine) { Logs = logs });
    var run = await simulation.Run(logs ? Stream.Null : null, null, CancellationToken.None);
    return (run.Events, watch.Elapsed.TotalSeconds);
}

static async Task<(long Events, double Seconds)> Timed(Func<Task<long>> play)
{
    var watch = Stopwatch.StartNew();
    return (await play(), watch.Elapsed.TotalSeconds);
}

async Task<(long Events, double Seconds)> Python(int desktops)
{
    try
    {
        var loop = new ProcessStartInfo("python3", [Path.Combine(folder, "heap_loop.py"), $"{desktops}", $"{settings.Days}"]);
        loop.RedirectStandardOutput = true;
        using var python = Process.Start(loop)!;
        var said = (await python.StandardOutput.ReadToEndAsync()).Split(' ');
        await python.WaitForExitAsync();
        return python.ExitCode == 0
            ? (long.Parse(said[0], CultureInfo.InvariantCulture), double.Parse(said[1], CultureInfo.InvariantCulture))
            : (0, 1);
    }
    catch (System.ComponentModel.Win32Exception)
    {
        Console.Error.WriteLine("There is no python3 here: that row is left out.");
        return (0, 1);
    }
}
