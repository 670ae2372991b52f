using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Core.Kernel;

/// <summary>What one command did to one entity.</summary>
/// <param name="Record">The record after it.</param>
/// <param name="Reply">The answer to the caller.</param>
/// <param name="Logged">The lines for the journal, numbered.</param>
/// <param name="Effects">Effects newly owed.</param>
/// <param name="MustWrite">The record differs from the stored one, or the reply must be certain (<see cref="INeedsCertainty"/>).</param>
/// <param name="GiveBacks">Grants to return because the operation was refused.</param>
public sealed record TurnResult<TState>(
    EntityRecord<TState> Record,
    Reply Reply,
    ImmutableArray<LoggedEvent> Logged,
    ImmutableArray<OwedEffect> Effects,
    bool MustWrite,
    ImmutableArray<Question> GiveBacks)
    where TState : class
{
    /// <summary>How long a refusal may go by a record that was read or written before.</summary>
    private static readonly Duration KnownFor = Duration.FromMinutes(5);

    /// <summary>
    /// Whether storage must be asked if the record is still the newest. Whoever is told "done" of what was overtaken learns it by the write; a refusal writes
    /// nothing, and an activation that was overtaken and outlived its successor would refuse for as long as nothing is due. What is owed is
    /// asked for no other reason.
    /// </summary>
    /// <param name="knownAt">When the record was read or written last.</param>
    public bool MustCheck(Instant knownAt, Instant now) => !MustWrite && (Reply is OwedFrom || (Reply is Refused && now - knownAt > KnownFor));
}

/// <summary>One line of the event log.</summary>
/// <param name="Sequence">Counts the logged events of this entity from 1.</param>
public sealed record LoggedEvent(Instant At, Entity Entity, long Sequence, FleetEvent Event);

/// <summary>
/// One operation from end to end, without its waiting: due deadlines first, then the questions, then the decision, then one new
/// record. The grains carry and store what this says, and so does the in-memory engine.
/// </summary>
public static class EntityKernel<TState, TMachine>
    where TState : class
    where TMachine : IStateMachine<TState>
{
    /// <summary>How long after a write undelivered effects are tried again.</summary>
    public static readonly Duration EffectRetry = Duration.FromSeconds(30);

    private static readonly Refused TwoIds = new(RefusalCode.InvalidParameter, "The command has an operation id of its own; send it without a second one.");

    /// <summary>More due decisions than this in a row would be a machine that does not come to rest.</summary>
    private const int MaxDueDecisions = 16;

    public static EntityRecord<TState> New(string key)
    {
        var state = TMachine.Initial(key);
        return new(state, 0, RecentOperations.None, [], 0, TMachine.Deadline(state), null);
    }

    /// <summary>Begins a command: recalls an earlier answer, or applies the deadlines that have passed.</summary>
    /// <param name="trace">The W3C trace parent that the effects owed by this turn go by; null: nobody traces.</param>
    public static Turn Begin(string key, EntityRecord<TState> record, Command command, Instant now, string? trace = null)
    {
        var turn = new Turn(new Entity(TMachine.Kind, key), record, command, now, trace);
        turn.ApplyDue();
        return turn;
    }

    /// <summary>One command on its way through one entity. Lives for one grain turn; not thread-safe.</summary>
    public sealed class Turn
    {
        private readonly Entity _self;
        private readonly EntityRecord<TState> _before;
        private readonly Operation? _operation;
        private readonly Command _command;
        private readonly Instant _now;
        private readonly string? _trace;
        private readonly Reply? _recalled;
        private readonly bool _isLastWord;

        // Most turns have one of each or none: an array that is copied to grow costs less than a builder.
        private ImmutableArray<LoggedEvent> _logged = [];
        private ImmutableArray<OwedEffect> _effects = [];
        private TState _state;
        private long _sequence;
        private bool _mustWrite;
        private Answers _answers = Answers.None;

        internal Turn(Entity self, EntityRecord<TState> before, Command command, Instant now, string? trace)
        {
            (_self, _before, _now, _trace) = (self, before, now, trace);
            (command, _isLastWord) = command is LastWord { Operation: Operation asked } ? (asked, true) : (command, false);
            (_operation, _command) = (command as Operation, command is Once once ? once.Command : command);
            (_state, _sequence) = (before.State, before.Sequence);
            _recalled = command is Once { Command: Operation } ? TwoIds : _operation is null ? null : before.Recent.Recall(_operation.OperationId, now);
        }

        /// <summary>The next question to put, or null when <see cref="Finish"/> can be called.</summary>
        public Question? NextQuestion() =>
            _recalled is null && _command is not CheckOwed ? TMachine.NextQuestion(_state, _command, _answers, _now) : null;

        public void Answer(Question question, Reply reply) => _answers = _answers.With(question, reply);

        /// <summary>Decides and folds.</summary>
        /// <param name="deliveredUpTo">The number of the newest effect known to be delivered, with all before it.</param>
        public TurnResult<TState> Finish(long deliveredUpTo)
        {
            var reply = _recalled ?? (_command is CheckOwed
                ? new OwedFrom(FirstOwed(deliveredUpTo))
                : Apply(TMachine.Decide(_state, _command, _answers, _now)));
            var trimUpTo = _command is Answered answered ? Math.Max(deliveredUpTo, answered.Number) : deliveredUpTo;
            _mustWrite |= IsRetrySettled(trimUpTo) || MayBeOvertaken() || MustRemember(reply) || (_command is INeedsCertainty question && question.MustBeCertain(reply));
            var recent = Remember(reply);
            return new(Record(recent, trimUpTo), Said(reply, recent), _logged, _effects, _mustWrite, GiveBacks(reply));
        }

        internal void ApplyDue()
        {
            for (var i = 0; TMachine.Due(_state, _now) is { } due; i++)
            {
                if (i == MaxDueDecisions)
                    throw new InvalidOperationException($"{_self}: its deadlines do not come to rest at {_now}.");
                Apply(due);
            }
        }

        private Reply Apply(Decision decision)
        {
            _mustWrite |= decision.MustBeCertain;
            foreach (var happened in decision.Events)
                Fold(happened);
            foreach (var effect in decision.Effects)
                Owe(effect);
            return decision.Reply;
        }

        private void Fold(FleetEvent happened)
        {
            _state = TMachine.Evolve(_state, happened, _now);
            _mustWrite |= happened.Reach != EventReach.Remembered;
            if (happened.Reach == EventReach.Logged)
                _logged = _logged.Add(new(_now, _self, ++_sequence, happened));
        }

        private void Owe(Effect effect)
        {
            _effects = _effects.Add(new(_before.LastEffect + _effects.Length + 1, effect, _trace));
            _mustWrite = true;
        }

        /// <summary>
        /// Woken to retry effects that are all delivered, with no write since to trim them: this one does, or the stored record would ask to
        /// be woken for ever.
        /// </summary>
        private bool IsRetrySettled(long deliveredUpTo) =>
            _command is Wake && _before.RetryAt <= _now && _before.Owed is [.., var newest] && newest.Number <= deliveredUpTo;

        /// <summary>
        /// Woken for what is stored, and it is not what this activation knows: another one may have written since, and was the last to know of it. The write
        /// of this one then fails, and its successor does what is due.
        /// </summary>
        private bool MayBeOvertaken() => _command is Wake { StoredWakeAt: { } stored } && _before.WakeAt != stored;

        /// <summary>
        /// What was granted is granted again under its id, also when it changed nothing: by the time it is repeated it might change what somebody else has
        /// done since. Of what was never stored nothing is remembered, or made-up names would fill the storage.
        /// </summary>
        private bool MustRemember(Reply reply) =>
            _recalled is null && (reply is Refused ? _isLastWord && WasStored : _operation is Once || (_operation is not null && WasStored));

        private bool WasStored => _before is not { Sequence: 0, LastEffect: 0 };

        private RecentOperations Remember(Reply reply) =>
            _operation is not null && _recalled is null && _mustWrite && (reply is not Refused || MustRemember(reply))
                ? _before.Recent.With(_operation.OperationId, reply, _now)
                : _before.Recent;

        private Reply Said(Reply reply, RecentOperations recent) =>
            _isLastWord && reply is Refused refused && recent.Results.Any(result => result.OperationId == _operation!.OperationId) ? new Settled(refused) : reply;

        /// <summary>What is only remembered trims nothing: the stored record still owes it and still asks to be woken.</summary>
        private EntityRecord<TState> Record(RecentOperations recent, long deliveredUpTo)
        {
            if (!_mustWrite)
                return ReferenceEquals(_state, _before.State) ? _before : _before with { State = _state, Deadline = TMachine.Deadline(_state) };
            var owed = StillOwed(deliveredUpTo).AddRange(_effects);
            return new(
                _state,
                _sequence,
                recent,
                owed,
                _before.LastEffect + _effects.Length,
                TMachine.Deadline(_state),
                owed.IsEmpty ? null : _now + EffectRetry);
        }

        /// <summary>Effects are owed in the order of their numbers.</summary>
        private ImmutableArray<OwedEffect> StillOwed(long deliveredUpTo)
        {
            var delivered = 0;
            while (delivered < _before.Owed.Length && _before.Owed[delivered].Number <= deliveredUpTo)
                delivered++;
            return _before.Owed.RemoveRange(0, delivered);
        }

        private long FirstOwed(long deliveredUpTo) => StillOwed(deliveredUpTo) is [var first, ..] ? first.Number : _before.LastEffect + 1;

        private ImmutableArray<Question> GiveBacks(Reply reply)
        {
            if (reply is not Refused || _answers.IsEmpty)
                return [];
            return [.. from given in _answers.Given
                       where given.Reply is IGrant
                       select new Question(given.Question.Target, ((IGrant)given.Reply).GiveBack)];
        }
    }
}
