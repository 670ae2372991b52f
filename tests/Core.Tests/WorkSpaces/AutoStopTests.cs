using DeskFleet.Core.Billing;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>The countdown (RUN-01..06, RUN-11, RUN-15) and the meter that ends with it (BIL-06, BIL-07).</summary>
public sealed class AutoStopTests
{
    private static readonly Duration Hour = Duration.FromHours(1);

    [Theory]
    [InlineData(-1, Available)]
    [InlineData(0, Stopping)]
    [InlineData(1, Stopping)]
    [Trait("Rule", "RUN-04")]
    public void Disconnect_AroundTheDeadline_StopsAtIt(int nanoseconds, Lifecycle expected)
    {
        var desk = Disconnected();

        desk.After(Hour + Duration.FromNanoseconds(nanoseconds)).Send(new Wake());

        Assert.Equal(expected, desk.State.Lifecycle);
    }

    [Theory]
    [InlineData(RunningMode.AutoStop, true)]
    [InlineData(RunningMode.AlwaysOn, false)]
    [Trait("Rule", "RUN-02")]
    [Trait("Rule", "RUN-04")]
    public void Available_NobodyConnectedAfterProvisioning_CountsDownInAutoStopOnly(RunningMode mode, bool stops)
    {
        var desk = Desk.In(Available, mode);

        Assert.Equal(stops ? desk.Now + Hour : null, desk.State.AutoStopAt);
        desk.After(Duration.FromDays(30)).Send(new Wake());

        Assert.Equal(stops ? Stopping : Available, desk.State.Lifecycle);
    }

    [Theory]
    [InlineData(Rebooting)]
    [InlineData(Rebuilding)]
    [InlineData(Starting)]
    [InlineData(Pending)]
    [Trait("Rule", "RUN-04")]
    public void Available_AfterTransition_StartsAFullPeriod(Lifecycle from)
    {
        var desk = Desk.In(from).After(Duration.FromMinutes(5)).DriverReports();

        Assert.Equal(desk.Now + Hour, desk.State.AutoStopAt);
    }

    [Fact]
    [Trait("Rule", "RUN-05")]
    public void Reconnect_BeforeTheDeadline_CancelsTheStopAndTheNextDisconnectStartsAnew()
    {
        var desk = Disconnected();
        var twelve = desk.Now;

        desk.At(twelve + Duration.FromMinutes(45)).Send(desk.Connect());
        desk.At(twelve + Hour).Send(new Wake());
        Assert.Equal(Available, desk.State.Lifecycle);
        desk.At(twelve + Duration.FromMinutes(90)).Send(desk.Disconnect());

        Assert.Equal(twelve + Duration.FromMinutes(150), desk.State.AutoStopAt);
        desk.At(twelve + Duration.FromMinutes(150) - Duration.Epsilon).Send(new Wake());
        Assert.Equal(Available, desk.State.Lifecycle);
    }

    [Fact]
    [Trait("Rule", "RUN-15")]
    public void Session_LeftOpenFor63Hours_IsNeverStopped()
    {
        var desk = Desk.In(Available);
        desk.Send(desk.Connect());
        var since = desk.Now;

        Assert.Null(desk.State.AutoStopAt);
        desk.After(Duration.FromHours(63)).Send(new Wake());
        Assert.Equal(Available, desk.State.Lifecycle);
        desk.Send(desk.Disconnect());
        desk.After(Hour).Send(new Wake());

        Assert.Equal(64, StopOf(desk).Metered!.StartedHours);
        Assert.Equal(since, StopOf(desk).Metered!.Start);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7 * 60)]
    [Trait("Rule", "BIL-07")]
    public void Wake_Late_MeteringClosesAtTheDeadline(int minutesLate)
    {
        var desk = Disconnected();
        var deadline = desk.State.AutoStopAt!.Value;
        var since = desk.State.Meter.OpenSince!.Value;

        desk.At(deadline + Duration.FromMinutes(minutesLate)).Send(new Wake());

        Assert.Equal(new RunningInterval(since, deadline), StopOf(desk).Metered);
        Assert.Equal(deadline, StopOf(desk).EffectiveAt);
        Assert.Null(desk.State.Meter.OpenSince);
        Assert.Equal((long)(deadline - since).TotalSeconds, desk.State.Meter.Seconds);
    }

    [Fact]
    public void Wake_EarlyOrDoubled_ChangesNothing()
    {
        var desk = Disconnected();
        var before = desk.Record;
        desk.After(Duration.FromMinutes(59)).Send(new Wake());
        Assert.Same(before, desk.Record);

        desk.After(Duration.FromMinutes(1)).Send(new Wake());
        var stopping = desk.Record;
        desk.Send(new Wake());

        Assert.Same(stopping, desk.Record);
        Assert.False(desk.Last.MustWrite);
    }

    [Fact]
    [Trait("Rule", "RUN-04")]
    public void Wake_Lost_AnyLaterCommandStopsItFirst()
    {
        var desk = Disconnected();
        var deadline = desk.State.AutoStopAt;

        desk.After(Duration.FromHours(3)).Send(desk.Connect());

        Assert.Equal(Stopping, desk.State.Lifecycle);
        Assert.Equal(deadline, StopOf(desk).EffectiveAt);
        Assert.IsType<Resuming>(desk.Last.Reply);
    }

    [Theory]
    [InlineData(-1, Available)]
    [InlineData(0, Stopping)]
    [Trait("Rule", "RUN-04")]
    [Trait("Rule", "RUN-05")]
    public void Connect_AroundTheDeadline_OpensBeforeItAndWaitsFromIt(int nanoseconds, Lifecycle expected)
    {
        var desk = Disconnected();

        var reply = desk.After(Hour + Duration.FromNanoseconds(nanoseconds)).Send(desk.Connect());

        Assert.Equal(expected, desk.State.Lifecycle);
        Assert.Equal(expected == Available, reply is Connected);
        Assert.Equal(expected == Stopping, reply is Resuming);
    }

    [Fact]
    [Trait("Rule", "RUN-11")]
    [Trait("Rule", "BIL-07")]
    public void Stop_WithCountdownLeft_StopsNowAndClosesTheMeter()
    {
        var desk = Disconnected().After(Duration.FromMinutes(20));
        var since = desk.State.Meter.OpenSince!.Value;

        Assert.IsType<Accepted>(desk.Send(new StopWorkSpace(desk.NewId())));

        Assert.Equal((Stopping, null), (desk.State.Lifecycle, desk.State.AutoStopAt));
        Assert.Equal(new RunningInterval(since, desk.Now), StopOf(desk).Metered);
        Assert.Equal(DriverVerb.Hibernate, Assert.Single(desk.Orders).Verb);
    }

    [Fact]
    [Trait("Rule", "RUN-11")]
    public void Stop_SomebodyConnected_Disconnects()
    {
        var desk = Desk.In(Available);
        desk.Send(desk.Connect());

        desk.Send(new StopWorkSpace(desk.NewId()));

        Assert.Null(desk.State.Session);
        Assert.Contains(desk.Last.Logged, line => line.Event is SessionClosed closed && closed.Session == Names.Session(1));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(120, true)]
    [InlineData(2880, true)]
    [InlineData(0, false)]
    [InlineData(-60, false)]
    [InlineData(59, false)]
    [InlineData(61, false)]
    [InlineData(90, false)]
    [InlineData(2879, false)]
    [InlineData(2940, false)]
    [Trait("Rule", "RUN-03")]
    public void Period_OtherThanWholeHoursTo48_IsRefused(int minutes, bool isValid)
    {
        var period = Duration.FromMinutes(minutes);
        var launched = new Desk();
        var modified = Desk.In(Available);

        var launch = launched.Send(launched.Launch(period: period));
        var modify = modified.Send(new ModifyWorkSpace(modified.NewId(), null, period));

        Assert.Equal(isValid, launch is Launched);
        Assert.Equal(isValid, modify is Accepted);
        Assert.Equal(isValid ? period : Hour, modified.State.AutoStopPeriod);
        if (!isValid)
            Assert.Equal(RefusalCode.InvalidParameter, ((Refused)launch).Code);
    }

    [Fact]
    [Trait("Rule", "RUN-03")]
    public void Period_OnAlwaysOn_IsRefused()
    {
        var desk = Desk.In(Available, RunningMode.AlwaysOn);
        var launched = new Desk();

        var modify = desk.Send(new ModifyWorkSpace(desk.NewId(), null, Hour));
        var switched = desk.Send(new ModifyWorkSpace(desk.NewId(), RunningMode.AlwaysOn, Hour));
        var launch = launched.Send(launched.Launch(RunningMode.AlwaysOn, period: Hour));

        Assert.All(new[] { modify, switched, launch }, reply => Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(reply).Code));
    }

    [Fact]
    [Trait("Rule", "RUN-03")]
    public void Period_NotGiven_IsSixtyMinutes() => Assert.Equal(Hour, Desk.In(Pending).State.AutoStopPeriod);

    [Fact]
    [Trait("Rule", "RUN-03")]
    public void Period_ChangedInTheCountdown_CountsFromTheDisconnect()
    {
        var desk = Disconnected();
        var disconnect = desk.Now;

        desk.After(Duration.FromMinutes(30)).Send(new ModifyWorkSpace(desk.NewId(), null, 2 * Hour));

        Assert.Equal(disconnect + (2 * Hour), desk.Record.Deadline);
    }

    /// <summary>It ran until it was told; a shorter period is no discount on the past.</summary>
    [Fact]
    [Trait("Rule", "RUN-03")]
    public void Period_ShortenedToOneThatIsOver_StopsNowAndIsMeteredUntilNow()
    {
        var desk = Disconnected(period: 48 * Hour);
        var since = desk.State.Meter.OpenSince!.Value;

        desk.After(24 * Hour).Send(new ModifyWorkSpace(desk.NewId(), null, Hour));
        desk.Send(new Wake());

        Assert.Equal(Stopping, desk.State.Lifecycle);
        Assert.Equal((long)(desk.Now - since).TotalSeconds, desk.State.Meter.Seconds);
    }

    [Fact]
    public void HealthLostAndRegained_InTheCountdown_KeepsTheDeadline()
    {
        var desk = Disconnected();
        var deadline = desk.State.AutoStopAt;

        desk.After(Duration.FromMinutes(10)).Send(new HealthReported(desk.State.Slot!.Epoch, false, "hangs"));
        Assert.Equal((Unhealthy, deadline), (desk.State.Lifecycle, desk.State.AutoStopAt));
        desk.After(Duration.FromMinutes(10)).Send(new HealthReported(desk.State.Slot!.Epoch, true, "well"));

        Assert.Equal((Available, deadline), (desk.State.Lifecycle, desk.State.AutoStopAt));
    }

    private static StateChanged StopOf(Desk desk) =>
        desk.Last.Logged.Select(line => line.Event).OfType<StateChanged>().Single(e => e.To == Stopping);

    private static Desk Disconnected(Duration? period = null)
    {
        var desk = new Desk();
        desk.Send(desk.Launch(period: period));
        desk.DriverReports();
        desk.Send(desk.Connect());
        desk.After(Duration.FromMinutes(20)).Send(desk.Disconnect());
        return desk;
    }
}
