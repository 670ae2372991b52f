using System.Runtime.InteropServices;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Simulator.Checking;

/// <summary>Each WorkSpace is in one state and moves by the table only (WKS-05).</summary>
public sealed class MovesAreLegal : IInvariant
{
    private readonly Dictionary<Entity, Lifecycle> _states = [];

    public string Name => "one state per WorkSpace, moves by table WKS-T2";

    public string? OnEvent(LoggedEvent happened)
    {
        if (happened.Event is not StateChanged e)
            return null;
        var was = _states.GetValueOrDefault(happened.Entity);
        _states[happened.Entity] = e.To;
        return e.From == was && Transitions.All.Contains(new(e.From, e.On, e.To))
            ? null
            : $"{happened.Entity} was {was} and says {e.From} -{e.On}-> {e.To}";
    }
}

/// <summary>AutoStop never while somebody is connected, never early (RUN-04, RUN-05). That none is lost is <see cref="DeadlinesAreKept"/>.</summary>
public sealed class AutoStopIsRight : IInvariant
{
    private readonly Dictionary<Entity, OpenSession> _sittings = [];

    public string Name => "AutoStop never while connected, never early";

    public string? OnEvent(LoggedEvent happened)
    {
        if (happened.Entity.Kind != EntityKind.WorkSpace)
            return null;
        if (!_sittings.TryGetValue(happened.Entity, out var sitting))
            _sittings.Add(happened.Entity, sitting = new());
        var fault = happened.Event is StateChanged { On: Trigger.AutoStopDue } stop ? Judge(sitting, stop, happened) : null;
        sitting.Take(happened);
        return fault;
    }

    private static string? Judge(OpenSession sitting, StateChanged stop, LoggedEvent happened)
    {
        if (sitting.IsOpen)
            return $"{happened.Entity} stops while somebody is connected";
        var due = sitting.IdleSince + sitting.Period;
        return stop.EffectiveAt >= due && happened.At >= due ? null : $"{happened.Entity} stops at {happened.At}, due at {due}";
    }

    /// <summary>Folded from the log alone, so that it can disagree with the machine.</summary>
    private sealed class OpenSession
    {
        public bool IsOpen { get; private set; }

        public Instant IdleSince { get; private set; }

        public Duration Period { get; private set; }

        public void Take(LoggedEvent happened)
        {
            switch (happened.Event)
            {
                case StateChanged e:
                    Period = e.Terms?.AutoStopPeriod ?? Period;
                    IsOpen = e.Opened is not null || (IsOpen && e.To.MayHaveSession());
                    if (!IsOpen && e is { To: Lifecycle.Available } and not { From: Lifecycle.Unhealthy or Lifecycle.Maintenance })
                        IdleSince = happened.At;
                    break;
                case SessionOpened:
                    IsOpen = true;
                    break;
                case SessionClosed:
                    (IsOpen, IdleSince) = (false, happened.At);
                    break;
                case ModeChanged e:
                    Period = e.AutoStopPeriod;
                    break;
            }
        }
    }
}

/// <summary>Metered intervals are the running intervals (BIL-06, BIL-07), rebuilt from the log.</summary>
public sealed class MetersAgree : IInvariant
{
    private readonly Dictionary<string, Meter> _meters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _placed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<RunningInterval>> _ran = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Meter> _written = new(StringComparer.Ordinal);

    public string Name => "metered intervals = running intervals";

    public string? OnEvent(LoggedEvent happened)
    {
        var key = happened.Entity.Key;
        if (happened.Event is CapacityFound)
            _placed[key] = true;
        if (happened.Event is MeteringCorrected correction)
            return Correct(happened.Entity, correction);
        if (happened.Event is not StateChanged e)
            return null;
        var placed = e.Slot is not null || (_placed.GetValueOrDefault(key) && e.To.MayHoldSlot() && !e.On.GivesUpSlot());
        var meter = _meters.GetValueOrDefault(key) ?? Meter.Unused;
        var at = e.EffectiveAt ?? happened.At;
        var expected = e.To.IsMetered() && placed ? null : meter.ClosedAt(at);
        (_placed[key], _meters[key]) = (placed, expected is not null || !e.To.IsMetered() || !placed ? meter.CloseAt(at) : Open(meter, e.To, at));
        if (expected is not null)
            (CollectionsMarshal.GetValueRefOrAddDefault(_ran, key, out _) ??= []).Add(expected);
        return e.Metered == expected ? null : $"{happened.Entity} metered {e.Metered}, it ran {expected}";
    }

    public string? OnWritten(Entity entity, IEntityRecord record)
    {
        if (record is EntityRecord<WorkSpaceState> workSpace)
            _written[entity.Key] = workSpace.State.Meter;
        return null;
    }

    private string? Correct(Entity entity, MeteringCorrected correction)
    {
        var meter = _meters.GetValueOrDefault(entity.Key);
        if (meter is null || !_ran[entity.Key].Remove(correction.Was))
            return $"{entity} corrects {correction.Was}, it never ran so";
        _ran[entity.Key].Add(correction.Is);
        _meters[entity.Key] = meter.Correct(correction.Was, correction.Is);
        return null;
    }

    /// <summary>A reboot opens no meter: what is placed again after a loss does not run yet.</summary>
    private static Meter Open(Meter meter, Lifecycle to, Instant at) => to == Lifecycle.Rebooting ? meter : meter.OpenAt(at);

    public string? OnRest(Instant now)
    {
        var wrong = _written.FirstOrDefault(w => w.Value != (_meters.GetValueOrDefault(w.Key) ?? Meter.Unused));
        _written.Clear();
        return wrong.Key is null ? null : $"{wrong.Key} stores {wrong.Value}, its log gives {_meters.GetValueOrDefault(wrong.Key)}";
    }
}
