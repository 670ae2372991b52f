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
/// <param name="ofTheRun">Those that know the run's own readers.</param>
public sealed class InvariantChecks(params IReadOnlyList<IInvariant> ofTheRun) : IEventReader, IRecordWatcher
{
    private readonly IReadOnlyList<IInvariant> _invariants =
    [
        new HostCapacityHolds(),
        new SlotsAgree(),
        new MovesAreLegal(),
        new AutoStopIsRight(),
        new MetersAgree(),
        new BillsAgree(),
        new DeadlinesAreKept(),
        new ZonesAreBalanced(),
        .. ofTheRun,
    ];

    private Instant _now;

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
