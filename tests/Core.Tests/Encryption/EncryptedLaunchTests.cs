using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.Encryption;

/// <summary>Launching with encryption: what is asked, what is refused, what is stored.</summary>
public sealed class EncryptedLaunchTests
{
    private static readonly Refused Disabled = new(RefusalCode.KmsKeyInvalid, "disabled");

    public static TheoryData<string> BundleKinds { get; } =
        [.. PublicCatalog.All.Select(bundle => bundle.Name), "own", "custom"];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [Trait("Rule", "ENC-01")]
    [Trait("Rule", "ENC-03")]
    public void Launch_EachChoiceOfVolumes_IsStoredAsAsked(bool root, bool user)
    {
        var desk = new Desk();

        Assert.IsType<Launched>(desk.Send(desk.Launch() with { Encryption = new(root, user, root || user ? Names.Key : null) }));

        Assert.Equal(root || user ? new VolumeEncryption(root, user, Names.Key) : null, desk.State.Identity!.Encryption);
        Assert.Equal(root, desk.Orders.Single().EncryptsRoot);
    }

    [Theory]
    [MemberData(nameof(BundleKinds))]
    [Trait("Rule", "ENC-02")]
    [Trait("Rule", "BYO-20")]
    public void Launch_EveryKindOfBundle_CanBeEncrypted(string name)
    {
        var bundle = name switch
        {
            "own" => Names.Standard with { BringsOwnLicence = true, Experience = Experience.Windows10 },
            "custom" => Names.Standard with { Image = new(new("wsi-1"), VolumeFingerprint.Blank, Names.Morning) },
            _ => PublicCatalog.All.Single(offered => offered.Name == name).ToBundle(),
        };
        var desk = new Desk();

        Assert.IsType<Launched>(desk.Send(desk.Launch(bundle: bundle) with { Encryption = new(true, true, Names.Key) }));
    }

    [Fact]
    [Trait("Rule", "ENC-07")]
    public void Launch_Granted_LooksAtTheKeyFirstAndTakesASeatLastBeforeRoom()
    {
        var desk = new Desk();
        desk.Send(Encrypted(desk));

        Assert.Equal(
            [
                typeof(LeasePlace), typeof(ResolveBundle), typeof(KeyCall), typeof(ClaimUser), typeof(LeaseQuota), typeof(LeaseSeat),
                typeof(ProposeHosts), typeof(ReserveSlot),
            ],
            desk.Neighbours.Asked.Select(question => question.Command.GetType()));
        Assert.Contains(desk.Last.Effects, owed => owed.Effect == new Effect(Entity.Of(Names.Key), new ConfirmLease(Names.Operation(1), Key.SeatSlot)));
    }

    [Fact]
    [Trait("Rule", "ENC-06")]
    [Trait("Rule", "ENC-07")]
    public void Launch_KeyNotUsable_IsRefusedAndLeavesNothing() =>
        RefusedWith(new Neighbours().When<KeyCall>(_ => Disabled), RefusalCode.KmsKeyInvalid, [typeof(CancelLease)]);

    [Fact]
    [Trait("Rule", "ENC-04")]
    public void Launch_NoSeatLeft_GivesEverythingBack() => RefusedWith(
        new Neighbours().When<LeaseSeat>(_ => new Refused(RefusalCode.KeyLimitExceeded, "30 of 30")),
        RefusalCode.KeyLimitExceeded,
        [typeof(CancelLease), typeof(VacateUser), typeof(CancelLease)]);

    [Fact]
    [Trait("Rule", "ENC-04")]
    public void Launch_NoRoom_GivesTheSeatBackToo() => RefusedWith(
        new Neighbours().When<ProposeHosts>(_ => new Refused(RefusalCode.CapacityNotAllocated, "no hosts")),
        RefusalCode.CapacityNotAllocated,
        [typeof(CancelLease), typeof(VacateUser), typeof(CancelLease), typeof(CancelLease)]);

    [Theory]
    [InlineData("arn:aws:kms:eu-west-1:acme:key/ours", "us-east-1")]
    [InlineData("arn:aws:kms:us-east-1:other:key/ours", "another account")]
    [Trait("Rule", "ENC-19")]
    [Trait("RulePart", "REG-06")]
    public void Launch_KeyOfAnotherRegionOrAccount_IsRefusedAndTheKeyIsNotAsked(string key, string says)
    {
        var desk = new Desk();

        var refused = Assert.IsType<Refused>(desk.Send(desk.Launch() with { Encryption = new(true, true, new(key)) }));

        Assert.Equal(RefusalCode.KmsKeyInvalid, refused.Code);
        Assert.Contains(says, refused.Message);
        Assert.IsType<LeasePlace>(Assert.Single(desk.Neighbours.Asked).Command);
        Assert.Single(desk.Last.GiveBacks);
    }

    [Fact]
    [Trait("Rule", "ENC-03")]
    public void Launch_TwoKeys_IsRefusedAndAsksNobody()
    {
        var desk = new Desk();
        var other = KeyArn.Of(Names.Account, "other");

        var refused = desk.Send(desk.Launch() with { Encryption = new(true, true, Names.Key) { UserKey = other } });

        Assert.Equal(RefusalCode.InvalidParameter, Assert.IsType<Refused>(refused).Code);
        Assert.Empty(desk.Neighbours.Asked);
        Assert.IsType<Launched>(desk.Send(desk.Launch() with { Encryption = new(true, true, Names.Key) { UserKey = Names.Key } }));
    }

    [Fact]
    public void Launch_KeyWithoutVolumesOrNoKeyAtAll_IsRefused()
    {
        var desk = new Desk();

        Assert.Equal(RefusalCode.InvalidParameter, CodeOf(desk.Send(desk.Launch() with { Encryption = new(false, false, Names.Key) })));
        Assert.Equal(RefusalCode.KmsKeyInvalid, CodeOf(desk.Send(desk.Launch() with { Encryption = new(true, false, new("ours")) })));
    }

    /// <summary>Without a key the default one, which must be there, or is made when the console asks for it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Rule", "ENC-03")]
    [Trait("Rule", "ENC-05")]
    public void Launch_WithoutAKey_UsesTheDefaultOfTheRegion(bool isConsole)
    {
        var desk = new Desk();
        var key = KeyArn.DefaultOf(Names.Account);

        desk.Send(desk.Launch() with { Encryption = new(true, false) { MakesDefaultKey = isConsole } });

        Assert.Equal(key, desk.State.Identity!.Encryption!.Key);
        Assert.Equal(isConsole ? 1 : 0, desk.Neighbours.Asked.Count(question => question.Command is CreateKey && question.Target == Entity.Of(key)));
    }

    /// <summary>The key is looked at once more when the volumes are made, which is when the first boot is done.</summary>
    [Fact]
    [Trait("Rule", "ENC-08")]
    public void Provisioning_KeyDisabledMeanwhile_EndsInErrorWithItsCode()
    {
        var desk = new Desk();
        desk.Send(Encrypted(desk));
        desk.Neighbours.When<KeyCall>(_ => Disabled);

        desk.DriverReports();

        Assert.Equal((Lifecycle.Error, RefusalCode.KmsKeyInvalid, "disabled"), (desk.State.Lifecycle, desk.State.Code, desk.State.Reason));
        Assert.Null(desk.State.Volumes);
    }

    [Fact]
    [Trait("Rule", "ENC-08")]
    public void Provisioning_KeyUsable_MakesEncryptedVolumesUnderAGrant()
    {
        var desk = new Desk();
        desk.Send(Encrypted(desk));
        desk.Neighbours.Asked.Clear();

        desk.DriverReports();

        Assert.Equal(Lifecycle.Available, desk.State.Lifecycle);
        Assert.Equal(
            [KeyVerb.CreateGrant, KeyVerb.GenerateDataKey, KeyVerb.GenerateDataKey],
            desk.Neighbours.Asked.Select(question => ((KeyCall)question.Command).Verb));
        Assert.All(desk.Neighbours.Asked, question => Assert.Equal(Entity.KeyServiceOf(Names.Key), question.Target));
    }

    [Fact]
    [Trait("Rule", "ENC-04")]
    [Trait("Rule", "WKS-09")]
    public void Terminate_Confirmed_ReturnsTheSeat()
    {
        var desk = new Desk();
        desk.Send(Encrypted(desk));
        desk.Send(new TerminateWorkSpace(desk.NewId()));

        desk.DriverReports();

        Assert.Contains(
            desk.Last.Effects, owed => owed.Effect == new Effect(Entity.Of(Names.Key), new ReturnLease(Names.Operation(1), Key.SeatSlot), WantsAnswer: true));
    }

    private static LaunchWorkSpace Encrypted(Desk desk) => desk.Launch() with { Encryption = new(true, true, Names.Key) };

    private static RefusalCode? CodeOf(Reply reply) => (reply as Refused)?.Code;

    private static void RefusedWith(Neighbours neighbours, RefusalCode code, Type[] givenBack)
    {
        var desk = new Desk(neighbours);
        var before = desk.Record;

        Assert.Equal(code, CodeOf(desk.Send(Encrypted(desk))));

        Assert.Same(before, desk.Record);
        Assert.Empty(desk.Last.Effects);
        Assert.Equal(givenBack, desk.Last.GiveBacks.Select(back => back.Command.GetType()));
    }
}
