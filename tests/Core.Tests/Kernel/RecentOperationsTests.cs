using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.Kernel;

/// <summary>Asking twice under one id is answered once, within what a record remembers.</summary>
public sealed class RecentOperationsTests
{
    [Fact]
    public void Operation_Replayed_HasTheSameReplyAndNoEffects()
    {
        var desk = Desk.In(Stopped);
        var connect = desk.Connect();
        var first = desk.Send(connect);
        var after = desk.Record;

        Assert.Same(first, desk.Send(connect));

        Assert.Same(after, desk.Record);
        Assert.Empty(desk.Last.Effects);
        Assert.Empty(desk.Last.Logged);
    }

    [Fact]
    public void Operation_ReplayedAfterTheStateMovedOn_IsNotRunAgain()
    {
        var desk = Desk.In(Available);
        var stop = new StopWorkSpace(desk.NewId());
        desk.Send(stop);
        desk.DriverReports();
        desk.Send(desk.Connect());
        desk.DriverReports();

        Assert.IsType<Accepted>(desk.Send(stop));

        Assert.Equal(Available, desk.State.Lifecycle);
        Assert.NotNull(desk.State.Session);
    }

    [Fact]
    public void Operation_ReplayedAtADeadline_StillLetsTheDeadlinePass()
    {
        var desk = Desk.In(Available);
        var modify = new ModifyWorkSpace(desk.NewId(), null, Duration.FromHours(2));
        desk.Send(modify);

        desk.After(Duration.FromHours(2)).Send(modify);

        Assert.Equal(Stopping, desk.State.Lifecycle);
    }

    [Fact]
    public void Refusal_IsNotRemembered_AndMayPassLater()
    {
        var desk = Desk.In(Pending);
        var connect = desk.Connect();
        Assert.IsType<Refused>(desk.Send(connect));
        desk.DriverReports();

        Assert.IsType<Connected>(desk.Send(connect));
    }

    [Fact]
    public void Results_MoreThanEight_DropTheOldestAndExpireIt()
    {
        var recent = RecentOperations.None;
        for (var i = 1; i <= 9; i++)
            recent = recent.With(Names.Operation(i), Accepted.Instance, Names.Morning);

        Assert.Equal(RecentOperations.Kept, recent.Results.Length);
        Assert.Equal(RefusalCode.OperationExpired, Assert.IsType<Refused>(recent.Recall(Names.Operation(1), Names.Morning)).Code);
        Assert.IsType<Accepted>(recent.Recall(Names.Operation(2), Names.Morning));
        Assert.Null(recent.Recall(Names.Operation(10), Names.Morning));
        Assert.IsType<Refused>(recent.Recall(Names.Operation(0), Names.Morning));
    }

    /// <summary>An id of a fast clock is forgotten last: later ids of right clocks are not expired by it.</summary>
    [Fact]
    public void Results_OutOfOrder_DropTheLowestIdFirst()
    {
        var recent = RecentOperations.None.With(Names.Operation(50), Accepted.Instance, Names.Morning);
        for (var i = 1; i <= 8; i++)
            recent = recent.With(Names.Operation(i), Accepted.Instance, Names.Morning);

        Assert.Equal(Names.Operation(1), recent.LowWaterMark);
        Assert.IsType<Accepted>(recent.Recall(Names.Operation(50), Names.Morning));
        Assert.Null(recent.Recall(Names.Operation(49), Names.Morning));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void OperationId_FromTheFuture_IsRefusedBeyondFifteenMinutes(int millisecondsMore, bool isRefused)
    {
        var desk = Desk.In(Available);
        var before = desk.Record;
        var id = OperationId.At(desk.Now + Duration.FromMinutes(15) + Duration.FromMilliseconds(millisecondsMore), "fast clock");

        var reply = desk.Send(new StopWorkSpace(id));

        Assert.Equal(isRefused, reply is Refused { Code: RefusalCode.InvalidParameter });
        Assert.Equal(isRefused, ReferenceEquals(before, desk.Record));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Results_OlderThanADay_AreDroppedAtTheNextOne(int millisecondsMore, bool isKept)
    {
        var first = Names.Operation(1);
        var later = Names.Morning + Duration.FromDays(1) + Duration.FromMilliseconds(1 + millisecondsMore);
        var recent = RecentOperations.None.With(first, Accepted.Instance, Names.Morning)
            .With(OperationId.At(later, "later"), Accepted.Instance, later);

        Assert.Equal(isKept, recent.Recall(first, Names.Morning) is Accepted);
    }

    [Fact]
    public void OperationId_SameMillisecond_IsOrderedByItsToken()
    {
        var (a, b) = (OperationId.At(Names.Morning, "a"), OperationId.At(Names.Morning, "b"));

        Assert.True(a < b && b > a && a <= b && b >= a);
        Assert.True(b < OperationId.At(Names.Morning + Duration.FromMilliseconds(1), "a"));
    }

    [Fact]
    [Trait("Rule", "WKS-01")]
    public void WorkSpaceId_OfALaunch_IsNineLowercaseAlphanumericsAndAlwaysTheSame()
    {
        var ids = Enumerable.Range(0, 500).Select(i => Names.Operation(i).ToWorkSpaceId().Value).ToList();

        Assert.All(ids, id => Assert.Matches("^ws-[0-9a-z]{9}$", id));
        Assert.Equal(500, ids.Distinct().Count());
        Assert.Equal(ids[7], Names.Operation(7).ToWorkSpaceId().Value);
    }
}
