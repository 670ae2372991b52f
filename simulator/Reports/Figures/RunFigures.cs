using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>What the report needs beyond the summary: desktop by desktop, host by host, hour by hour. Read from the event log.</summary>
public sealed class RunFigures : IEventReader
{
    private readonly Scenario _scenario;
    private readonly DesktopStates _states;
    private readonly ImmutableArray<UpdateRelease> _releases;
    private readonly Dictionary<string, DesktopFigures> _desktops = new(StringComparer.Ordinal);

    /// <param name="simulation">The run whose events are read.</param>
    public RunFigures(Scenario scenario, Simulation simulation)
    {
        (_scenario, _states) = (scenario, simulation.Desktops);
        foreach (var (id, user) in simulation.Roster)
            _desktops.Add(id.Value, new(id, user, scenario.Start, scenario.End, scenario.Billing.Options.HourRounding));
        Capacity = new(scenario);
        _releases = UpdateReleases.Of(scenario);
        Maintenance = new(_releases, (release, desktop) => release.Concerns(scenario, _desktops[desktop].User.Group));
        WaitsByHour = [.. Enumerable.Range(0, Gauge.HoursBetween(scenario.Start, scenario.End)).Select(_ => new WaitTimes())];
    }

    public CapacityFigures Capacity { get; }

    public MaintenanceFigures Maintenance { get; }

    /// <summary>Waits for a start by the hour in which they ended.</summary>
    public IReadOnlyList<WaitTimes> WaitsByHour { get; }

    /// <summary>One a user, in the population's order, whether it was launched or not.</summary>
    public IEnumerable<DesktopFigures> Desktops => _desktops.Values;

    /// <summary>In the scenario's order.</summary>
    public IReadOnlyList<GroupFigures> Groups
    {
        get
        {
            var members = _desktops.Values.ToLookup(desktop => desktop.User.Group.Name);
            return [.. _scenario.Groups.Select(group => GroupFigures.Of(group.Name, [.. members[group.Name]]))];
        }
    }

    public void Read(LoggedEvent happened)
    {
        Maintenance.Read(happened);
        if (happened.Entity.Kind == EntityKind.DedicatedHost)
            Capacity.Read(happened.At, happened.Entity, happened.Event);
        else if (happened.Entity.Kind == EntityKind.WorkSpace && _desktops.TryGetValue(happened.Entity.Key, out var desktop))
            Read(happened.At, desktop, happened.Event);
    }

    /// <summary>Counts everything up to the end of the run.</summary>
    public void Advance(Instant reached)
    {
        Capacity.Advance(reached);
        Maintenance.Advance(reached);
        foreach (var desktop in _desktops.Values)
            desktop.Advance(reached);
    }

    public RunSummary AddTo(RunSummary summary) => summary with
    {
        Headroom = Capacity.Headroom.Least,
        Maintenance = _releases.IsEmpty ? null : Maintenance.Summary,
        Groups = [.. Groups.Select(group => group.Summary())],
    };

    private void Read(Instant at, DesktopFigures desktop, FleetEvent happened)
    {
        var (before, after) = (_states.Before.Slot?.Host, _states.After.Slot?.Host);
        desktop.Read(at, happened, _states.After);
        if (happened is StateChanged { Waited: { } waited } && at >= _scenario.Start)
            WaitsByHour[(int)Math.Floor((at - _scenario.Start).TotalHours)].Add(waited);
        if (before == after)
            return;
        var size = desktop.Terms!.Identity.Bundle.Size;
        if (before is { } old)
            Capacity.Free(at, old, size);
        if (after is { } host)
            Capacity.Take(at, host, size);
    }
}
