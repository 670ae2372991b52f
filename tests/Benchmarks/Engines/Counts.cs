using System.Text.Json;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Benchmarks.Engines;

/// <summary>What an event of a scenario costs on engine core. Counts repeat on every machine, which times do not.</summary>
/// <param name="AllocatedBytes">An event; the same again only where everything is compiled once: DOTNET_TieredCompilation=0.</param>
internal sealed record Counts(string Scenario, long Events, double AllocatedBytes, double Calls, double Writes, double LogBytes)
{
    private const int MaxUsers = 300;

    /// <summary>The second of two runs, for the first one makes what is made once in a process. Of each group 300 users at most.</summary>
    public static Counts Of(string file)
    {
        Play(file);
        return Play(file);
    }

    public override string ToString() => JsonSerializer.Serialize(this);

    private static Counts Play(string file)
    {
        var scenario = ScenarioFile.Read(file).Scenario ?? throw new InvalidOperationException($"{file} has faults.");
        scenario = scenario with { Groups = [.. scenario.Groups.Select(group => group with { Users = Math.Min(group.Users, MaxUsers) })] };
        var population = Population.Create(scenario, null);
        using var lines = new CountingStream();
        // Engine core never waits, so all of it is on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var run = new Simulation(scenario, population, new(EngineKind.Core)).Run(lines, null, CancellationToken.None).GetAwaiter().GetResult();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return new(Path.GetFileName(file), run.Events, Each(allocated), Each(run.Calls), Each(run.Writes), Each(lines.Length));

        double Each(long count) => Math.Round(count / (double)run.Events, 3);
    }

    private sealed class CountingStream : MemoryStream
    {
        private long _written;

        public override long Length => _written;

        public override void Write(ReadOnlySpan<byte> buffer) => _written += buffer.Length;
    }
}
