using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>One silo of a <see cref="ChaosEngine"/>: a clock of its own, and what dies with it.</summary>
internal sealed class ChaosSilo : IFleetClock, IEntityRouter
{
    private readonly ChaosEngine _engine;

    public ChaosSilo(ChaosEngine engine)
    {
        _engine = engine;
        Courier = new(engine.Time, engine.Faults, () => this);
        WakeUps = new(engine.Time, engine.Faults, this, () => this, engine.Stops);
    }

    public bool IsDead { get; private set; }

    /// <summary>How far its clock is ahead; negative: behind.</summary>
    public Duration Offset { get; set; }

    public Instant Now => _engine.Time.Now + Offset;

    public ChaosCourier Courier { get; }

    public ChaosWakeUps WakeUps { get; }

    public ValueTask<Reply> Send(Entity entity, Command command) => _engine.Call(this, entity, command);

    public void Die() => IsDead = Courier.IsDead = WakeUps.IsDead = true;
}
