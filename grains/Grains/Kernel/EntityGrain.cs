using System.Diagnostics;
using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Storage;
using DeskFleet.Grains.Telemetry;
using NodaTime;
using Orleans.Storage;

namespace DeskFleet.Grains.Kernel;

/// <summary>The ports that every entity grain uses.</summary>
/// <param name="Telemetry">Null: nobody measures, as under the simulator, which measures by the events.</param>
/// <param name="Live">Null: nobody in this process reads states.</param>
/// <param name="Trail">Null: nobody audits.</param>
public sealed record EntityPorts(
    IFleetClock Clock,
    IWakeUps WakeUps,
    ICourier Courier,
    IJournal Journal,
    IEntityRouter Router,
    EntityTelemetry? Telemetry = null,
    LiveStates? Live = null,
    ISystemTrail? Trail = null);

/// <summary>
/// Carries and stores what the kernel decides: asks, decides, writes once, replies; effects go to the courier. After a failed or
/// doubtful write the activation is dropped, so that the next command starts from what is really stored.
/// </summary>
public abstract class EntityGrain<TState, TMachine>(IPersistentState<StoredRecord<TState>> store, EntityPorts ports) : Grain, IEntityGrain
    where TState : class
    where TMachine : IStateMachine<TState>
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private Entity _self;
    private Outbox _outbox = null!;
    private EntityRecord<TState> _record = null!;
    private Instant _knownAt;
    private LiveStates.Shown? _shown;
    private IGrainTimer? _leave;

    protected TState State => _record.State;

    protected Instant Now => ports.Clock.Now;

    /// <summary>
    /// What a reader gets. Whoever only looked whether it exists leaves no activation behind for long: names can be made up without end. It stays
    /// for a moment, or readers who come together would be sent on from one that goes to the next, until they are given up.
    /// </summary>
    protected T Look<T>(T found)
    {
        LeaveIfOver();
        return found;
    }

    /// <summary>Nothing is stored of it, or it is TERMINATED and owes nobody anything: nobody will have much to ask it.</summary>
    private bool IsOver => store.State.Record is null || _record is { State: WorkSpaceState { Lifecycle: Lifecycle.Terminated }, Owed.IsEmpty: true, WakeAt: null };

    private void LeaveIfOver()
    {
        if (IsOver)
            _leave ??= this.RegisterGrainTimer(Leave, Moment, Timeout.InfiniteTimeSpan);
    }

    private Task Leave(CancellationToken cancellation)
    {
        _leave?.Dispose();
        _leave = null;
        if (IsOver)
            this.DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        _self = new(TMachine.Kind, key);
        _outbox = new(_self);
        _record = store.State.Record ?? EntityKernel<TState, TMachine>.New(key);
        _knownAt = ports.Clock.Now;
        if (ports.Live is not null)
            _shown = new(ports.Live, _self);
        if (store.State.Record is not null)
            _shown?.Show(_record.State);
        if (!_record.Owed.IsEmpty)
            ports.Courier.Take(_outbox, _record.Owed);
        if (_record.Deadline is { } deadline)
            ports.WakeUps.Set(_self, deadline);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _outbox?.Close();
        _shown?.Hide();
        return Task.CompletedTask;
    }

    public async Task<Reply> Send(Command command)
    {
        using var activity = FleetActivities.Send(_self, command);
        var (started, before, now) = (Stopwatch.GetTimestamp(), _record.State, ports.Clock.Now);
        var turn = EntityKernel<TState, TMachine>.Begin(_self.Key, _record, command, now, activity is { Recorded: true } ? activity.Id : null);
        while (turn.NextQuestion() is { } question)
            turn.Answer(question, await ports.Router.Send(question.Target, question.Command));
        var outcome = turn.Finish(_outbox.DeliveredUpTo);
        await Commit(outcome, now);
        foreach (var back in outcome.GiveBacks)
            await ports.Router.Send(back.Target, back.Command);
        activity?.Conclude(outcome.Reply, outcome.Logged);
        ports.Telemetry?.Told(_self, command, outcome.Reply, before, started);
        // Launches that are refused leave as many as somebody likes. Under virtual time nobody measures, and no activation may go by a real clock.
        if (TMachine.Kind == EntityKind.WorkSpace && ports.Telemetry is not null)
            LeaveIfOver();
        return outcome.Reply;
    }

    /// <summary>
    /// Whatever fails in here leaves it open what is stored. The activation takes no further request from this moment: those that
    /// wait for it are decided by its successor, which starts from the stored record and hands over again what that owes.
    /// </summary>
    private async Task Commit(TurnResult<TState> outcome, Instant now)
    {
        try
        {
            if (outcome.MustWrite)
                await Write(outcome);
            else if (outcome.MustCheck(_knownAt, now))
                await Check();
            Release(outcome, now);
        }
        catch
        {
            _shown?.Hide();
            ports.Telemetry?.WriteFailed(_self);
            this.DeactivateOnIdle();
            throw;
        }
    }

    private async Task Write(TurnResult<TState> outcome)
    {
        (store.State.Record, store.State.Lines) = (outcome.Record, outcome.Logged);
        await store.WriteStateAsync();
        _knownAt = ports.Clock.Now;
    }

    /// <exception cref="InconsistentStateException">Another activation has written since.</exception>
    private async Task Check()
    {
        var known = store.Etag;
        await store.ReadStateAsync();
        if (store.Etag != known)
            throw new InconsistentStateException($"{_self} has been written by another activation.", store.Etag, known);
        _knownAt = ports.Clock.Now;
    }

    /// <summary>The decision is stored: now the world may hear of it.</summary>
    private void Release(TurnResult<TState> outcome, Instant now)
    {
        var (before, deadlineMoved) = (_record.State, outcome.Record.Deadline != _record.Deadline);
        _record = outcome.Record;
        if (outcome.MustWrite)
            _shown?.Show(_record.State);
        if (!outcome.Logged.IsEmpty)
            ports.Journal.Append(outcome.Logged);
        if (outcome.MustWrite)
        {
            ports.Telemetry?.Stored<TState, TMachine>(before, outcome.Record.State, outcome.Logged, now);
            Record(before, outcome, now);
        }

        if (!outcome.Effects.IsEmpty)
            ports.Courier.Take(_outbox, outcome.Effects);
        if (deadlineMoved)
            ports.WakeUps.Set(_self, _record.Deadline);
    }

    private void Record(TState before, TurnResult<TState> outcome, Instant now)
    {
        if (ports.Trail is not { } trail || before is not WorkSpaceState was || outcome.Record.State is not WorkSpaceState after)
            return;
        foreach (var action in SystemActions.Of(was, after, outcome.Logged, now))
            trail.Write(now, after, action);
    }
}
