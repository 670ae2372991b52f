using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Runs;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Checking;

/// <summary>One thing that always holds. It looks at events and written records, and at the end of each instant.</summary>
public interface IInvariant
{
    string Name { get; }

    /// <summary>An event was logged; null: fine, otherwise what is wrong.</summary>
    string? OnEvent(LoggedEvent happened) => null;

    /// <summary>A record was written.</summary>
    string? OnWritten(Entity entity, IEntityRecord record) => null;

    /// <summary>Everything of this instant has been delivered.</summary>
    string? OnRest(Instant now) => null;
}

/// <summary>Runs all invariants over a run and stops it at the first that does not hold.</summary>
public sealed class InvariantChecks : IEventReader, IRecordWatcher
{
    private readonly IReadOnlyList<IInvariant> _invariants;

    private Instant _now;

    /// <summary>All of them.</summary>
    /// <param name="stops">When nobody is woken; null: somebody always comes.</param>
    /// <param name="ofTheRun">Those that know the run's own readers.</param>
    public InvariantChecks(IReadOnlyList<Interval>? stops = null, params IReadOnlyList<IInvariant> ofTheRun) => _invariants =
    [
        new HostCapacityHolds(),
        new SlotsAgree(),
        new MovesAreLegal(),
        new AutoStopIsRight(),
        new MetersAgree(),
        new BillsAgree(),
        new DeadlinesAreKept(stops ?? []),
        new ZonesAreBalanced(),
        .. ofTheRun,
    ];

    /// <summary>Only those that hold whatever is done to the fleet.</summary>
    public InvariantChecks(params IReadOnlyList<IInvariant> invariants) => _invariants = invariants;

    public void Read(LoggedEvent happened)
    {
        _now = happened.At;
        foreach (var invariant in _invariants)
            Demand(invariant, invariant.OnEvent(happened));
    }

    public void Written(Instant at, Entity entity, object record)
    {
        foreach (var invariant in _invariants)
            Demand(invariant, invariant.OnWritten(entity, (IEntityRecord)record));
    }

    public void Rest(Instant now)
    {
        _now = now;
        foreach (var invariant in _invariants)
            Demand(invariant, invariant.OnRest(now));
    }

    private void Demand(IInvariant invariant, string? violation)
    {
        if (violation is not null)
            throw new InvariantViolationException(invariant.Name, _now, violation);
    }
}
