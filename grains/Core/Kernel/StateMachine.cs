using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Core.Kernel;

/// <summary>What a machine decided: the answer, what happened, and what is owed to others.</summary>
public sealed record Decision(Reply Reply, ImmutableArray<FleetEvent> Events, ImmutableArray<Effect> Effects)
{
    /// <summary>Nothing has to change: done already.</summary>
    public static Decision Nothing { get; } = new(Accepted.Instance, [], []);

    /// <summary>
    /// Nothing has to change, and the teller will never say it again: what is given back, or heard of, is not there. An activation that has been
    /// overtaken would say so of what it does not know yet; so the answer goes out after a write, which that one loses.
    /// </summary>
    public static Decision NothingForSure { get; } = Nothing with { MustBeCertain = true };

    /// <summary>Answered after a write even if nothing changes, as a command that <see cref="INeedsCertainty"/>.</summary>
    public bool MustBeCertain { get; init; }

    public static Decision Refuse(RefusalCode code, string message) => Refuse(new Refused(code, message));

    public static Decision Refuse(Refused refused) => new(refused, [], []);

    public static Decision Answer(Reply reply) => new(reply, [], []);

    public static Decision Of(FleetEvent happened, params ReadOnlySpan<Effect> effects) => new(Accepted.Instance, [happened], [.. effects]);

    public static Decision Of(Reply reply, FleetEvent happened, params ReadOnlySpan<Effect> effects) => new(reply, [happened], [.. effects]);
}

/// <summary>
/// One kind of entity as pure functions: static, synchronous and total. <see cref="Decide"/> knows the rules,
/// <see cref="Evolve"/> only folds, and both engines run nothing else.
/// </summary>
/// <typeparam name="TState">The immutable state of one entity.</typeparam>
public interface IStateMachine<TState>
    where TState : class
{
    static abstract EntityKind Kind { get; }

    /// <summary>The state of an entity that nothing has happened to.</summary>
    static abstract TState Initial(string key);

    /// <summary>When the state wants to be looked at again without being told anything; null: never.</summary>
    static abstract Instant? Deadline(TState state);

    /// <summary>What a deadline at or before <paramref name="now"/> brings about; null when none has passed.</summary>
    static abstract Decision? Due(TState state, Instant now);

    /// <summary>The next question to put before deciding; null when nothing (more) has to be asked.</summary>
    static abstract Question? NextQuestion(TState state, Command command, Answers answers, Instant now);

    /// <summary>Decides a command, given the answers to all questions.</summary>
    static abstract Decision Decide(TState state, Command command, Answers answers, Instant now);

    /// <summary>Folds one event.</summary>
    static abstract TState Evolve(TState state, FleetEvent happened, Instant at);
}
