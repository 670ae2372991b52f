using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Kernel;

/// <summary>Something an entity is told or asked. Every command is idempotent: under its operation id, or under an epoch.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.command")]
public abstract record Command;

/// <summary>A command that a person or a backend asks for. Its result is remembered under <paramref name="OperationId"/>.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.operation")]
public abstract record Operation(OperationId OperationId) : Command;

/// <summary>
/// Gives a command without an operation id of its own one, as administrators' calls need: under it the command is done once, however often it is
/// asked, and answered the same. It is remembered even when it changed nothing, so a late repetition undoes nobody's later change.
/// </summary>
/// <param name="Command">No <see cref="Operation"/>: those have their own id, and are refused in here.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.once")]
public sealed record Once(OperationId OperationId, Command Command) : Operation(OperationId);

/// <summary>
/// Asks for an operation whose earlier call may be lost or may still come, after a refusal of its repetition: if it is refused now, the refusal is remembered, so that the
/// earlier call, however late, is answered the same. Without it a caller could be told "no" and find it done.
/// </summary>
/// <param name="Operation">An <see cref="Kernel.Operation"/>; nothing else is taken from outside in here.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.last-word")]
public sealed record LastWord(Command Operation) : Command;

/// <summary>Tells an entity that time has passed. Early, late, lost or doubled ones are harmless: deadlines are data.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.wake")]
public sealed record Wake : Command
{
    /// <summary>
    /// What the stored record wanted to be woken at, said by who has read it there. An activation that knows otherwise may have been overtaken; it writes, and
    /// so finds out. Null: nobody has looked.
    /// </summary>
    [Id(0)]
    public Instant? StoredWakeAt { get; init; }
}

/// <summary>
/// Asks what is still owed, before an effect goes out late: the activation that owed it may have been overtaken, and its successor have delivered it long ago.
/// </summary>
[GenerateSerializer, Immutable, Alias("deskfleet.check-owed")]
public sealed record CheckOwed : Command
{
    public static CheckOwed Instance { get; } = new();
}

/// <summary>What <see cref="CheckOwed"/> is answered with, after storage was asked: nothing before this number is owed any more.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.owed-from")]
public sealed record OwedFrom(long Number) : Reply;

/// <summary>Brings home the answer to an effect that wanted one.</summary>
/// <param name="From">Who answered.</param>
/// <param name="Asked">The command that the effect carried.</param>
/// <param name="Reply">What was answered.</param>
/// <param name="Number">The effect's number: the write that this answer leads to trims it, so that it is not asked again.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.answered")]
public sealed record Answered(Entity From, Command Asked, Reply Reply, long Number) : Command;

/// <summary>What a command is answered with.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.reply")]
public abstract record Reply;

/// <summary>Done, or already so.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.accepted")]
public sealed record Accepted : Reply
{
    public static Accepted Instance { get; } = new();
}

/// <summary>Not done, and nothing has changed.</summary>
/// <param name="Code">Stable: callers may branch on it.</param>
/// <param name="Message">One sentence for people: what was wrong and the mend.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.refused")]
public sealed record Refused(RefusalCode Code, string Message) : Reply;

/// <summary>
/// Refused for good under this operation id, as <see cref="LastWord"/> asks. Of an entity of which nothing is stored it is not said, or made-up names would fill the storage:
/// there the answer is the refusal itself.
/// </summary>
[GenerateSerializer, Immutable, Alias("deskfleet.settled")]
public sealed record Settled(Refused Refusal) : Reply;

/// <summary>
/// A command with answers that make the asker take something away. In a cluster that has just lost a silo an entity may be active twice for a moment;
/// the one that has been overtaken does not know it until it writes. So such an answer goes out after a write, which that one loses, even if nothing
/// has changed.
/// </summary>
public interface INeedsCertainty
{
    /// <summary>Whether this answer makes the asker take something away.</summary>
    bool MustBeCertain(Reply reply);
}

/// <summary>A grant that must go back when the operation it was asked for is refused.</summary>
public interface IGrant
{
    /// <summary>The command that returns it to whoever granted it.</summary>
    Command GiveBack { get; }
}

/// <summary>A question that must be answered before an entity can decide.</summary>
public sealed record Question(Entity Target, Command Command);

/// <summary>A command to deliver after the decision is stored, at least once and in order.</summary>
/// <param name="WantsAnswer">The reply comes back as <see cref="Answered"/>.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.effect")]
public sealed record Effect(Entity Target, Command Command, bool WantsAnswer = false);

/// <summary>An effect with its place in the entity's own order.</summary>
/// <param name="Trace">The W3C trace parent of the turn that owed it, so that what follows belongs to the same trace even after a crash; null
/// where nobody traces.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.owed-effect")]
public sealed record OwedEffect(long Number, Effect Effect, string? Trace = null);

/// <summary>The answers to an operation's questions, in the order of asking.</summary>
public sealed record Answers(ImmutableArray<(Question Question, Reply Reply)> Given)
{
    public static Answers None { get; } = new([]);

    public bool IsEmpty => Given.IsEmpty;

    public Answers With(Question question, Reply reply) => new(Given.Add((question, reply)));

    /// <summary>The last reply of this type, or null.</summary>
    public T? Last<T>()
        where T : Reply
    {
        for (var i = Given.Length - 1; i >= 0; i--)
        {
            if (Given[i].Reply is T reply)
                return reply;
        }

        return null;
    }

    /// <summary>The first refusal by an entity of this kind, or null.</summary>
    public Refused? RefusalBy(EntityKind kind)
    {
        foreach (var (question, reply) in Given)
        {
            if (question.Target.Kind == kind && reply is Refused refused)
                return refused;
        }

        return null;
    }
}
