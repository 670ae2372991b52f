using DeskFleet.Core.Encryption;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>One entity of a <see cref="TinyFleet"/>.</summary>
internal abstract class Cell
{
    /// <summary>Effects that are owed and not delivered yet, in order.</summary>
    public LinkedList<OwedEffect> Outbox { get; } = [];

    public abstract Instant? Deadline { get; }

    public abstract object State { get; }

    /// <summary>The record as it is stored.</summary>
    public abstract object Stored { get; }

    /// <summary>Whether state, deadline, debts and answers are those of an earlier record; null: nothing was stored.</summary>
    public abstract bool IsAsIn(object? earlier);

    /// <summary>The state, folded again from all that ever happened.</summary>
    public abstract object Refolded();

    public abstract Reply Send(Command command);

    public void MarkDelivered(OwedEffect effect)
    {
        Outbox.Remove(effect);
        DeliveredUpTo = Math.Max(DeliveredUpTo, effect.Number);
    }

    protected long DeliveredUpTo { get; private set; }
}

/// <summary>What a grain is in production, without its waiting.</summary>
internal sealed class Cell<TState, TMachine>(TinyFleet fleet, Entity self) : Cell
    where TState : class
    where TMachine : IStateMachine<TState>
{
    private readonly List<Folded> _history = [];
    private bool _isBusy;

    public EntityRecord<TState> Record { get; private set; } = EntityKernel<TState, TMachine>.New(self.Key);

    public override Instant? Deadline => Record.Deadline;

    public override object State => Record.State;

    public override object Stored => Record;

    public override bool IsAsIn(object? earlier) =>
        ReferenceEquals(earlier, Record)
        || TextOf(Record) == TextOf((EntityRecord<TState>?)earlier ?? EntityKernel<TState, TMachine>.New(self.Key));

    public override object Refolded() => Recorded<TState, TMachine>.Refold(self.Key, _history);

    public override Reply Send(Command command)
    {
        Assert.False(_isBusy, $"{self} is asked {command} by itself, in a circle.");
        _isBusy = true;
        var outcome = Turn(command);
        _isBusy = false;
        foreach (var back in outcome.GiveBacks)
            fleet.Send(back.Target, back.Command);
        return outcome.Reply;
    }

    /// <summary>
    /// Without what only counts up: lending and giving back within a turn are two events that leave nothing else, and a key that was
    /// asked has been asked (ENC-20).
    /// </summary>
    private static string TextOf(EntityRecord<TState> record) =>
        string.Join('\n', StateText.Of(record.State is KeyState key ? key with { Requests = 0 } : record.State), record.Deadline, StateText.Of(record.Owed), record.RetryAt, StateText.Of(record.Recent));

    private TurnResult<TState> Turn(Command command)
    {
        Recorded<TState, TMachine>.Record(_history);
        var turn = EntityKernel<TState, Recorded<TState, TMachine>>.Begin(self.Key, Record, command, fleet.Now);
        while (turn.NextQuestion() is { } question)
            turn.Answer(question, fleet.Send(question.Target, question.Command));
        Recorded<TState, TMachine>.Record(_history);
        var outcome = turn.Finish(DeliveredUpTo);
        CheckRefusal(command, outcome);
        Record = outcome.Record;
        foreach (var effect in outcome.Effects)
            Outbox.AddLast(effect);
        fleet.Journal.AddRange(outcome.Logged);
        return outcome;
    }

    /// <summary>Refused is unchanged. Deadlines that had passed are none of the refused command's doing.</summary>
    private void CheckRefusal(Command command, TurnResult<TState> outcome)
    {
        if (outcome.Reply is Refused && command is Operation && !(Record.Deadline <= fleet.Now))
            Assert.Same(Record, outcome.Record);
    }
}
