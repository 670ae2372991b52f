using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Placement;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.Tests.WorkSpaces;

/// <summary>Launching: what is asked, in which order, and what goes back when somebody says no.</summary>
public sealed class LaunchTests
{
    private static readonly Refused No = new(RefusalCode.LimitExceeded, "no");

    [Fact]
    [Trait("Rule", "WKS-02")]
    public void Launch_Granted_AsksPlaceBundleUserQuotaRoomAndConfirmsThem()
    {
        var desk = new Desk();

        var launched = Assert.IsType<Launched>(desk.Send(desk.Launch()));

        Assert.Equal((desk.State.Id, Names.ZoneA, false), (launched.WorkSpace, launched.Zone, launched.Waits));
        Assert.Equal(
            [typeof(LeasePlace), typeof(ResolveBundle), typeof(ClaimUser), typeof(LeaseQuota), typeof(ProposeHosts), typeof(ReserveSlot)],
            desk.Neighbours.Asked.Select(question => question.Command.GetType()));
        Assert.Equal(
            [typeof(ConfirmLease), typeof(ConfirmUser), typeof(ConfirmLease), typeof(Core.Drivers.DriverCommand)],
            desk.Last.Effects.Select(owed => owed.Effect.Command.GetType()));
        Assert.Empty(desk.Last.GiveBacks);
    }

    [Fact]
    public void Launch_RefusedByTheDirectory_AsksNoFurtherAndGivesNothingBack() =>
        RefusedWith(Directory(), new Refused(RefusalCode.DirectoryNotRegistered, "no"), []);

    [Fact]
    [Trait("Rule", "QTA-01")]
    public void Launch_RefusedByTheUser_GivesThePlaceBack() =>
        RefusedWith(new Neighbours().When<ClaimUser>(_ => No), No, [typeof(CancelLease)]);

    [Fact]
    [Trait("Rule", "QTA-02")]
    public void Launch_RefusedByTheAccount_GivesPlaceAndUserBack() =>
        RefusedWith(new Neighbours().When<LeaseQuota>(_ => No), No, [typeof(CancelLease), typeof(VacateUser)]);

    [Fact]
    [Trait("Rule", "BYO-04")]
    public void Launch_NoHostsAnywhere_GivesPlaceUserAndQuotaBack()
    {
        var none = new Refused(RefusalCode.CapacityNotAllocated, "no hosts");

        RefusedWith(new Neighbours().When<ProposeHosts>(_ => none), none, [typeof(CancelLease), typeof(VacateUser), typeof(CancelLease)]);
    }

    [Fact]
    [Trait("Rule", "PLC-04")]
    public void Launch_PreferredZoneFull_GoesToTheOtherAndIsUnbalanced()
    {
        var desk = new Desk(FullIn(Names.ZoneA));

        var launched = Assert.IsType<Launched>(desk.Send(desk.Launch()));

        Assert.Equal((Names.ZoneB, false), (launched.Zone, launched.Waits));
        Assert.True(TermsOf(desk).IsUnbalanced);
        Assert.Contains(desk.Last.Effects, owed => owed.Effect == new Effect(Entity.Of(Names.Directory), new ConfirmLease(Names.Operation(1), PlaceSlot.Of(Names.ZoneB, Names.Standard.Id))));
    }

    [Fact]
    [Trait("Rule", "PLC-04")]
    public void Launch_PreferredZoneHasRoom_IsNotUnbalanced()
    {
        var desk = new Desk();
        desk.Send(desk.Launch());

        Assert.False(TermsOf(desk).IsUnbalanced);
    }

    [Fact]
    [Trait("Rule", "PLC-04")]
    public void Launch_BothZonesFull_WaitsInThePreferredOnesQueue()
    {
        var desk = BothFull();

        Assert.True(((Launched)desk.Last.Reply).Waits);
        Assert.Equal((Pending, Names.ZoneA), (desk.State.Lifecycle, desk.State.Identity!.Zone));
        Assert.Equal(desk.Now + Duration.FromMinutes(5), desk.Record.Deadline);
        Assert.Empty(desk.Orders);
    }

    [Theory]
    [InlineData(-1, Pending)]
    [InlineData(0, Terminating)]
    [Trait("Rule", "PLC-04")]
    public void Launch_BothZonesFullForFiveMinutes_IsUndone(int nanoseconds, Lifecycle expected)
    {
        var desk = BothFull();

        desk.After(Duration.FromMinutes(5) + Duration.FromNanoseconds(nanoseconds)).Send(new Wake());

        Assert.Equal(expected, desk.State.Lifecycle);
    }

    [Fact]
    [Trait("Rule", "WKS-09")]
    public void Launch_Undone_ReturnsEverything()
    {
        var desk = BothFull();
        desk.After(Duration.FromMinutes(5)).Send(new Wake());
        Assert.Contains(desk.Last.Effects, owed => owed.Effect.Command is StopWaiting);

        desk.DriverReports();

        Assert.Equal(Terminated, desk.State.Lifecycle);
        Assert.Equal(
            [typeof(VacateUser), typeof(ReturnLease), typeof(ReturnLease)], desk.Last.Effects.Select(owed => owed.Effect.Command.GetType()));
    }

    [Theory]
    [InlineData(40, 40, "zone-a")]
    [InlineData(40, 41, "zone-b")]
    [InlineData(41, 40, "zone-a")]
    [Trait("Rule", "PLC-02")]
    public void Launch_ZonesTied_GoesToTheOneWithMoreRoomThenTheLowerName(int roomInA, int roomInB, string expected)
    {
        var asked = new List<ZoneId?>();
        var neighbours = new Neighbours()
            .WhenAsked<CheckRoom>(question => new Room(question.Target == Entity.Of(Names.PoolA) ? roomInA : roomInB))
            .When<LeasePlace>(lease =>
            {
                asked.Add(lease.OnTie);
                var zone = lease.OnTie ?? Names.ZoneA;
                var other = zone == Names.ZoneA ? Names.ZoneB : Names.ZoneA;
                return new PlaceLeased(lease.OperationId, Names.Account, zone, other, IsDedicated: false, IsTie: lease.OnTie is null);
            });
        var desk = new Desk(neighbours);

        var launched = Assert.IsType<Launched>(desk.Send(desk.Launch()));

        Assert.Equal(expected, launched.Zone.Value);
        Assert.Equal([null, new ZoneId(expected)], asked);
    }

    [Fact]
    public void Reserve_RefusedByTheFirstHost_TriesTheNextAndThenTellsThePool()
    {
        var seen = new List<HostView?>();
        var full = new HostView(Names.HostTwo, HostType.General, default, 40, 0, true, 9);
        var neighbours = new Neighbours()
            .When<ProposeHosts>(propose =>
            {
                seen.Add(propose.Seen);
                return new Proposal([new(Names.HostOne), new(Names.HostTwo)], PlacementExplanation.None);
            })
            .WhenAsked<ReserveSlot>(question => seen.Count < 2 ? new SlotRefused(full) : new SlotReserved(new(question.Target.Key), Names.WorkSpace(1), 1, 0));
        var desk = new Desk(neighbours);

        Assert.IsType<Launched>(desk.Send(desk.Launch()));

        Assert.Equal([null, full], seen);
        Assert.Equal(Names.HostOne, desk.State.Slot!.Host);
    }

    [Fact]
    [Trait("Rule", "BIL-23")]
    public void Launch_GraphicsOnAlwaysOn_NeedsTheArrangement()
    {
        var needs = new List<bool>();
        foreach (var (mode, bundle) in new[] { (RunningMode.AlwaysOn, Names.Graphics), (RunningMode.AutoStop, Names.Graphics), (RunningMode.AlwaysOn, Names.Standard) })
        {
            var desk = Desk.In(Pending, mode, bundle);
            needs.Add(desk.Neighbours.Asked.Select(question => question.Command).OfType<LeaseQuota>().Single().NeedsArrangement);
        }

        Assert.Equal([true, false, false], needs);
    }

    /// <summary>What a directory says of its desktops is stamped on each of them for life.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Rule", "WKS-13")]
    [Trait("Rule", "MNT-06")]
    public void Launch_Granted_HasTheSettingsOfItsDirectory(bool usersAreAdministrators)
    {
        var settings = new DesktopSettings { UsersAreLocalAdministrators = usersAreAdministrators, WindowsUpdate = WindowsUpdate.Custom };
        var neighbours = new Neighbours().When<LeasePlace>(
            lease => new PlaceLeased(lease.OperationId, Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false, IsTie: false) { Desktops = settings });
        var desk = new Desk(neighbours);

        desk.Send(desk.Launch());

        Assert.Equal(settings, desk.State.Settings);
        Assert.True(DesktopSettings.Default is { UsersAreLocalAdministrators: true, WindowsUpdate: WindowsUpdate.Default });
    }

    /// <summary>Interaction 13: a public bundle in a dedicated directory and the reverse.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [Trait("Rule", "INT-13")]
    [Trait("Rule", "BYO-03")]
    [Trait("Rule", "BYO-09")]
    public void Launch_BundleOfTheOtherKind_IsRefusedBeforeQuotaOrRoom(bool isDedicated, bool bringsOwnLicence)
    {
        var neighbours = new Neighbours { Bundle = Names.Standard with { BringsOwnLicence = bringsOwnLicence } }.When<LeasePlace>(
            lease => new PlaceLeased(lease.OperationId, Names.Account, Names.ZoneA, Names.ZoneB, isDedicated, IsTie: false));

        RefusedWith(neighbours, new(RefusalCode.BundleNotAllowed, ""), [typeof(CancelLease)]);

        Assert.Equal([typeof(LeasePlace), typeof(ResolveBundle)], neighbours.Asked.Select(question => question.Command.GetType()));
    }

    [Theory]
    [InlineData(false, "provider/us-east-1/wsb-other", "acme/us-east-1/wsb-other")]
    [InlineData(true, "acme/us-east-1/wsb-other", "provider/us-east-1/wsb-other")]
    [Trait("Rule", "WKS-02")]
    [Trait("RulePart", "REG-06")]
    public void Launch_UnknownBundle_IsLookedForWithProviderAndAccountInTheRegionOnly(bool isDedicated, string first, string second)
    {
        var neighbours = new Neighbours()
            .When<LeasePlace>(lease => new PlaceLeased(lease.OperationId, Names.Account, Names.ZoneA, Names.ZoneB, isDedicated, IsTie: false))
            .When<ResolveBundle>(_ => new Refused(RefusalCode.ResourceNotFound, "none"));
        var desk = new Desk(neighbours);

        var refused = Assert.IsType<Refused>(desk.Send(desk.Launch() with { Bundle = new("wsb-other") }));

        Assert.Equal(RefusalCode.ResourceNotFound, refused.Code);
        Assert.Contains("wsb-other", refused.Message);
        Assert.Equal([first, second], neighbours.Asked.Skip(1).Select(question => question.Target.Key));
        Assert.IsType<CancelLease>(Assert.Single(desk.Last.GiveBacks).Command);
    }

    [Fact]
    [Trait("RulePart", "BUN-09")]
    public void Launch_UnpublishedBundle_IsRefusedAndNotLookedForElsewhere()
    {
        var neighbours = new Neighbours().When<ResolveBundle>(_ => new Refused(RefusalCode.BundleNotAllowed, "not published"));

        RefusedWith(neighbours, new(RefusalCode.BundleNotAllowed, ""), [typeof(CancelLease)]);

        Assert.Equal(2, neighbours.Asked.Count);
    }

    [Theory]
    [InlineData("wsi-123456789", "made of it")]
    [InlineData("", "needs a bundle")]
    [InlineData(null, "needs a bundle")]
    [Trait("Rule", "BUN-01")]
    [Trait("Rule", "WKS-02")]
    public void Launch_NamingAnImageOrNoBundle_IsRefusedAndAsksNobody(string? bundle, string says)
    {
        var desk = new Desk();

        var refused = Assert.IsType<Refused>(desk.Send(desk.Launch() with { Bundle = new(bundle!) }));

        Assert.Equal(RefusalCode.InvalidParameter, refused.Code);
        Assert.Contains(says, refused.Message);
        Assert.Empty(desk.Neighbours.Asked);
    }

    [Fact]
    [Trait("Rule", "WKS-02")]
    public void Launch_WithoutAUser_IsRefusedAndAsksNobody()
    {
        var desk = new Desk();

        Assert.Contains("is empty", Assert.IsType<Refused>(desk.Send(desk.Launch() with { User = new("") })).Message);
        Assert.Empty(desk.Neighbours.Asked);
    }

    private static Neighbours Directory() => new Neighbours().When<LeasePlace>(_ => new Refused(RefusalCode.DirectoryNotRegistered, "no"));

    private static Neighbours FullIn(ZoneId zone) => new Neighbours().WhenAsked<ProposeHosts>(question =>
        HostPoolId.Parse(question.Target.Key).Zone == zone
            ? new NoRoom(PlacementExplanation.None)
            : new Proposal([new(Names.HostTwo)], PlacementExplanation.None));

    private static Desk BothFull()
    {
        var desk = new Desk();
        desk.Neighbours.WithFullPoolUntil(desk.Now + Duration.FromMinutes(5));
        desk.Send(desk.Launch());
        return desk;
    }

    private static LaunchTerms TermsOf(Desk desk) => desk.Last.Logged.Select(line => line.Event).OfType<StateChanged>().Single().Terms!;

    private static void RefusedWith(Neighbours neighbours, Refused expected, Type[] givenBack)
    {
        var desk = new Desk(neighbours);
        var before = desk.Record;

        Assert.Equal(expected.Code, Assert.IsType<Refused>(desk.Send(desk.Launch())).Code);

        Assert.Same(before, desk.Record);
        Assert.Empty(desk.Last.Effects);
        Assert.Equal(givenBack, desk.Last.GiveBacks.Select(back => back.Command.GetType()));
    }
}
