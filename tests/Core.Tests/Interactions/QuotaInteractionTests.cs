using DeskFleet.Core.Accounts;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.Interactions;

/// <summary>Interaction 9: the quota, launches in bulk, and provisioning that fails.</summary>
public sealed class QuotaInteractionTests
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private int _operations = 1_000;

    /// <summary>
    /// 18 of 20 are there and five more are asked for: two in the order of asking. Both fail, and their units are back although the failed desktops are
    /// still there. Another try takes a unit again and is refused while there is none. The quota itself is never raised silently.
    /// </summary>
    [Theory]
    [InlineData(DriverMood.Fails, 1)]
    [InlineData(DriverMood.Fails, 2)]
    [InlineData(DriverMood.Stalls, 1)]
    [Trait("Rule", "INT-09")]
    [Trait("Rule", "QTA-02")]
    public void Interaction09_FailedProvisioning_GivesItsUnitBackAndAnotherTryTakesOneAgain(object mood, int repeats)
    {
        var fleet = TinyFleet.With(HostType.General, 1, 1, quota: 20, repeats: repeats);
        for (var i = 1; i <= 18; i++)
            fleet.Launch(i);
        fleet.Run(30 * Minute);
        Assert.Equal(RefusalCode.LimitExceeded, ActivateEnrolment(fleet));

        fleet.Driver.Mood = order => order.Verb == Core.Drivers.DriverVerb.Boot ? (DriverMood)mood : DriverMood.Obeys;
        Assert.Equal([null, null, RefusalCode.LimitExceeded, RefusalCode.LimitExceeded, RefusalCode.LimitExceeded], Enumerable.Range(19, 5).Select(i => Launch(fleet, i)));
        fleet.Run(Duration.FromHours(6));
        Assert.Equal([Error, Error], new[] { 19, 20 }.Select(i => fleet.WorkSpace(Names.WorkSpace(i)).Lifecycle));
        Assert.Equal((18, 20), (fleet.Account.WorkSpaces, fleet.Directory.WorkSpaces));
        FleetChecks.HoldsAtRest(fleet);

        fleet.Driver.Mood = _ => DriverMood.Obeys;
        Assert.Equal([null, null, RefusalCode.LimitExceeded], Enumerable.Range(30, 3).Select(i => Launch(fleet, i)));
        var before = fleet.Stored();
        Assert.Equal(RefusalCode.LimitExceeded, Send(fleet, 19, new RebuildWorkSpace(NewId())));
        Assert.Empty(fleet.ChangedSince(before));
        Assert.Null(Send(fleet, 30, new TerminateWorkSpace(NewId())));
        fleet.Run(2 * Minute);
        Assert.Null(Send(fleet, 19, new RebuildWorkSpace(NewId())));
        fleet.Run(30 * Minute);

        Assert.Equal((Available, 20, 20), (fleet.WorkSpace(Names.WorkSpace(19)).Lifecycle, fleet.Account.WorkSpaces, fleet.Account.WorkSpaceQuota));
        Assert.Null(Send(fleet, 20, new TerminateWorkSpace(NewId())));
        fleet.Run(2 * Minute);
        Assert.Equal(20, fleet.Account.WorkSpaces);
        FleetChecks.HoldsAtRest(fleet);
        FleetChecks.FoldsAgain(fleet);
    }

    /// <summary>By whatever way it is to come up: stopped first and then started or signed in to, or placed again after its host was lost.</summary>
    [Theory]
    [InlineData("start")]
    [InlineData("sign-in")]
    [InlineData("always on")]
    [InlineData("host lost")]
    [Trait("RulePart", "QTA-02")]
    public void AnotherTry_OfAFailedLaunch_TakesAUnitOrIsRefused(string way)
    {
        var fleet = Failed();
        if (way == "host lost")
            fleet.Do(Entity.Of(fleet.WorkSpace(Names.WorkSpace(1)).Slot!.Host), new LoseHost("power"));
        else
            Assert.Null(Send(fleet, 1, new StopWorkSpace(NewId())));
        fleet.Run(Minute);
        Assert.Equal((way == "host lost" ? Unhealthy : Stopped, 1), (fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle, fleet.Account.WorkSpaces));
        Assert.Equal(RefusalCode.LimitExceeded, Send(fleet, 1, Try(way)));
        FleetChecks.HoldsAtRest(fleet);

        fleet.Do(Entity.Of(Names.Account), new SetLimits(2, GraphicsMonthlyEnabled: false));
        Assert.Null(Send(fleet, 1, Try(way)));
        fleet.Run(30 * Minute);

        Assert.Equal((Available, 2), (fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle, fleet.Account.WorkSpaces));
        Assert.Single(fleet.Journal, line => line.Event == new UnitTaken(1));
        FleetChecks.HoldsAtRest(fleet);
    }

    /// <summary>It fails once more: that unit goes back as well, and a third try takes a third one.</summary>
    [Fact]
    [Trait("RulePart", "QTA-02")]
    public void AnotherTry_FailsOnceMore_GivesThatUnitBackToo()
    {
        var fleet = Failed();
        fleet.Do(Entity.Of(Names.Account), new SetLimits(2, GraphicsMonthlyEnabled: false));
        fleet.Driver.Mood = order => order.WorkSpace == Names.WorkSpace(1) ? DriverMood.Fails : DriverMood.Obeys;
        Assert.Null(Send(fleet, 1, new RebuildWorkSpace(NewId())));
        Assert.Equal(2, fleet.Account.WorkSpaces);
        fleet.Run(Duration.FromHours(6));
        Assert.Equal((Error, 1), (fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle, fleet.Account.WorkSpaces));

        fleet.Driver.Mood = _ => DriverMood.Obeys;
        Assert.Null(Send(fleet, 1, new RebuildWorkSpace(NewId())));
        fleet.Run(30 * Minute);

        Assert.Equal((Available, new QuotaUnit(2, IsHeld: true), 2), (fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle, fleet.WorkSpace(Names.WorkSpace(1)).Unit, fleet.Account.WorkSpaces));
        FleetChecks.HoldsAtRest(fleet);
    }

    /// <summary>The account asks who holds a unit that it lent: whatever the desktop has ever taken is its own to give back, anything else is not.</summary>
    [Fact]
    [Trait("RulePart", "QTA-02")]
    public void HoldsLease_OfAnyUnitThatItEverTook_IsSo()
    {
        var fleet = Failed();
        fleet.Do(Entity.Of(Names.Account), new SetLimits(2, GraphicsMonthlyEnabled: false));
        Send(fleet, 1, new RebuildWorkSpace(NewId()));
        bool Holds(int number) => fleet.Send(Entity.Of(Names.WorkSpace(1)), new HoldsLease(QuotaUnit.LeaseOf(Names.Operation(1), number))) is Accepted;

        Assert.Equal([true, true, false], new[] { 0, 1, 2 }.Select(Holds));
    }

    /// <summary>The first of two has failed, and somebody else has taken its unit.</summary>
    private static TinyFleet Failed()
    {
        var fleet = TinyFleet.With(HostType.General, 2, 2, quota: 1);
        fleet.Driver.Mood = _ => DriverMood.Fails;
        fleet.Launch(1);
        fleet.Run(Duration.FromHours(6));
        fleet.Driver.Mood = _ => DriverMood.Obeys;
        Assert.IsType<Launched>(fleet.Launch(2).Reply);
        Assert.Equal((Error, 1), (fleet.WorkSpace(Names.WorkSpace(1)).Lifecycle, fleet.Account.WorkSpaces));
        return fleet;
    }

    private Operation Try(string way) => way switch
    {
        "start" => new StartWorkSpace(NewId()),
        "sign-in" => new Connect(NewId(), UserName.Of("user1"), Names.Session(1)),
        "always on" => new ModifyWorkSpace(NewId(), RunningMode.AlwaysOn, null),
        _ => new RebootWorkSpace(NewId()),
    };

    /// <summary>200 seats can not be had under a quota of 20.</summary>
    private static RefusalCode? ActivateEnrolment(TinyFleet fleet)
    {
        fleet.Do(Entity.Of(Names.Account), new EnrolLicences(OwnLicences.Agreement, CommitmentTerms.Usual));
        foreach (var zone in new[] { Names.ZoneA, Names.ZoneB })
            fleet.Do(Entity.Of(new HostPoolId(Names.Account, zone)), new AllocateHosts("own", HostType.General, 1));
        return (fleet.Do(Entity.Of(Names.Account), new ActivateEnrolment([Names.ZoneA, Names.ZoneB])) as Refused)?.Code;
    }

    private static RefusalCode? Launch(TinyFleet fleet, int number) => (fleet.Launch(number).Reply as Refused)?.Code;

    private static RefusalCode? Send(TinyFleet fleet, int number, Command command) => (fleet.Do(Names.WorkSpace(number), command) as Refused)?.Code;

    private OperationId NewId() => Names.Operation(_operations++);
}
