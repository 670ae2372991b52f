using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Checking;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Checking;

/// <summary>Each invariant speaks up when its fact does not hold, and keeps still when it does.</summary>
public sealed class InvariantTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);
    private static readonly WorkSpaceId Desk = new("ws-000000001");
    private static readonly HostId Host = new("h-1");
    private static readonly Capacity Size = new(2, 4096, 0);
    private static readonly SlotHeld Slot = new(Host, 1);

    [Fact]
    public void HostCapacity_MoreUsedThanThere_Speaks()
    {
        var full = HostWith(new Occupant(Desk, 1, Size, StartPhase.None, null));
        var overfull = full with { Type = new("tiny", new(1, 1024, 0), 1) };

        Assert.Null(new HostCapacityHolds().OnWritten(Entity.Of(Host), Record(full)));
        Assert.NotNull(new HostCapacityHolds().OnWritten(Entity.Of(Host), Record(overfull)));
        Assert.NotNull(new HostCapacityHolds().OnWritten(Entity.Of(Host), Record(full with { Used = default })));
    }

    [Fact]
    public void Slots_HostListsWhatNobodyNames_Speaks()
    {
        var invariant = new SlotsAgree();
        var host = HostWith(new Occupant(Desk, 1, Size, StartPhase.None, null));

        Assert.Null(invariant.OnWritten(Entity.Of(Host), Record(host)));
        Assert.Null(invariant.OnWritten(Entity.Of(Desk), Record(DeskOn(Slot))));
        Assert.Null(invariant.OnWritten(Entity.Of(Host), Record(host)));
        Assert.Null(invariant.OnWritten(Entity.Of(Desk), Record(DeskOn(null))));
        Assert.NotNull(invariant.OnWritten(Entity.Of(Host), Record(host)));
    }

    [Fact]
    public void Slots_WorkSpaceNamesAHostThatDoesNotListIt_Speaks()
    {
        var invariant = new SlotsAgree();
        invariant.OnWritten(Entity.Of(Host), Record(HostWith()));

        Assert.NotNull(invariant.OnWritten(Entity.Of(Desk), Record(DeskOn(Slot))));
    }

    [Fact]
    public void Moves_NotInTheTable_Speaks()
    {
        var invariant = new MovesAreLegal();

        Assert.Null(invariant.OnEvent(Logged(new StateChanged(Trigger.LaunchAccepted, Lifecycle.None, Lifecycle.Pending, ""))));
        Assert.NotNull(invariant.OnEvent(Logged(new StateChanged(Trigger.StopDone, Lifecycle.Pending, Lifecycle.Stopped, ""))));
    }

    [Fact]
    public void Moves_FromAnotherStateThanItIsIn_Speaks() =>
        Assert.NotNull(new MovesAreLegal().OnEvent(Logged(new StateChanged(Trigger.StopDone, Lifecycle.Stopping, Lifecycle.Stopped, ""))));

    [Theory]
    [InlineData(60, false)]
    [InlineData(59, true)]
    public void AutoStop_BeforeThePeriodIsOver_Speaks(int minutes, bool speaks)
    {
        var invariant = Idle();

        var fault = invariant.OnEvent(Stop(Noon + Duration.FromMinutes(minutes)));

        Assert.Equal(speaks, fault is not null);
    }

    [Fact]
    public void AutoStop_WhileConnected_Speaks()
    {
        var invariant = Idle();
        invariant.OnEvent(Logged(new SessionOpened(new("s"))));

        Assert.NotNull(invariant.OnEvent(Stop(Noon + Duration.FromHours(2))));
    }

    [Fact]
    public void Meters_IntervalThatIsNotTheRunning_Speaks()
    {
        var stop = new StateChanged(Trigger.StopAccepted, Lifecycle.Available, Lifecycle.Stopping, "") { Metered = new(Noon, Noon + Duration.FromHours(1)) };

        Assert.Null(Running(new MetersAgree()).OnEvent(new(Noon + Duration.FromHours(1), Entity.Of(Desk), 3, stop)));
        Assert.NotNull(Running(new MetersAgree()).OnEvent(new(Noon + Duration.FromHours(2), Entity.Of(Desk), 3, stop)));
        Assert.NotNull(Running(new MetersAgree()).OnEvent(new(Noon + Duration.FromHours(1), Entity.Of(Desk), 3, stop with { Metered = null })));
    }

    [Fact]
    public void Meters_RecordThatDisagreesWithTheLog_Speaks()
    {
        var invariant = Running(new MetersAgree());
        invariant.OnWritten(Entity.Of(Desk), Record(DeskOn(Slot) with { Meter = new Meter(Noon - Duration.FromMinutes(1), 0, 0) }));

        Assert.NotNull(invariant.OnRest(Noon));
    }

    /// <summary>The log says that it ran for an hour.</summary>
    [Theory]
    [InlineData(60, 1, false)]
    [InlineData(61, 1, true)]
    [InlineData(60, 2, true)]
    public void Bills_RecordThatWouldBillOtherwise_Speaks(int minutes, long metered, bool speaks)
    {
        var invariant = new BillsAgree();
        foreach (var line in Life(60))
            invariant.OnEvent(line);
        var lived = UsageFold.Rebuild(Desk, Life(minutes));
        invariant.OnWritten(Entity.Of(Desk), Record(DeskOn(null) with { Identity = lived.Desktop, Usage = lived.Usage, Meter = new(null, metered, 0) }));

        Assert.Equal(speaks, invariant.OnRest(Noon + Duration.FromHours(3)) is not null);
    }

    /// <summary>The log knows nobody with an own licence.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Bills_SeatThatTheLogDoesNotKnow_SpeaksWhenTheMonthIsOver(int seats, bool speaks)
    {
        var invariant = new BillsAgree();
        var ledger = SeatLedger.Begin(Noon);
        var book = SeatBook.Empty with { Ledger = ledger with { Current = ledger.Current with { Contract = seats } } };
        invariant.OnWritten(new(EntityKind.Account, "acme/us-east-1"), Record(Core.Accounts.Account.Initial("acme/us-east-1") with { SeatBook = book }));

        Assert.Null(invariant.OnRest(Noon));
        Assert.Equal(speaks, invariant.OnRest(Noon + Duration.FromDays(31)) is not null);
    }

    [Fact]
    public void Deadlines_NobodyCame_Speaks()
    {
        var invariant = new DeadlinesAreKept();
        invariant.OnWritten(Entity.Of(Desk), Record(DeskOn(Slot)) with { Deadline = Noon });

        Assert.Null(invariant.OnRest(Noon - Duration.Epsilon));
        Assert.NotNull(invariant.OnRest(Noon));
    }

    [Theory]
    [InlineData(3, 2, false)]
    [InlineData(4, 2, true)]
    public void Zones_DifferByMoreThanOne_Speaks(int a, int b, bool speaks)
    {
        var places = LeaseBook.Empty with { Used = LeaseBook.Empty.Used.Add("a", a).Add("b", b) };
        var directory = new DirectoryState(new("d-1"), true, default, new("a"), new("b"), true, places);

        Assert.Equal(speaks, new ZonesAreBalanced().OnWritten(Entity.Of(directory.Id), Record(directory)) is not null);
    }

    /// <summary>Launched on a host, and stopped after some minutes.</summary>
    private static LoggedEvent[] Life(int minutes) =>
    [
        Logged(new StateChanged(Trigger.LaunchAccepted, Lifecycle.None, Lifecycle.Pending, "") { Terms = Terms, Slot = Slot }),
        Logged(new StateChanged(Trigger.Provisioned, Lifecycle.Pending, Lifecycle.Available, "")),
        Stop(Noon + Duration.FromMinutes(minutes)),
    ];

    private static LaunchTerms Terms { get; } = new(
        new(OperationId.At(Noon, "x"), new("d-1"), new("ann"), new("acme", "us-east-1"), default, new("a"), Core.Catalog.Bundle.Defaults[0]),
        RunningMode.AutoStop,
        Duration.FromMinutes(60),
        false);

    private static AutoStopIsRight Idle()
    {
        var invariant = new AutoStopIsRight();
        invariant.OnEvent(Logged(new StateChanged(Trigger.LaunchAccepted, Lifecycle.None, Lifecycle.Pending, "") { Terms = Terms }));
        invariant.OnEvent(Logged(new StateChanged(Trigger.Provisioned, Lifecycle.Pending, Lifecycle.Available, "")));
        return invariant;
    }

    private static MetersAgree Running(MetersAgree invariant)
    {
        invariant.OnEvent(Logged(new StateChanged(Trigger.LaunchAccepted, Lifecycle.None, Lifecycle.Pending, "") { Slot = Slot }));
        invariant.OnEvent(Logged(new StateChanged(Trigger.Provisioned, Lifecycle.Pending, Lifecycle.Available, "")));
        return invariant;
    }

    private static LoggedEvent Stop(Instant at) =>
        new(at, Entity.Of(Desk), 9, new StateChanged(Trigger.AutoStopDue, Lifecycle.Available, Lifecycle.Stopping, "") { EffectiveAt = at });

    private static LoggedEvent Logged(FleetEvent happened) => new(Noon, Entity.Of(Desk), 1, happened);

    private static HostState HostWith(params ImmutableArray<Occupant> occupants) =>
        new(Host, null, HostType.General, HostStatus.Available, occupants, occupants.Aggregate(default(Capacity), (sum, o) => sum + o.Size), 1);

    private static WorkSpaceState DeskOn(SlotHeld? slot) => WorkSpaceState.Unlaunched(Desk) with { Lifecycle = Lifecycle.Available, Slot = slot };

    private static EntityRecord<T> Record<T>(T state)
        where T : class => new(state, 0, RecentOperations.None, [], 0, null, null);
}
