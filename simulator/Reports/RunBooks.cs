using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Reports.Figures;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Thresholds;
using NodaTime;

namespace DeskFleet.Simulator.Reports;

/// <summary>The books that are kept while a run goes on, and the whole summary that is made of them.</summary>
public sealed class RunBooks(Scenario scenario, Simulation simulation)
{
    private readonly UsageBook _usage = new(scenario.Start);

    public RunFigures Figures { get; } = new(scenario, simulation);

    /// <summary>Read every event of the run.</summary>
    public IReadOnlyList<IEventReader> Readers => [Figures, _usage];

    /// <summary>What the run is billed, up to an instant.</summary>
    public RunBill BillAsOf(Instant asOf) => new(_usage, scenario.Billing, asOf);

    /// <summary>Counts everything up to the end of the run.</summary>
    public RunSummary Close(RunInputs inputs, RunResult result)
    {
        Figures.Advance(result.ReachedAt);
        var bill = BillAsOf(result.ReachedAt);
        var summary = Figures.AddTo(RunSummary.Of(inputs, scenario, result)) with { Cost = bill.Summary(Figures.Groups.Select(group => group.Members)) };
        return scenario.Demands.IsEmpty ? summary : summary with { Thresholds = ThresholdResult.Of(scenario, summary) };
    }
}
