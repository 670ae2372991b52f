using DeskFleet.Core.Accounts;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;
using DeskFleet.Silo.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace DeskFleet.Silo.Tests.Fleet;

/// <summary>Enrolment of own licences on real grains: what it refuses, and its lapse by the clock.</summary>
public sealed class EnrolmentTests
{
    private static readonly DirectoryId Own = new("d-own");
    private static readonly Bundle Ours = FleetHarness.Standard with { Id = new("wsb-ours00000"), BringsOwnLicence = true };
    private static readonly ActivateEnrolment Activate = new([FleetHarness.ZoneA, FleetHarness.ZoneB]);

    [Fact]
    [Trait("Rule", "BYO-04")]
    [Trait("Rule", "BYO-02")]
    public async Task Enrolment_RefusedUntilAllIsThere_ThenOpensLaunchesUntilItLapses()
    {
        await using var fleet = await SetUp();
        var clock = fleet.Services.GetRequiredService<MovableClock>();
        var soon = clock.Now + Duration.FromDays(2);
        LicenceAgreement agreement = new("EA-1", HasSoftwareAssurance: true, soon);
        Assert.Equal(RefusalCode.LicenceNotEligible, CodeOf(await Enrol(fleet, agreement with { HasSoftwareAssurance = false })));
        Assert.Equal(RefusalCode.LicenceNotEligible, CodeOf(await Enrol(fleet, agreement with { ExpiresAt = clock.Now - Duration.FromHours(1) })));
        Assert.Equal(RefusalCode.InvalidState, CodeOf(await fleet.Fleet.ActivateEnrolment(FleetHarness.NewId(), FleetHarness.Account, Activate)));
        Assert.IsType<Accepted>(await Enrol(fleet, agreement));

        Assert.Equal(RefusalCode.CapacityNotAllocated, CodeOf(await fleet.Fleet.ActivateEnrolment(FleetHarness.NewId(), FleetHarness.Account, Activate)));
        foreach (var zone in Activate.Zones)
            await fleet.Accept(Entity.Of(new HostPoolId(FleetHarness.Account, zone)), new AllocateHosts("own", HostType.General, 1));
        Assert.Equal(RefusalCode.LimitExceeded, CodeOf(await fleet.Fleet.ActivateEnrolment(FleetHarness.NewId(), FleetHarness.Account, Activate)));
        var refused = await Hundred.AtOnce(i => fleet.Fleet.Launch(Launch(i)));
        Assert.All(refused, reply => Assert.Equal(RefusalCode.CapacityNotAllocated, CodeOf(reply)));
        await fleet.EffectsAreDelivered();
        Assert.Equal(0, (await fleet.Stored<AccountState>(Entity.Of(FleetHarness.Account))).State.WorkSpaces);

        await fleet.Accept(Entity.Of(FleetHarness.Account), new SetLimits(200, GraphicsMonthlyEnabled: false));
        Assert.IsType<Accepted>(await fleet.Fleet.ActivateEnrolment(FleetHarness.NewId(), FleetHarness.Account, Activate));
        var launched = Assert.IsType<Launched>(await fleet.Fleet.Launch(Launch(1))).WorkSpace;

        Assert.Equal(EnrolmentStage.Active, (await fleet.Fleet.Commitment(FleetHarness.Account)).Stage);
        Assert.True(clock.TryAdvance(soon - clock.Now));
        await Eventually.True(async () => (await fleet.Fleet.Commitment(FleetHarness.Account)).Stage == EnrolmentStage.Lapsed, "the enrolment lapsed");
        Assert.Equal(RefusalCode.LicenceNotEligible, CodeOf(await fleet.Fleet.Launch(Launch(2))));
        await fleet.Fleet.WaitFor(launched, Lifecycle.Available, TimeSpan.FromMinutes(5));
        Assert.IsType<Accepted>(await Enrol(fleet, agreement with { ExpiresAt = soon + Duration.FromDays(365) }));
        Assert.IsType<Accepted>(await fleet.Fleet.ActivateEnrolment(FleetHarness.NewId(), FleetHarness.Account, Activate));
        Assert.IsType<Launched>(await fleet.Fleet.Launch(Launch(3)));
    }

    private static async Task<FleetHarness> SetUp()
    {
        var fleet = await FleetHarness.Start(configure: silo => silo.UseTimeProfile(TimeProfile.Real with { IsControlled = true }));
        await fleet.SetUp(Account.DefaultQuota, HostType.General, 1, 1);
        await fleet.Accept(Entity.Of(Own), new RegisterDirectory(FleetHarness.Account, FleetHarness.ZoneA, FleetHarness.ZoneB, IsDedicated: true));
        await fleet.Accept(Entity.Of(FleetHarness.Account, Ours.Id), new DefineBundle(Ours));
        return fleet;
    }

    private static Task<Reply> Enrol(FleetHarness fleet, LicenceAgreement agreement) =>
        fleet.Fleet.Enrol(FleetHarness.NewId(), FleetHarness.Account, new(agreement, CommitmentTerms.Usual));

    private static LaunchWorkSpace Launch(int number) =>
        new(FleetHarness.NewId(), Own, UserName.Of(Hundred.NameOf(number)), Ours.Id, RunningMode.AutoStop);

    private static RefusalCode? CodeOf(Reply reply) => (reply as Refused)?.Code;
}
