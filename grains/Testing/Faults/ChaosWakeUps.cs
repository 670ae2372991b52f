using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>The sharp, forgetful half of wake-ups. Faults lose them, double them and bring them late.</summary>
/// <param name="clock">The silo's own clock.</param>
public sealed class ChaosWakeUps(ChaosTime time, Faults faults, IFleetClock clock, Func<IEntityRouter> router, TimerStops stops) : IWakeUps
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Entity, Instant> _wanted = [];

    /// <summary>Its silo is gone.</summary>
    public bool IsDead { get; set; }

    public void Set(Entity entity, Instant? at)
    {
        lock (_gate)
        {
            if (at is not { } wanted)
                _wanted.Remove(entity);
            else if (!_wanted.TryGetValue(entity, out var known) || known != wanted)
                Arm(entity, wanted);
        }
    }

    private void Arm(Entity entity, Instant wanted)
    {
        _wanted[entity] = wanted;
        if (faults.Strikes(FaultKind.WakeLost, entity.ToString(), wanted + DurableWakes.Period))
            return;
        var late = faults.Dice.Between(Duration.FromSeconds(5), Duration.FromMinutes(20));
        if (!faults.Strikes(FaultKind.WakeLate, entity.ToString(), wanted + late))
            late = Duration.Zero;
        var at = time.Now + Duration.Max(Duration.Zero, wanted - clock.Now) + late;
        time.At(stops.After(at), $"wake-up of {entity}", () => WakeUp(entity, wanted));
    }

    private async ValueTask WakeUp(Entity entity, Instant wanted)
    {
        lock (_gate)
        {
            if (IsDead || !_wanted.TryGetValue(entity, out var known) || known != wanted)
                return;
            if (stops.After(time.Now) is var open && open > time.Now)
            {
                time.At(open, $"wake-up of {entity}", () => WakeUp(entity, wanted));
                return;
            }

            _wanted.Remove(entity);
        }

        for (var i = faults.Strikes(FaultKind.WakeDoubled, entity.ToString()) ? 2 : 1; i > 0; i--)
            await router().Send(entity, new Wake());
    }
}

/// <summary>When nobody is woken.</summary>
public sealed class TimerStops
{
    private Instant _until = Instant.MinValue;

    public void Until(Instant until) => _until = Instant.Max(_until, until);

    /// <summary>When whoever is due at this instant is woken.</summary>
    public Instant After(Instant at) => Instant.Max(at, at < _until ? _until : at);
}
