using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>One event as the kernel folded it.</summary>
internal sealed record Folded(FleetEvent Event, Instant At);

/// <summary>A machine that keeps what the kernel folds, so that a state can be folded again from nothing.</summary>
internal sealed class Recorded<TState, TMachine> : IStateMachine<TState>
    where TState : class
    where TMachine : IStateMachine<TState>
{
    /// <summary>Where the turn that runs on this thread keeps its events.</summary>
    [ThreadStatic]
    private static List<Folded>? s_turn;

    public static EntityKind Kind => TMachine.Kind;

    public static void Record(List<Folded> turn) => s_turn = turn;

    public static TState Initial(string key) => TMachine.Initial(key);

    public static Instant? Deadline(TState state) => TMachine.Deadline(state);

    public static Decision? Due(TState state, Instant now) => TMachine.Due(state, now);

    public static Question? NextQuestion(TState state, Command command, Answers answers, Instant now) => TMachine.NextQuestion(state, command, answers, now);

    /// <summary>Decides twice: a decision that depends on anything but its arguments is found out.</summary>
    public static Decision Decide(TState state, Command command, Answers answers, Instant now)
    {
        var decision = TMachine.Decide(state, command, answers, now);
        Assert.Equal(StateText.Of(decision), StateText.Of(TMachine.Decide(state, command, answers, now)));
        return decision;
    }

    public static TState Evolve(TState state, FleetEvent happened, Instant at)
    {
        s_turn!.Add(new(happened, at));
        return TMachine.Evolve(state, happened, at);
    }

    public static TState Refold(string key, IEnumerable<Folded> history) =>
        history.Aggregate(TMachine.Initial(key), (state, folded) => TMachine.Evolve(state, folded.Event, folded.At));
}
