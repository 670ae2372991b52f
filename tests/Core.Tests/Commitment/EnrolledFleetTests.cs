using DeskFleet.Core.Accounts;
using DeskFleet.Core.Activation;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Commitment;

/// <summary>Own licences from enrolment to the desktop, with the real machines of accounts, images, bundles, directories and hosts together.</summary>
public sealed class EnrolledFleetTests
{
    private static readonly AccountId West = Names.Account with { Region = "us-west-2" };

    [Fact]
    [Trait("Rule", "BYO-13")]
    [Trait("Rule", "BYO-04")]
    public void Launch_BeforeTheEnrolmentIsActive_IsRefusedAndFourWeeksOfOnboardingAreOverdue()
    {
        var own = new OwnLicences();
        own.SetUp(Names.Account);
        var bundle = own.Bundle();
        own.Enrol();

        Assert.Equal(RefusalCode.CapacityNotAllocated, CodeOf(own.Launch(bundle)));
        own.Fleet.Run(Duration.FromDays(28) - Duration.FromSeconds(1));
        Assert.False(own.Commitment().IsOverdue);
        own.Fleet.Run(Duration.FromSeconds(1));

        Assert.True(own.Commitment().IsOverdue);
        Assert.Single(own.Fleet.Journal, line => line.Event is OnboardingOverdue);
        Assert.Equal(RefusalCode.CapacityNotAllocated, CodeOf(own.Launch(bundle)));
        Assert.Equal(0, own.Fleet.Account.WorkSpaces);
        Assert.IsType<Accepted>(own.Activate());
        Assert.IsType<Launched>(own.Launch(bundle).Reply);
    }

    [Fact]
    [Trait("Rule", "BYO-11")]
    [Trait("RulePart", "REG-06")]
    public void Launch_EnrolledInAnotherRegion_IsRefusedAndLeavesNothing()
    {
        var own = OwnLicences.Active();
        var west = new DirectoryId("d-west");
        own.SetUp(West, west);
        var bundle = own.Bundle(West);
        Assert.Equal((RefusalCode.CapacityNotAllocated, EnrolmentStage.NotEnrolled), (CodeOf(own.Launch(bundle, directory: west)), own.Commitment(West).Stage));
        var before = own.Fleet.Stored();

        Assert.Equal(RefusalCode.CapacityNotAllocated, CodeOf(own.Launch(bundle, directory: west)));
        Assert.Empty(own.Fleet.ChangedSince(before));
        Assert.IsType<Launched>(own.Launch(own.Bundle()).Reply);
    }

    /// <summary>What runs goes on when the agreement ends; nothing is launched until it is renewed, and activated again.</summary>
    [Fact]
    [Trait("Rule", "BYO-02")]
    public void Agreement_Expires_BlocksLaunchesAndNothingElseUntilItIsRenewed()
    {
        var own = new OwnLicences();
        own.SetUp(Names.Account);
        Assert.Equal(RefusalCode.LicenceNotEligible, (own.Enrol(OwnLicences.Agreement with { HasSoftwareAssurance = false }) as Refused)?.Code);
        Assert.Equal(RefusalCode.LicenceNotEligible, (own.Enrol(OwnLicences.Agreement with { ExpiresAt = Names.Morning }) as Refused)?.Code);
        Assert.Equal(EnrolmentStage.NotEnrolled, own.Commitment().Stage);
        own.Enrol();
        own.Activate();
        var bundle = own.Bundle();
        var desk = own.Available(bundle);

        own.Fleet.RunUntil(OwnLicences.Agreement.ExpiresAt);

        Assert.Contains(own.Fleet.Journal, line => line.Event is EnrolmentChanged { To: EnrolmentStage.Lapsed });
        Assert.Equal(Lifecycle.Available, own.Fleet.WorkSpace(desk).Lifecycle);
        Assert.IsType<Connected>(own.Fleet.Do(desk, new Connect(own.NewId(), UserName.Of("ann"), Names.Session(1))));
        Assert.Equal(RefusalCode.LicenceNotEligible, CodeOf(own.Launch(bundle, "bob")));
        Assert.Equal(RefusalCode.LicenceNotEligible, (own.Activate() as Refused)?.Code);
        Assert.IsType<Accepted>(own.Enrol(OwnLicences.Agreement with { ExpiresAt = own.Fleet.Now + Duration.FromDays(365) }));
        Assert.IsType<Accepted>(own.Activate());
        Assert.IsType<Launched>(own.Launch(bundle, "bob").Reply);
    }

    /// <summary>Interaction 9: the quota of 20 can never hold the commitment of 200, and nobody raises it silently.</summary>
    [Fact]
    [Trait("RulePart", "INT-09")]
    public void Activate_UnderTheDefaultQuota_IsRefusedAndTheQuotaIsNotRaised()
    {
        var own = new OwnLicences();
        own.SetUp(Names.Account);
        own.Fleet.Do(Entity.Of(Names.Account), new SetLimits(Account.DefaultQuota, GraphicsMonthlyEnabled: false));
        own.Enrol();

        Assert.Equal(RefusalCode.LimitExceeded, (own.Activate() as Refused)?.Code);
        Assert.Equal((Account.DefaultQuota, EnrolmentStage.Onboarding), (own.Fleet.Account.WorkSpaceQuota, own.Commitment().Stage));
        own.Fleet.Do(Entity.Of(Names.Account), new SetLimits(200, GraphicsMonthlyEnabled: false));
        Assert.IsType<Accepted>(own.Activate());
    }

    [Fact]
    [Trait("Rule", "BYO-01")]
    public void ImportImage_EveryWindows_OnlyVolumeLicencesOfSevenAndTenProfessionalAndEnterpriseAreRegistered()
    {
        var own = new OwnLicences();
        var replies = from version in Enum.GetValues<WindowsVersion>()
                      from edition in Enum.GetValues<WindowsEdition>()
                      from channel in Enum.GetValues<LicenceChannel>()
                      select own.Import(null, version, edition, channel);

        var made = replies.ToLookup(reply => reply is ImageBegun);

        Assert.Equal((4, 23, 4), (made[true].Count(), made[false].Count(), own.Fleet.Account.Images));
        Assert.All(made[false], reply => Assert.Equal(RefusalCode.LicenceNotEligible, ((Refused)reply).Code));
    }

    [Fact]
    [Trait("Rule", "BYO-06")]
    public void Launch_ImportedImage_OnlyThroughABundleOfIt()
    {
        var own = OwnLicences.Active();
        var image = Assert.IsType<ImageBegun>(own.Import()).Image;

        Assert.Equal(RefusalCode.InvalidParameter, CodeOf(own.Launch(new(image.Value))));
        Assert.IsType<Launched>(own.Launch(own.BundleOf(image)).Reply);
    }

    [Theory]
    [InlineData(RunningMode.AlwaysOn)]
    [InlineData(RunningMode.AutoStop)]
    [Trait("Rule", "BUN-14")]
    public void Launch_FromAnImportedImage_IsAcceptedInEitherMode(RunningMode mode)
    {
        var own = OwnLicences.Active();

        var desk = own.Fleet.WorkSpace(own.Available(own.Bundle(), mode: mode));

        Assert.Equal((mode, mode == RunningMode.AlwaysOn ? Core.Billing.PricePlan.Monthly : Core.Billing.PricePlan.Hourly), (desk.Mode, desk.Usage.Plan!.Current));
    }

    [Fact]
    [Trait("Rule", "BYO-08")]
    public void CreateImage_OfAnOwnWindowsDesktop_StaysOneAndIsForDedicatedDirectoriesOnly()
    {
        var own = OwnLicences.Active();
        var desk = own.Available(own.Bundle());
        var image = Assert.IsType<ImageBegun>(own.Fleet.Do(desk, new CaptureImage(own.NewId(), "golden"))).Image;
        own.Fleet.Run(Duration.FromMinutes(40));
        var captured = Assert.IsType<ImageDescription>(own.Fleet.Send(Entity.Of(Names.Account, image), new DescribeImage()));
        Assert.Equal((ImageStatus.Available, ImageOrigin.OwnLicence), (captured.Status, captured.Facts.Origin));

        var bundle = own.BundleOf(image);
        Assert.Equal(RefusalCode.BundleNotAllowed, CodeOf(own.Launch(bundle, "bob", Names.Directory)));
        Assert.IsType<Launched>(own.Launch(bundle, "bob").Reply);
    }

    /// <summary>Two AD Connectors of one domain: the same person has one desktop of each kind (QTA-01).</summary>
    [Fact]
    [Trait("Rule", "BYO-10")]
    [Trait("RulePart", "INT-10")]
    public void Launch_PublicBundleThroughASecondConnectorOfTheDomain_IsAcceptedForTheSamePerson()
    {
        var own = new OwnLicences();
        var second = new DirectoryId("d-second");
        DirectoryProfile Connector(string subnet) => new(
            DirectoryType.AdConnector, "corp.example.com", "CORP", "", "Small", "vpc-1", [$"{subnet}-a", $"{subnet}-b"], ["10.0.0.2"], "joiner");
        Assert.IsType<Accepted>(own.Fleet.Do(Entity.Of(OwnLicences.Directory), new CreateDirectory(Names.Account, Connector("one"))));
        Assert.IsType<Accepted>(own.Fleet.Do(Entity.Of(second), new CreateDirectory(Names.Account, Connector("two"))));
        own.SetUp(Names.Account);
        own.Fleet.Do(Entity.Of(second), new RegisterDirectory(Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: false));
        own.Enrol();
        own.Activate();

        var ours = own.Available(own.Bundle());
        Assert.Equal(RefusalCode.BundleNotAllowed, CodeOf(own.Launch(Names.Standard.Id, "bob")));
        var (theirs, reply) = own.Launch(Names.Standard.Id, directory: second);

        Assert.IsType<Launched>(reply);
        Assert.Equal((Names.Account, Names.Provider), (own.Fleet.WorkSpace(ours).Identity!.HostOwner, own.Fleet.WorkSpace(theirs).Identity!.HostOwner));
        Assert.All([ours, theirs], desk => Assert.Equal("corp.example.com", own.Fleet.WorkSpace(desk).Identity!.Domain));
    }

    /// <summary>It comes up all the same, says so, and is activated when it next comes up within reach of the server.</summary>
    [Fact]
    [Trait("Rule", "BYO-07")]
    public void Start_ActivationServerOutOfReach_RunsWithAWarningUntilItIsActivated()
    {
        var own = OwnLicences.Active();
        own.Fleet.Do(Entity.Of(OwnLicences.Directory), new SetActivationReach(IsReachable: false));
        var desk = own.Available(own.Bundle(), mode: RunningMode.AutoStop);
        Assert.True(own.Fleet.WorkSpace(desk).LacksActivation);

        own.Fleet.Do(Entity.Of(OwnLicences.Directory), new SetActivationReach(IsReachable: true));
        Assert.True(own.Fleet.WorkSpace(desk).LacksActivation);
        own.Fleet.Do(desk, new RebootWorkSpace(own.NewId()));
        own.Fleet.Run(Duration.FromMinutes(2));

        Assert.Equal((Lifecycle.Available, false), (own.Fleet.WorkSpace(desk).Lifecycle, own.Fleet.WorkSpace(desk).LacksActivation));
        Assert.Equal([false, true], own.Fleet.Journal.Select(line => line.Event).OfType<ActivationChanged>().Select(e => e.IsActivated));
    }

    /// <summary>The provider's Windows needs no server of the customer's.</summary>
    [Fact]
    [Trait("RulePart", "BYO-07")]
    public void Start_PublicBundle_IsNotAskedAboutActivation()
    {
        var own = new OwnLicences();
        own.Fleet.Do(Entity.Of(Names.Directory), new SetActivationReach(IsReachable: false));

        own.Fleet.Launch(1);
        own.Fleet.Run(Duration.FromMinutes(20));

        Assert.False(own.Fleet.WorkSpace(Names.WorkSpace(1)).LacksActivation);
        Assert.DoesNotContain(own.Fleet.Journal, line => line.Event is ActivationChanged);
    }

    private static RefusalCode? CodeOf((WorkSpaceId, Reply Reply) launched) => (launched.Reply as Refused)?.Code;
}
