using DeskFleet.Core.Accounts;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Fleet;

/// <summary>The limits of keys, images, tags and applications under a hundred callers at once, on real grains.</summary>
public sealed class LimitTests
{
    private static readonly KeyArn Key = KeyArn.Of(FleetHarness.Account, "ours");

    [Fact]
    [Trait("RulePart", "QTA-04")]
    [Trait("Rule", "ENC-04")]
    public async Task Launch_HundredOnOneKey_ThirtyAreLaunchedAndNothingLeaks()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 1000, HostType.General, 2, 2);
        await fleet.Accept(Entity.Of(Key), new CreateKey());

        var replies = await Hundred.AtOnce(i => fleet.Fleet.Launch(FleetHarness.Launch(Hundred.NameOf(i)) with { Encryption = new(Root: false, User: true, Key) }));
        await fleet.EffectsAreDelivered();

        Assert.Equal(30, replies.OfType<Launched>().Count());
        Assert.Equal(Hundred.Callers - 30, replies.Count(reply => reply is Refused { Code: RefusalCode.KeyLimitExceeded }));
        var key = (await fleet.Stored<KeyState>(Entity.Of(Key))).State;
        Assert.Equal(30, key.Seats.Count(Core.Encryption.Key.SeatSlot));
        Assert.Empty(key.Seats.Lent);
        var account = (await fleet.Stored<AccountState>(Entity.Of(FleetHarness.Account))).State;
        Assert.Equal((30, 0), (account.WorkSpaces, account.Units.Lent.Length));
    }

    /// <summary>What was taken before the last question was refused is given back.</summary>
    [Fact]
    [Trait("Rule", "ENC-04")]
    public async Task Launch_KeyWithOneSeatAndNoQuota_GivesTheSeatBack()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 1000, FleetHarness.OneDesktop, 0, 0);
        await fleet.Accept(Entity.Of(Key), new CreateKey());

        var replies = await Hundred.AtOnce(i => fleet.Fleet.Launch(FleetHarness.Launch(Hundred.NameOf(i)) with { Encryption = new(Root: true, User: true, Key) }));
        await fleet.EffectsAreDelivered();

        Assert.All(replies, reply => Assert.IsType<Refused>(reply));
        Assert.Equal(0, ((KeyDescription)await fleet.Fleet.DescribeKey(Key)).Seats);
    }

    [Fact]
    [Trait("RulePart", "QTA-04")]
    [Trait("Rule", "BUN-10")]
    public async Task ImportImage_HundredAtOnce_FiveAreMade()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 1, HostType.General, 1, 0);

        var replies = await Hundred.AtOnce(i => fleet.Fleet.ImportImage(new(
            FleetHarness.NewId(),
            FleetHarness.Account,
            Hundred.NameOf(i),
            HardwareFamily.General,
            Language.EnglishUS,
            new(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume),
            new("ami-own"))));
        await fleet.EffectsAreDelivered();

        Assert.Equal(5, replies.OfType<ImageBegun>().Count());
        Assert.Equal(Hundred.Callers - 5, replies.Count(reply => reply is Refused { Code: RefusalCode.LimitExceeded }));
        var account = (await fleet.Stored<AccountState>(Entity.Of(FleetHarness.Account))).State;
        Assert.Equal((5, 0), (account.Images, account.Units.Lent.Length));
    }

    /// <summary>50 applications of one user, and 51 once the account may have more.</summary>
    [Fact]
    [Trait("Rule", "QTA-04")]
    [Trait("Rule", "WAM-15")]
    public async Task AssignApplication_HundredAtOnce_FiftyAreThereUntilTheLimitIsRaised()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 1, HostType.General, 1, 1);
        var launch = FleetHarness.Launch("ann");
        Assert.IsType<Launched>(await fleet.Fleet.Launch(launch));
        var desk = launch.OperationId.ToWorkSpaceId();
        AssignApplication Named(string name) => new(FleetHarness.NewId(), new(name), ApplicationSource.Package);

        var replies = await Hundred.AtOnce(i => fleet.Fleet.Send(Entity.Of(desk), Named($"app{i}")));

        Hundred.AreAcceptedUpTo(50, replies);
        Assert.Equal(50, (await fleet.Stored<WorkSpaceState>(Entity.Of(desk))).State.Usage.Applications.Length);
        await fleet.Accept(Entity.Of(FleetHarness.Account), new SetLimits(1, GraphicsMonthlyEnabled: false) { Applications = 51 });
        Assert.Equal([true, false], new[] { await fleet.Fleet.Send(Entity.Of(desk), Named("more")), await fleet.Fleet.Send(Entity.Of(desk), Named("most")) }.Select(reply => reply is Accepted));
    }

    /// <summary>Interaction 12: four images, two captures at once, one passes.</summary>
    [Fact]
    [Trait("Rule", "BUN-10")]
    public async Task CreateImage_TwoAtOnceWithRoomForOne_OneDesktopIsSuspendedAndTheOtherIsNot()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 2, HostType.General, 1, 1);
        await fleet.Accept(Entity.Of(FleetHarness.Account), new SetLimits(2, GraphicsMonthlyEnabled: false) { Images = 1 });
        var desks = new List<WorkSpaceId>();
        foreach (var user in new[] { "ann", "bob" })
        {
            var launch = FleetHarness.Launch(user);
            await fleet.Fleet.Launch(launch);
            await fleet.Fleet.WaitFor(launch.OperationId.ToWorkSpaceId(), Lifecycle.Available, TimeSpan.FromMinutes(5));
            desks.Add(launch.OperationId.ToWorkSpaceId());
        }

        var replies = await Task.WhenAll(desks.Select(desk => Task.Run(() => fleet.Fleet.CreateImage(desk, new(FleetHarness.NewId(), "golden")))));

        Assert.Single(replies.OfType<ImageBegun>());
        Assert.Equal(RefusalCode.LimitExceeded, Assert.Single(replies.OfType<Refused>()).Code);
    }

    [Fact]
    [Trait("RulePart", "QTA-04")]
    [Trait("Rule", "TAG-01")]
    public async Task CreateTags_HundredKeysAtOnce_FiftyAreThere()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 1, HostType.General, 1, 0);
        var launch = FleetHarness.Launch("ann");
        await fleet.Fleet.Launch(launch);
        var desk = launch.OperationId.ToWorkSpaceId();

        var replies = await Hundred.AtOnce(i => fleet.Fleet.CreateTags(desk, new(FleetHarness.NewId(), [new Tag(Hundred.NameOf(i), "v")])));

        Hundred.AreAcceptedUpTo(50, replies);
        Assert.Equal(50, (await fleet.Fleet.DescribeTags(desk))!.Count);
        await fleet.Fleet.DeleteTags(desk, new(FleetHarness.NewId(), [.. (await fleet.Fleet.DescribeTags(desk))!.Values.Keys]));
        Assert.Equal(0, (await fleet.Fleet.DescribeTags(desk))!.Count);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [Trait("Rule", "ENC-01")]
    [Trait("Rule", "ENC-09")]
    public async Task Describe_EachChoiceOfVolumes_ShowsFlagsAndKey(bool root, bool user)
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 1, HostType.General, 1, 0);
        await fleet.Accept(Entity.Of(Key), new CreateKey());
        var launch = FleetHarness.Launch("ann") with { Encryption = new(root, user, root || user ? Key : null) };

        Assert.IsType<Launched>(await fleet.Fleet.Launch(launch));

        var described = (await fleet.Fleet.Describe(launch.OperationId.ToWorkSpaceId()))!.Encryption;
        Assert.Equal(root || user ? new VolumeEncryption(root, user, Key) : null, described);
    }
}
