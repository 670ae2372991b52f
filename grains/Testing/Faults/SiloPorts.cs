using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>
/// The ports of one silo of grains with faults in them. When the silo dies its courier and its wake-ups are gone with all they knew; others take their
/// place, and the grains are activated anew from what is stored.
/// </summary>
internal sealed class SiloPorts : IFleetClock, IWakeUps, ICourier, IEntityRouter
{
    private readonly ChaosTime _time;
    private readonly Faults _faults;
    private readonly TimerStops _stops;
    private readonly ChaosPorts _outside;
    private readonly Func<IEntityRouter> _self;
    private IEntityRouter _inner = null!;
    private ChaosCourier _courier;
    private ChaosWakeUps _wakeUps;
    private long _calls;
    private int _dies;

    public SiloPorts(ChaosTime time, Faults faults, TimerStops stops, ChaosPorts outside, Func<IEntityRouter> self)
    {
        (_time, _faults, _stops, _outside, _self) = (time, faults, stops, outside, self);
        (_courier, _wakeUps) = (NewCourier(), NewWakeUps());
    }

    public Action<Entity, Command, Reply>? Answered { get; set; }

    public long Calls => Interlocked.Read(ref _calls);

    public Duration Offset { get; set; }

    public Instant Now => _time.Now + Offset;

    public void Set(Entity entity, Instant? at) => _wakeUps.Set(entity, at);

    public void Take(Outbox outbox, ImmutableArray<OwedEffect> effects) => _courier.Take(outbox, effects);

    /// <summary>Puts the faults before the real router.</summary>
    public IEntityRouter Over(IEntityRouter inner)
    {
        _inner = inner;
        return this;
    }

    public async ValueTask<Reply> Send(Entity entity, Command command)
    {
        Interlocked.Increment(ref _calls);
        if (_faults.Strikes(FaultKind.CallLost, entity.ToString()))
            throw new FaultException($"The call to {entity} is lost.");
        if (_faults.Strikes(FaultKind.SiloKilled))
        {
            Volatile.Write(ref _dies, 1);
            throw new FaultException("The silo is dead.");
        }

        var isPort = entity.StandIn is not null || entity.Kind is EntityKind.Driver or EntityKind.ImageImporter;
        var reply = (isPort ? _outside.Wrong(entity, command) : null) ?? await Ask(entity, command);
        Answered?.Invoke(entity, command, reply);
        return _faults.Strikes(FaultKind.AnswerLost, entity.ToString()) ? throw new FaultException($"The answer of {entity} is lost.") : reply;
    }

    /// <summary>Whether the silo has died since this was asked last; its courier and its wake-ups have by then.</summary>
    public bool TakeDeath()
    {
        if (Interlocked.Exchange(ref _dies, 0) == 0)
            return false;
        _courier.IsDead = _wakeUps.IsDead = true;
        (_courier, _wakeUps) = (NewCourier(), NewWakeUps());
        return true;
    }

    /// <summary>Exceptions that cross grains arrive as others; those that a fault began are one again.</summary>
    private async ValueTask<Reply> Ask(Entity entity, Command command)
    {
        try
        {
            return await _inner.Send(entity, command);
        }
        catch (Exception e) when (e is not FaultException && e.ToString().Contains(nameof(FaultException), StringComparison.Ordinal))
        {
            throw new FaultException(e.Message);
        }
    }

    private ChaosCourier NewCourier() => new(_time, _faults, _self);

    private ChaosWakeUps NewWakeUps() => new(_time, _faults, this, _self, _stops);
}
