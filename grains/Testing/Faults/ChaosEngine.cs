using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Ports;
using NodaTime;
using Directory = DeskFleet.Core.Directories.Directory;

namespace DeskFleet.Testing.Faults;

/// <summary>
/// Engine <c>core</c> on a bad day: the same kernel, machines and records, in activations on silos that die, with calls that overlap and get
/// lost. One thread; the scheduler of <see cref="ChaosTime"/> picks every step.
/// </summary>
public sealed class ChaosEngine : IChaosEngine
{
    private static readonly Duration ShortestPause = Duration.FromSeconds(1);
    private static readonly Duration MaxPause = Duration.FromSeconds(35);
    private static readonly Duration MaxDouble = Duration.FromMinutes(2);

    /// <summary>Two parts of a cluster that do not see each other.</summary>
    private static readonly Duration MaxParted = Duration.FromHours(3);

    private readonly Dictionary<Entity, Activation> _directory = [];
    private readonly Dictionary<Entity, Activation> _overtaken = [];
    private readonly ChaosSilo[] _silos;
    private readonly ChaosPorts _ports;

    public ChaosEngine(ChaosTime time, ChaosStore store, Faults faults, ChaosPorts ports, TimerStops stops, int silos)
    {
        (Time, Store, Faults, _ports, Stops) = (time, store, faults, ports, stops);
        _silos = [.. Enumerable.Range(0, silos).Select(_ => new ChaosSilo(this))];
    }

    public long Calls { get; private set; }

    internal ChaosTime Time { get; }

    internal ChaosStore Store { get; }

    internal Faults Faults { get; }

    internal TimerStops Stops { get; }

    public Action<Entity, Command, Reply>? Answered { get; set; }

    public IEntityRouter AnySilo => Faults.Dice.Pick(_silos);

    /// <summary>From outside the fleet: an answer may be lost on its way, and that is <see cref="FaultException"/>.</summary>
    public ValueTask<Reply> Send(Entity entity, Command command) => Call(null, entity, command);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public ValueTask Step()
    {
        Time.Step();
        return ValueTask.CompletedTask;
    }

    public void SetClock(int silo, Duration offset) => _silos[silo % _silos.Length].Offset = offset;

    public void Heal()
    {
        foreach (var silo in _silos)
            silo.Offset = Duration.Zero;
        foreach (var overtaken in _overtaken.Values)
            overtaken.Close();
        _overtaken.Clear();
    }

    /// <summary>A silo dies, and another one takes its place at once.</summary>
    public void Kill()
    {
        var index = Faults.Dice.Next(_silos.Length);
        var (dead, offset) = (_silos[index], _silos[index].Offset);
        dead.Die();
        foreach (var activation in _directory.Values.Concat(_overtaken.Values).Where(activation => activation.Silo == dead).ToList())
            activation.Close();
        _silos[index] = new(this) { Offset = offset };
    }

    internal async ValueTask<Reply> Call(ChaosSilo? from, Entity target, Command command)
    {
        await Hop(from);
        if (Faults.Strikes(FaultKind.CallLost, target.ToString()))
            throw new FaultException($"The call to {target} is lost.");
        var reply = target.StandIn is not null || target.Kind is EntityKind.Driver or EntityKind.ImageImporter
            ? await Ask(from, target, command)
            : await Tell(target, command);
        Answered?.Invoke(target, command, reply);
        await Hop(from);
        return Faults.Strikes(FaultKind.AnswerLost, target.ToString()) ? throw new FaultException($"The answer of {target} is lost.") : reply;
    }

    /// <summary>One step ends here, and anything may happen before the next.</summary>
    /// <exception cref="FaultException">The silo on which this runs is dead by then.</exception>
    internal async ValueTask Hop(ChaosSilo? on)
    {
        await Time.Hop(Faults.Lasts(FaultKind.CallSlow, null, ShortestPause, MaxPause) ?? Duration.Zero);
        if (Faults.Strikes(FaultKind.SiloKilled))
            Kill();
        if (on is { IsDead: true })
            throw new FaultException("The silo is dead.");
    }

    internal void Forget(Activation activation)
    {
        if (_directory.GetValueOrDefault(activation.Entity) == activation)
            _directory.Remove(activation.Entity);
        if (_overtaken.GetValueOrDefault(activation.Entity) == activation)
            _overtaken.Remove(activation.Entity);
    }

    private async ValueTask<Reply> Ask(ChaosSilo? from, Entity port, Command command)
    {
        if (_ports.Delay(port) is var delay && delay > Duration.Zero)
        {
            await Time.Hop(delay);
            await Hop(from);
        }

        return _ports.Wrong(port, command) ?? (port.StandIn is { } standIn ? await Tell(standIn, command) : await _ports.Order(command));
    }

    /// <summary>Who waits for an activation that goes away is decided by its successor.</summary>
    private async ValueTask<Reply> Tell(Entity entity, Command command)
    {
        Calls++;
        while (true)
        {
            if (await Resolve(entity).Send(command) is { } reply)
                return reply;
        }
    }

    private Activation Resolve(Entity entity)
    {
        if (_overtaken.TryGetValue(entity, out var overtaken) && Faults.Dice.Next(2) == 0)
            return overtaken;
        if (_directory.TryGetValue(entity, out var known))
        {
            if (Faults.Lasts(FaultKind.SecondActivation, entity.ToString(), ShortestPause, MaxDouble, MaxParted) is not { } length || _overtaken.ContainsKey(entity))
                return known;
            _overtaken.Add(entity, known);
            Time.At(Time.Now + length, $"the first activation of {entity} ends", () =>
            {
                known.Close();
                return ValueTask.CompletedTask;
            });
        }

        return _directory[entity] = Create(entity, Faults.Dice.Pick(_silos));
    }

    private Activation Create(Entity entity, ChaosSilo silo) => entity.Kind switch
    {
        EntityKind.WorkSpace => new Activation<WorkSpaceState, WorkSpace>(this, silo, entity),
        EntityKind.User => new Activation<UserState, User>(this, silo, entity),
        EntityKind.Directory => new Activation<DirectoryState, Directory>(this, silo, entity),
        EntityKind.DedicatedHost => new Activation<HostState, DedicatedHost>(this, silo, entity),
        EntityKind.HostPool => new Activation<HostPoolState, HostPool>(this, silo, entity),
        EntityKind.Registry => new Activation<RegistryState, Registry>(this, silo, entity),
        EntityKind.Account => new Activation<AccountState, Account>(this, silo, entity),
        EntityKind.Bundle => new Activation<CatalogBundleState, CatalogBundle>(this, silo, entity),
        EntityKind.Image => new Activation<CatalogImageState, CatalogImage>(this, silo, entity),
        EntityKind.Key => new Activation<KeyState, Key>(this, silo, entity),
        _ => throw new ArgumentOutOfRangeException(nameof(entity), entity, "Not an entity of its own."),
    };
}
