using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>What clients report of their session: heard while it is open, and stored nowhere.</summary>
public sealed class MeasuredTests
{
    private static readonly Duration Moment = Duration.FromMilliseconds(45);

    [Fact]
    public void Report_OfTheOpenSession_IsAcceptedAndChangesNothing()
    {
        var desk = Desk.In(Available);
        desk.Send(desk.Connect());
        var before = desk.Record;

        Assert.IsType<Accepted>(desk.Send(new ReportMeasured(Names.Session(1), Moment, Moment)));

        Assert.Same(before, desk.Record);
        Assert.False(desk.Last.MustWrite);
    }

    [Fact]
    public void Report_OfAnotherSession_IsRefused()
    {
        var desk = Desk.In(Available);
        desk.Send(desk.Connect());

        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(desk.Send(new ReportMeasured(Names.Session(2), null, Moment))).Code);
    }

    [Theory]
    [InlineData(0, -1, false)]
    [InlineData(0, 0, true)]
    [InlineData(3600, 3600, true)]
    [InlineData(1, 3601, false)]
    [InlineData(3601, 1, false)]
    public void Report_OfATime_IsHeardWhereItIsPossible(int launch, int roundTrip, bool isHeard)
    {
        var desk = Desk.In(Available);
        desk.Send(desk.Connect());

        var reply = desk.Send(new ReportMeasured(Names.Session(1), Duration.FromSeconds(launch), Duration.FromSeconds(roundTrip)));

        Assert.Equal(isHeard ? null : RefusalCode.InvalidParameter, (reply as Refused)?.Code);
    }
}
