using System.Diagnostics;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;

var file = args[0];
var engine = Enum.Parse<EngineKind>(args[1], true);
var logs = args[2] == "log";
var times = int.Parse(args[3]);
var reading = ScenarioFile.Read(file);
for (var i = 0; i < times; i++)
{
    var scenario = reading.Scenario!;
    GC.Collect();
    var population = Population.Create(scenario, null);
    var (cpu, wall, alloc, gcs, pause) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew(), GC.GetTotalAllocatedBytes(), (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)), GC.GetTotalPauseDuration());
    var result = await new Simulation(scenario, population, new(engine) { Logs = logs }).Run(Stream.Null, null, CancellationToken.None);
    var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
    Console.Write($"jit {System.Runtime.JitInfo.GetCompilationTime().TotalSeconds:0.00} s {System.Runtime.JitInfo.GetCompiledMethodCount()} methods, "); Console.WriteLine($"{result.Events} events, wall {wall.Elapsed.TotalSeconds:0.00} s, cpu {used.TotalSeconds:0.00} s, {result.Events / used.TotalSeconds:0} events/cpu-s, {(GC.GetTotalAllocatedBytes() - alloc) / (double)result.Events:0} B/event, gcs {GC.CollectionCount(0) - gcs.Item1}/{GC.CollectionCount(1) - gcs.Item2}/{GC.CollectionCount(2) - gcs.Item3}, paused {(GC.GetTotalPauseDuration() - pause).TotalSeconds:0.00} s, calls {result.Calls / (double)result.Events:0.00}, writes {result.Writes / (double)result.Events:0.00}, {result.LogHash}, heap {GC.GetTotalMemory(false) / 1e6:0} MB");
}
if (args.Length > 4)
{
    var l = new Ticks();
    var scenario = reading.Scenario!;
    var population = Population.Create(scenario, null);
    var result = await new Simulation(scenario, population, new(engine) { Logs = logs }).Run(Stream.Null, null, CancellationToken.None);
    var total = Ticks.Types.Values.Sum();
    foreach (var (k, v) in Ticks.Types.OrderByDescending(p => p.Value).Take(70)) Console.WriteLine($"{v / (double)result.Events,8:0} B/event {v * 100.0 / total,5:0.0}% {k}");
}
