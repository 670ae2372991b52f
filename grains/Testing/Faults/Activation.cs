using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Storage;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>One activation of an entity on a <see cref="ChaosEngine"/>: what <c>EntityGrain</c> is in production, step by step.</summary>
internal abstract class Activation(ChaosEngine engine, ChaosSilo silo, Entity entity)
{
    private readonly Queue<Waiter> _waiting = new();
    private bool _isBusy;

    public Entity Entity { get; } = entity;

    public ChaosSilo Silo { get; } = silo;

    protected bool IsClosed { get; private set; }

    protected Outbox Outbox { get; } = new(entity);

    /// <summary>One turn after the other; null: the activation is gone, ask its successor.</summary>
    public async ValueTask<Reply?> Send(Command command)
    {
        if (_isBusy)
        {
            var waiter = new Waiter();
            _waiting.Enqueue(waiter);
            await waiter;
        }

        if (IsClosed)
        {
            PassOn();
            return null;
        }

        _isBusy = true;
        try
        {
            return await Turn(command);
        }
        finally
        {
            PassOn();
        }
    }

    /// <summary>It takes no further request; what its outbox holds is its successor's to deliver.</summary>
    public void Close()
    {
        IsClosed = true;
        Outbox.Close();
        engine.Forget(this);
    }

    protected abstract ValueTask<Reply> Turn(Command command);

    /// <summary>The next one in the line has its turn, at a step of its own.</summary>
    private void PassOn()
    {
        _isBusy = _waiting.TryDequeue(out var next);
        if (next is not null)
            engine.Time.Resume(default, next.Go);
    }

    private sealed class Waiter : System.Runtime.CompilerServices.INotifyCompletion
    {
        private Action? _continuation;

        public bool IsCompleted => false;

        public void GetResult()
        {
        }

        public Waiter GetAwaiter() => this;

        public void OnCompleted(Action continuation) => _continuation = continuation;

        public void Go() => _continuation!();
    }
}

/// <inheritdoc/>
internal sealed class Activation<TState, TMachine> : Activation
    where TState : class
    where TMachine : IStateMachine<TState>
{
    private readonly ChaosEngine _engine;
    private EntityRecord<TState> _record;
    private long _version;
    private Instant _knownAt;

    public Activation(ChaosEngine engine, ChaosSilo silo, Entity entity)
        : base(engine, silo, entity)
    {
        _engine = engine;
        var (stored, version) = engine.Store.Read<StoredRecord<TState>>(entity);
        (_record, _version) = (stored.Record ?? EntityKernel<TState, TMachine>.New(entity.Key), version);
        _knownAt = silo.Now;
        if (!_record.Owed.IsEmpty)
            silo.Courier.Take(Outbox, _record.Owed);
        if (_record.Deadline is { } deadline)
            silo.WakeUps.Set(entity, deadline);
    }

    protected override async ValueTask<Reply> Turn(Command command)
    {
        var turn = EntityKernel<TState, TMachine>.Begin(Entity.Key, _record, command, Silo.Now);
        while (turn.NextQuestion() is { } question)
            turn.Answer(question, await _engine.Call(Silo, question.Target, question.Command));
        var outcome = turn.Finish(Outbox.DeliveredUpTo);
        await Commit(outcome);
        foreach (var back in outcome.GiveBacks)
            await _engine.Call(Silo, back.Target, back.Command);
        return outcome.Reply;
    }

    private async ValueTask Commit(TurnResult<TState> outcome)
    {
        try
        {
            if (outcome.MustWrite)
            {
                await _engine.Hop(Silo);
                _version = _engine.Store.Write(Entity, outcome.Record, outcome.Logged, _version);
                _knownAt = Silo.Now;
                await _engine.Hop(Silo);
            }
            else if (outcome.MustCheck(_knownAt, Silo.Now))
            {
                await _engine.Hop(Silo);
                _engine.Store.Check(Entity, _version);
                _knownAt = Silo.Now;
            }
        }
        catch
        {
            Close();
            throw;
        }

        Release(outcome);
    }

    private void Release(TurnResult<TState> outcome)
    {
        var deadlineMoved = outcome.Record.Deadline != _record.Deadline;
        _record = outcome.Record;
        if (!outcome.Effects.IsEmpty)
            Silo.Courier.Take(Outbox, outcome.Effects);
        if (deadlineMoved)
            Silo.WakeUps.Set(Entity, _record.Deadline);
    }
}
