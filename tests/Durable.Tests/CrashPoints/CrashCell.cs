using System.Text.Json;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Storage;
using NodaTime;

namespace DeskFleet.Durable.Tests.CrashPoints;

/// <summary>One activation of one entity in a <see cref="CrashFleet"/>; there is a kind for each grain class of the product.</summary>
internal abstract class CrashCell(Entity self)
{
    private static readonly Dictionary<EntityKind, Type> Kinds = (
        from grain in typeof(EntityGrain<,>).Assembly.GetTypes()
        where grain.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(EntityGrain<,>)
        select typeof(CrashCell<,>).MakeGenericType(grain.BaseType!.GetGenericArguments()))
        .ToDictionary(cell => (EntityKind)cell.GetProperty("Kind")!.GetValue(null)!);

    public Entity Self { get; } = self;

    public abstract Instant? Deadline { get; }

    public static CrashCell Create(CrashFleet fleet, Entity entity) => (CrashCell)Activator.CreateInstance(Kinds[entity.Kind], fleet, entity)!;

    public abstract void Activate(byte[]? stored);

    public abstract Reply Send(Command command);
}

/// <summary>What <see cref="EntityGrain{TState,TMachine}"/> does, with a step wherever a process can die.</summary>
internal sealed class CrashCell<TState, TMachine>(CrashFleet fleet, Entity self) : CrashCell(self)
    where TState : class
    where TMachine : IStateMachine<TState>
{
    private readonly Outbox _outbox = new(self);
    private EntityRecord<TState> _record = null!;
    private bool _isBusy;

    public static EntityKind Kind => TMachine.Kind;

    public override Instant? Deadline => _record.Deadline;

    public override void Activate(byte[]? stored)
    {
        _record = stored is null ? EntityKernel<TState, TMachine>.New(Self.Key) : JsonSerializer.Deserialize<EntityRecord<TState>>(stored, FleetJson.Options)!;
        if (!_record.Owed.IsEmpty)
            fleet.Take(_outbox, _record.Owed);
    }

    public override Reply Send(Command command)
    {
        Assert.False(_isBusy, $"{Self} is asked {command} by itself, in a circle.");
        _isBusy = true;
        try
        {
            return Turn(command);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private Reply Turn(Command command)
    {
        var turn = EntityKernel<TState, TMachine>.Begin(Self.Key, _record, command, fleet.Now);
        while (turn.NextQuestion() is { } question)
        {
            fleet.Step();
            turn.Answer(question, fleet.Send(question.Target, question.Command));
            fleet.Step();
        }

        var outcome = turn.Finish(_outbox.DeliveredUpTo);
        Commit(outcome);
        foreach (var back in outcome.GiveBacks)
        {
            fleet.Step();
            fleet.Send(back.Target, back.Command);
        }

        fleet.Step();
        return outcome.Reply;
    }

    private void Commit(TurnResult<TState> outcome)
    {
        try
        {
            if (outcome.MustWrite)
                fleet.Write(Self, outcome.Record, JsonSerializer.SerializeToUtf8Bytes(outcome.Record, FleetJson.Options), outcome.Logged);
        }
        catch (IOException)
        {
            fleet.Drop(Self);
            throw;
        }

        _record = outcome.Record;
        fleet.Take(_outbox, outcome.Effects);
    }
}
