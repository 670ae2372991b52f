using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>One entity on its own, with answers given by the test: hosts, pools, directories, accounts and users.</summary>
internal sealed class SingleEntity<TState, TMachine>(string key)
    where TState : class
    where TMachine : IStateMachine<TState>
{
    public Instant Now { get; private set; } = Names.Morning;

    public EntityRecord<TState> Record { get; set; } = EntityKernel<TState, TMachine>.New(key);

    public TState State => Record.State;

    public TurnResult<TState> Last { get; private set; } = null!;

    /// <summary>The commands that the last turn owes to others.</summary>
    public IEnumerable<Command> Owed => Last.Effects.Select(owed => owed.Effect.Command);

    /// <param name="answer">What whom it asks answers; without it, it may not ask.</param>
    public Reply Send(Command command, Func<Question, Reply>? answer = null)
    {
        var turn = EntityKernel<TState, TMachine>.Begin(key, Record, command, Now);
        while (turn.NextQuestion() is { } question)
            turn.Answer(question, (answer ?? throw new InvalidOperationException($"It asks {question}."))(question));
        Last = turn.Finish(Record.LastEffect);
        Record = Last.Record;
        return Last.Reply;
    }

    public SingleEntity<TState, TMachine> At(Instant now)
    {
        Now = now;
        return this;
    }

    public SingleEntity<TState, TMachine> After(Duration passed) => At(Now + passed);
}
