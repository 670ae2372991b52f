using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using WorkSpaceKernel = DeskFleet.Core.Kernel.EntityKernel<DeskFleet.Core.WorkSpaces.WorkSpaceState, DeskFleet.Core.WorkSpaces.WorkSpace>;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>
/// One WorkSpace on its own with scripted neighbours and a clock that the test moves. Every state is reached by turns of the kernel;
/// the four that no command leads to yet, by folding the one lawful event.
/// </summary>
internal sealed class Desk
{
    private int _operations = 1;

    public Desk(Neighbours? neighbours = null)
    {
        Neighbours = neighbours ?? new();
        Record = WorkSpaceKernel.New(Names.WorkSpace(1).Value);
    }

    public Neighbours Neighbours { get; }

    public Instant Now { get; private set; } = Names.Morning;

    public EntityRecord<WorkSpaceState> Record { get; private set; }

    public WorkSpaceState State => Record.State;

    /// <summary>What the last command did.</summary>
    public TurnResult<WorkSpaceState> Last { get; set; } = null!;

    public IEnumerable<DriverCommand> Orders => Last.Effects.Select(owed => owed.Effect.Command).OfType<DriverCommand>();

    /// <summary>A desktop in the given state, in AutoStop with the default period unless said otherwise.</summary>
    public static Desk In(Lifecycle lifecycle, RunningMode mode = RunningMode.AutoStop, Bundle? bundle = null, EncryptionRequest? encryption = null)
    {
        var desk = new Desk();
        if (lifecycle == Lifecycle.None)
            return desk;
        desk.Send(desk.Launch(mode, bundle) with { Encryption = encryption });
        desk.Reach(lifecycle);
        Assert.Equal(lifecycle, desk.State.Lifecycle);
        return desk;
    }

    /// <summary>An id that this desktop has not seen.</summary>
    public OperationId NewId() => Names.Operation(_operations++);

    public LaunchWorkSpace Launch(RunningMode mode = RunningMode.AutoStop, Bundle? bundle = null, Duration? period = null)
    {
        Neighbours.Bundle = bundle ?? Neighbours.Bundle;
        return new(NewId(), Names.Directory, Names.Ann, Neighbours.Bundle.Id, mode, period);
    }

    public Connect Connect(int session = 1) => new(NewId(), Names.Ann, Names.Session(session));

    public Disconnect Disconnect(int session = 1) => new(NewId(), Names.Session(session));

    public Reply Send(Command command)
    {
        var turn = WorkSpaceKernel.Begin(State.Id.Value, Record, command, Now);
        while (turn.NextQuestion() is { } question)
            turn.Answer(question, Neighbours.Answer(question));
        Last = turn.Finish(Record.LastEffect);
        Record = Last.Record;
        return Last.Reply;
    }

    public Desk At(Instant now)
    {
        Now = now;
        return this;
    }

    public Desk After(Duration passed) => At(Now + passed);

    /// <summary>The driver ends what it was ordered last.</summary>
    public Desk DriverReports(DriverOutcome outcome = DriverOutcome.Done)
    {
        Send(new DriverReported(State.Job!.Verb, State.Job.Epoch, outcome));
        return this;
    }

    /// <summary>The driver says nothing for as long as anybody waits for it. At most so many deadlines.</summary>
    public Desk LetDeadlinesPass(int most)
    {
        for (var i = 0; i < most && State.Job is not null; i++)
            At(Record.Deadline!.Value).Send(new Wake());
        return this;
    }

    public Desk LoseHost(Instant? lostAt = null)
    {
        Send(new HostLostNews(State.Slot!.Host, State.Slot.Epoch, lostAt ?? Now));
        return this;
    }

    private void Reach(Lifecycle lifecycle)
    {
        if (lifecycle == Lifecycle.Pending)
            return;
        DriverReports();
        switch (lifecycle)
        {
            case Lifecycle.Available:
                return;
            case Lifecycle.Unhealthy:
                Send(new HealthReported(State.Slot!.Epoch, IsHealthy: false, "guest hangs"));
                return;
            case Lifecycle.Rebooting:
                Send(new RebootWorkSpace(NewId()));
                return;
            case Lifecycle.Rebuilding:
                Send(new RebuildWorkSpace(NewId()));
                return;
            case Lifecycle.Suspended:
                Send(new CaptureImage(NewId(), "golden"));
                return;
            case Lifecycle.AdminMaintenance:
                Send(new SetAdminMaintenance(NewId(), On: true));
                return;
            case Lifecycle.Error:
                Send(new RebuildWorkSpace(NewId()));
                LetDeadlinesPass(3);
                return;
            case Lifecycle.Stopping or Lifecycle.Stopped or Lifecycle.Starting:
                StopAndMaybeStart(lifecycle);
                return;
            case Lifecycle.Terminating or Lifecycle.Terminated:
                Send(new TerminateWorkSpace(NewId()));
                if (lifecycle == Lifecycle.Terminated)
                    DriverReports();
                return;
            default:
                FoldTheOneLawfulMove(lifecycle);
                return;
        }
    }

    private void StopAndMaybeStart(Lifecycle lifecycle)
    {
        Send(new StopWorkSpace(NewId()));
        if (lifecycle == Lifecycle.Stopping)
            return;
        DriverReports();
        if (lifecycle == Lifecycle.Starting)
            Send(new StartWorkSpace(NewId()));
    }

    private void FoldTheOneLawfulMove(Lifecycle lifecycle)
    {
        var move = Transitions.All.Single(t => t.From == Lifecycle.Available && t.To == lifecycle);
        var state = WorkSpace.Evolve(State, new StateChanged(move.On, move.From, move.To, "for the test"), Now);
        Record = Record with { State = state, Deadline = WorkSpace.Deadline(state) };
    }
}
