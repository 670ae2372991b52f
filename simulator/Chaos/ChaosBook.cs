using System.Collections.Immutable;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Checking;
using DeskFleet.Simulator.Runs;
using DeskFleet.Testing.Faults;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>Counts moves and refusals of a run, hands what is stored to the log and to the invariants, and tells the machines which host is fenced.</summary>
public sealed class ChaosBook : IStoreWatcher, IEventReader
{
    private readonly InvariantChecks _checks;
    private readonly Lock _writing = new();
    private int _instants;

    /// <param name="clocksAgree">AutoStop is judged to the second where all clocks do.</param>
    public ChaosBook(bool clocksAgree) => _checks = new(
        [new HostCapacityHolds(), new MovesAreLegal(), new MetersAgree(), new BillsAgree(), .. clocksAgree ? (IInvariant[])[new AutoStopIsRight()] : []]);

    public Dictionary<Transition, long> Moves { get; } = [];

    public Dictionary<RefusalCode, long> Refusals { get; } = [];

    /// <summary>Where the lines of what is stored go.</summary>
    public EventFeed? Log { get; set; }

    /// <summary>Hears whether a host is fenced, whenever its record is stored.</summary>
    public Action<HostId, bool>? Fenced { get; set; }

    public void Stored(Instant at, Entity entity, IEntityRecord record, ImmutableArray<LoggedEvent> lines)
    {
        _checks.Written(at, entity, record);
        if (record is EntityRecord<HostState> { State: var host })
            Fenced?.Invoke(host.Id, host.Status == HostStatus.Lost);
        lock (_writing)
            Log!.Append(lines);
    }

    /// <summary>Somebody outside was refused. Called by any thread.</summary>
    public void Refused(Instant at, Entity entity, string operation, Refused refused)
    {
        lock (_writing)
            Log!.Refused(at, entity, operation, refused);
    }

    public void Read(LoggedEvent happened)
    {
        if (happened.Event is OperationRefused)
            return;
        _checks.Read(happened);
        if (happened.Event is StateChanged e)
            Moves[new(e.From, e.On, e.To)] = Moves.GetValueOrDefault(new(e.From, e.On, e.To)) + 1;
        if (CodeOf(happened.Event) is { } code)
            Count(code);
    }

    /// <summary>An answer of anybody to anybody.</summary>
    public void Answered(Reply reply)
    {
        if (reply is Refused refused)
            Count(refused.Code);
    }

    /// <summary>What the invariants say between instants; not at each of them, which would take longer than all the rest.</summary>
    public void Rest(Instant now, bool isEnd = false)
    {
        if (isEnd || ++_instants % 64 == 0)
            _checks.Rest(now);
    }

    private static RefusalCode? CodeOf(FleetEvent happened) => happened switch
    {
        SessionAbandoned e => e.Code,
        CapacityWaitEnded e => e.Code,
        _ => null,
    };

    private void Count(RefusalCode code)
    {
        lock (Refusals)
            Refusals[code] = Refusals.GetValueOrDefault(code) + 1;
    }
}
