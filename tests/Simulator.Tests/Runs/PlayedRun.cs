using System.Text;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Simulator.Tests.Runs;

/// <summary>A scenario played with every invariant on: the bytes of its event log, and the events.</summary>
internal sealed class PlayedRun : IEventReader
{
    private readonly List<LoggedEvent> _events = [];

    public static async Task<(string Log, IReadOnlyList<LoggedEvent> Events)> Of(Scenario scenario, EngineKind engine)
    {
        using var file = new MemoryStream();
        var run = new PlayedRun();
        await new Simulation(scenario, Population.Create(scenario, null), new(engine, Checks: true)).Run(file, null, TestContext.Current.CancellationToken, run);
        return (Encoding.UTF8.GetString(file.ToArray()), run._events);
    }

    public void Read(LoggedEvent happened) => _events.Add(happened);
}
