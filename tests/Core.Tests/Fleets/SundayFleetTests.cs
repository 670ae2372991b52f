using DeskFleet.Core.Hosts;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.Fleets;

/// <summary>A Sunday of a whole fleet in New York, directory, hosts and pools included.</summary>
public sealed class SundayFleetTests
{
    private const int Desktops = 40;

    private static readonly Instant Opens = Instant.FromUtc(2017, 4, 9, 4, 0);
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Fact]
    [Trait("Rule", "MNT-03")]
    [Trait("Rule", "MNT-04")]
    [Trait("Rule", "MNT-05")]
    public void Sunday_EverybodyPending_IsDoneInTheWindowAndNeverMoreThanAThirdAtOnce()
    {
        var fleet = Stopped();
        Announce(fleet);

        var most = Watch(fleet, Opens + Duration.FromHours(4));

        Assert.InRange(most, 1, Desktops / 2 * 34 / 100);
        Assert.All(fleet.WorkSpaces, desk => Assert.Equal(("2017-04", null, Lifecycle.Stopped), (desk.InstalledUpdate, desk.Update?.Name, desk.Lifecycle)));
        Assert.All(fleet.WorkSpaces, desk => Assert.Equal(1, desk.Meter.Last!.StartedHours));
        FleetChecks.HoldsAtRest(fleet);
    }

    /// <summary>Everything was down until 02:40: what is left of the window has room for its turns, the others are missed, counted, and first next time.</summary>
    [Fact]
    [Trait("Rule", "MNT-03")]
    [Trait("Rule", "MNT-04")]
    public void Outage_UntilLateInTheWindow_StartsNoMoreThanItsTurnsAndCountsTheRest()
    {
        var fleet = Stopped();
        Announce(fleet);
        fleet.Sleep(Opens + Duration.FromMinutes(160) - fleet.Now);

        var most = Watch(fleet, Opens + Duration.FromHours(4));

        var share = Desktops / 2 * 34 / 100;
        Assert.Equal(share, most);
        var missed = fleet.WorkSpaces.Where(desk => desk.Update is not null).ToList();
        Assert.Equal(Desktops - (2 * share), missed.Count);
        Assert.All(missed, desk => Assert.Equal((1, Opens + Duration.FromDays(7)), (desk.Update!.Missed, desk.Update.At)));

        Watch(fleet, Opens + Duration.FromDays(7) + Duration.FromHours(4));
        Assert.All(fleet.WorkSpaces, desk => Assert.Null(desk.Update));
    }

    /// <summary>Down over the whole of Sunday: on Monday nobody is woken.</summary>
    [Fact]
    [Trait("Rule", "MNT-04")]
    public void Outage_OverTheWholeWindow_StartsNobodyAtRecovery()
    {
        var fleet = Stopped();
        Announce(fleet);
        fleet.Sleep(Opens + Duration.FromHours(20) - fleet.Now);

        Assert.Equal(0, Watch(fleet, fleet.Now + Duration.FromHours(2)));

        Assert.All(fleet.WorkSpaces, desk => Assert.Equal((Lifecycle.Stopped, 1), (desk.Lifecycle, desk.Update!.Missed)));
        Assert.Equal(Desktops, fleet.Journal.Count(line => line.Event is UpdateCarriedOver { Missed: 1 }));
    }

    /// <summary>Nothing pending, nothing running: not one event, write or wake-up in a month of Sundays.</summary>
    [Fact]
    [Trait("Rule", "BAK-01")]
    [Trait("Rule", "MNT-05")]
    public void Idle_StoppedFleetWithoutUpdates_CostsNothing()
    {
        var fleet = Stopped();
        var lines = fleet.Journal.Count;

        fleet.Run(Duration.FromDays(30));

        Assert.Equal(lines, fleet.Journal.Count);
        Assert.All(fleet.WorkSpaces, desk => Assert.Null(WorkSpace.Deadline(desk)));
    }

    /// <summary>Both clock changes of a year: the window has three and five hours, and everybody is done in each.</summary>
    [Theory]
    [InlineData(2017, 3, 12)]
    [InlineData(2017, 11, 5)]
    [Trait("Rule", "MNT-01")]
    [Trait("RulePart", "INT-04")]
    public void ClockChange_EverybodyPending_IsDoneInsideTheWindow(int year, int month, int day)
    {
        var fleet = Stopped();
        var window = MaintenanceCalendar.On(Region.ZoneOf(Names.Account.Region), new LocalDate(year, month, day).PlusWeeks(month == 3 ? 52 : 0))!;
        fleet.RunUntil(window.Opens - Duration.FromDays(1));
        Announce(fleet);

        fleet.RunUntil(window.Closes);

        Assert.All(fleet.WorkSpaces, desk => Assert.Equal("2017-04", desk.InstalledUpdate));
        Assert.All(
            fleet.Journal.Where(line => line.Event is StateChanged { On: Trigger.MaintenanceBegan or Trigger.MaintenanceDoneStop }),
            line => Assert.InRange(line.At, window.Opens, window.Closes));
    }

    private static TinyFleet Stopped()
    {
        var fleet = TinyFleet.With(HostType.General, 2, 2);
        for (var i = 1; i <= Desktops; i++)
            fleet.Launch(i);
        fleet.Run(Duration.FromDays(2));
        Assert.All(fleet.WorkSpaces, desk => Assert.Equal(Lifecycle.Stopped, desk.Lifecycle));
        return fleet;
    }

    private static void Announce(TinyFleet fleet)
    {
        foreach (var desk in fleet.WorkSpaces.ToList())
            fleet.Do(desk.Id, new AnnounceUpdate("2017-04", fleet.Now));
    }

    /// <summary>Runs minute by minute and says how many of one zone were maintained at once at most.</summary>
    private static int Watch(TinyFleet fleet, Instant until)
    {
        var most = 0;
        while (fleet.Now < until)
        {
            fleet.Run(fleet.Now < Opens - Minute ? Opens - Minute - fleet.Now : Minute * (fleet.WorkSpaces.All(desk => desk.Run is null) ? 15 : 1));
            foreach (var zone in fleet.WorkSpaces.GroupBy(desk => desk.Identity!.Zone))
                most = Math.Max(most, zone.Count(desk => desk.Run is not null || desk.Lifecycle == Maintenance));
        }

        return most;
    }
}
