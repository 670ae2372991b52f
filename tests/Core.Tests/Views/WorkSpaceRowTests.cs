using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Views;

/// <summary>A view's row follows the journal: each line once, and nothing of what was never launched.</summary>
public sealed class WorkSpaceRowTests
{
    [Fact]
    public void With_EveryLine_IsTheDesktopItself()
    {
        var (desk, row) = (new Desk(), WorkSpaceRow.Unlaunched(Names.WorkSpace(1)));
        Assert.Null(row.Group);

        row = After(row, desk, () => desk.Send(desk.Launch()));
        row = After(row, desk, () => desk.DriverReports());
        row = After(row, desk, () => desk.Send(desk.Connect()));

        var expected = new WorkSpaceGroup(Names.Account, Names.Directory, Names.ZoneA, RunningMode.AutoStop, Lifecycle.Available, IsConnected: true);
        Assert.Equal(expected, row.Group);
        Assert.Equal(new WorkSpaceCount(Names.Account, Names.Directory, Names.ZoneA, RunningMode.AutoStop, Lifecycle.Available, true, 7), expected.Of(7));

        row = After(row, desk, () => desk.Send(desk.Disconnect()));
        Assert.False(row.Group!.Value.IsConnected);

        row = After(row, desk, () => desk.Send(new TerminateWorkSpace(desk.NewId())));
        row = After(row, desk, () => desk.DriverReports());
        Assert.Null(row.Group);
    }

    [Fact]
    public void With_ALineThatIsFoldedAlready_ChangesNothing()
    {
        var desk = Desk.In(Lifecycle.Stopping);
        var stopping = new WorkSpaceRow(desk.State, 9);

        var stopped = new StateChanged(Trigger.StopDone, Lifecycle.Stopping, Lifecycle.Stopped, "stopped");

        Assert.Same(stopping, stopping.With(Line(9, stopped)));
        Assert.Equal(10, stopping.With(Line(10, stopped)).Sequence);
        Assert.Equal(Lifecycle.Stopped, stopping.With(Line(10, stopped)).State.Lifecycle);
    }

    /// <summary>The view began in the middle of its life, so that it can say nothing of it.</summary>
    [Fact]
    public void With_ALineOfWhatWasNeverLaunched_IsNotTold()
    {
        var row = WorkSpaceRow.Unlaunched(Names.WorkSpace(1)).With(Line(4, new StateChanged(Trigger.StopDone, Lifecycle.Stopping, Lifecycle.Stopped, "told late")));

        Assert.Equal((Lifecycle.None, 4L), (row.State.Lifecycle, row.Sequence));
    }

    private static WorkSpaceRow After(WorkSpaceRow row, Desk desk, Action step)
    {
        step();
        foreach (var logged in desk.Last.Logged)
            row = row.With(new(new(logged.Sequence), logged.At, Entity.Of(desk.State.Id), logged.Sequence, logged.Event));
        Assert.Equal(desk.State.Lifecycle, row.State.Lifecycle);
        return row;
    }

    private static JournalEntry Line(long sequence, FleetEvent happened) =>
        new(new(sequence), Names.Morning, Entity.Of(Names.WorkSpace(1)), sequence, happened);
}
