using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Catalog;

/// <summary>Images and bundles of an account, with the real machines of desktops, images, bundles and accounts together.</summary>
public sealed class ImageTests
{
    private readonly TinyFleet _fleet = TinyFleet.With(Core.Hosts.HostType.General, 1, 1);
    private int _operations = 1000;

    [Fact]
    [Trait("Rule", "BUN-06")]
    [Trait("Rule", "BUN-07")]
    public void Capture_ToItsEnd_MakesThePendingImageAvailable()
    {
        var desk = Available(1);
        var image = Capture(desk);

        Assert.Equal(ImageStatus.Pending, Describe(image).Status);
        Assert.Equal(1, _fleet.Account.Images);
        _fleet.Run(Duration.FromMinutes(40));

        var made = Describe(image);
        Assert.Equal((ImageStatus.Available, false, desk), (made.Status, made.IsSlow, made.Source));
        Assert.Equal(Lifecycle.Available, _fleet.WorkSpace(desk).Lifecycle);
    }

    [Theory]
    [InlineData(45, false)]
    [InlineData(46, true)]
    [Trait("Rule", "BUN-07")]
    public void Capture_LongerThan45Minutes_IsShownAsSlow(int minutes, bool isSlow)
    {
        _fleet.Driver.Takes[Core.Drivers.DriverVerb.Capture] = Duration.FromMinutes(minutes);
        var image = Capture(Available(1));

        _fleet.Run(Duration.FromMinutes(minutes));

        Assert.Equal((ImageStatus.Available, isSlow), (Describe(image).Status, Describe(image).IsSlow));
        Assert.Contains(_fleet.Journal, line => line.Event is ImageFinished finished && finished.IsSlow == isSlow);
    }

    [Fact]
    [Trait("Rule", "BUN-07")]
    [Trait("Rule", "BUN-10")]
    public void Capture_NoEndIn120Minutes_FailsTheImageAndGivesItsUnitBack()
    {
        _fleet.Driver.Mood = order => order.Verb == Core.Drivers.DriverVerb.Capture ? DriverMood.Stalls : DriverMood.Obeys;
        var image = Capture(Available(1));
        Assert.Equal(1, _fleet.Account.Images);

        _fleet.Run(Duration.FromMinutes(121));

        Assert.Equal(ImageStatus.Failed, Describe(image).Status);
        Assert.Equal(0, _fleet.Account.Images);
        Assert.Empty(_fleet.Account.Units.Returned);
    }

    [Fact]
    [Trait("Rule", "BUN-10")]
    [Trait("RulePart", "QTA-04")]
    public void Capture_Sixth_IsRefusedUntilTheQuotaIsRaisedOrOneIsDeleted()
    {
        var desk = Available(1);
        var images = Enumerable.Range(0, 5).Select(_ => CaptureToTheEnd(desk)).ToList();
        var sixth = Refused(new CaptureImage(NewId(), "sixth"), desk);
        Assert.Equal((RefusalCode.LimitExceeded, 5), (sixth.Code, _fleet.Account.Images));
        Assert.Equal(Lifecycle.Available, _fleet.WorkSpace(desk).Lifecycle);

        _fleet.Do(Entity.Of(Names.Account), new SetLimits(100, false) { Images = 6 });
        images.Add(CaptureToTheEnd(desk));
        Assert.Equal(6, _fleet.Account.Images);

        Assert.IsType<Accepted>(_fleet.Do(EntityOf(images[0]), new DeleteImage(NewId())));
        Assert.Equal((ImageStatus.Deleted, 5), (Describe(images[0]).Status, _fleet.Account.Images));
        CaptureToTheEnd(desk);
    }

    [Fact]
    [Trait("Rule", "BUN-10")]
    public void Images_InAnotherRegion_CountApart()
    {
        _fleet.Do(Entity.Of(Names.Account), new SetLimits(100, false) { Images = 0 });
        var elsewhere = Names.Account with { Region = "eu-west-1" };

        Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(Import(Names.Account)).Code);
        Assert.IsType<ImageBegun>(Import(elsewhere));
    }

    /// <summary>Who captured it never told the end: the image does not stay PENDING for ever.</summary>
    [Theory]
    [InlineData(149, ImageStatus.Pending)]
    [InlineData(150, ImageStatus.Failed)]
    public void Image_NobodyTellsItsEnd_FailsByItself(int minutes, ImageStatus expected)
    {
        var image = NewId().ToImageId();
        var facts = ImageFacts.CapturedFrom(Names.Standard, "golden");
        _fleet.Do(EntityOf(image), new BeginImage(NewId(), Names.Account, image, facts, Names.WorkSpace(7)));

        _fleet.Run(Duration.FromMinutes(minutes));

        Assert.Equal(expected, Describe(image).Status);
        Assert.Equal(expected == ImageStatus.Pending ? 1 : 0, _fleet.Account.Images);
    }

    /// <summary>The account asks before it frees a unit that was never confirmed, and hears the truth.</summary>
    [Fact]
    public void Image_ConfirmationLost_KeepsItsUnit()
    {
        var desk = Available(1);
        var id = NewId();
        _fleet.Muted.Add(EntityOf(id.ToImageId()));
        _fleet.Do(desk, new CaptureImage(id, "golden"));
        Assert.Single(_fleet.Account.Units.Lent);

        _fleet.Run(LeaseBook.Term);

        Assert.Empty(_fleet.Account.Units.Lent);
        Assert.Equal(1, _fleet.Account.Images);
    }

    [Fact]
    [Trait("Rule", "BUN-09")]
    [Trait("Rule", "BUN-01")]
    public void Bundle_OfACapturedImage_CanBeLaunchedOncePublished()
    {
        var image = CaptureToTheEnd(Available(1));
        var bundle = CreateBundle(image, Hardware.Performance, publish: false);
        var launch = new LaunchWorkSpace(NewId(), Names.Directory, Names.Ann, bundle);

        Assert.Equal(RefusalCode.BundleNotAllowed, Refused(launch, launch.OperationId.ToWorkSpaceId()).Code);
        Assert.IsType<Accepted>(_fleet.Do(EntityOf(bundle), new PublishBundle(NewId(), IsPublished: true)));
        launch = launch with { OperationId = NewId() };
        Assert.IsType<Launched>(_fleet.Do(launch.OperationId.ToWorkSpaceId(), launch));

        var launched = _fleet.WorkSpace(launch.OperationId.ToWorkSpaceId()).Identity!.Bundle;
        Assert.Equal((Names.BundleOf("Performance").Size, "Performance", image), (launched.Size, launched.HardwareName, launched.Image!.Id));
    }

    [Theory]
    [InlineData(RunningMode.AlwaysOn)]
    [InlineData(RunningMode.AutoStop)]
    [Trait("Rule", "BUN-14")]
    [Trait("Rule", "WKS-08")]
    public void CustomBundle_EitherMode_PutsItsImageOnTheSystemVolume(RunningMode mode)
    {
        var source = Available(1);
        Use(source, 1);
        var content = _fleet.WorkSpace(source).Volumes!.Root;
        var bundle = CreateBundle(CaptureToTheEnd(source), Hardware.Value);

        var desk = Launch(bundle, mode);

        Assert.Equal(new Volumes(content, VolumeFingerprint.Blank), _fleet.WorkSpace(desk).Volumes);
    }

    [Fact]
    [Trait("Rule", "BUN-11")]
    [Trait("Rule", "WKS-08")]
    public void UpdateBundle_ReachesADesktopOnlyWhenItIsRebuiltFromTheCurrentImage()
    {
        var source = Available(1);
        var (first, before) = (CaptureToTheEnd(source), _fleet.WorkSpace(source).Volumes!.Root);
        var bundle = CreateBundle(first, Hardware.Standard);
        var desk = Launch(bundle);
        Use(source, 2);
        var (second, after) = (CaptureToTheEnd(source), _fleet.WorkSpace(source).Volumes!.Root);

        Assert.IsType<Accepted>(_fleet.Do(EntityOf(bundle), new UpdateBundle(NewId(), second)));
        Assert.Equal(before, _fleet.WorkSpace(desk).Volumes!.Root);
        Assert.Equal(before, Rebuilt(desk, RebuildFrom.AsLaunched));
        Assert.Equal(after, Rebuilt(desk, RebuildFrom.CurrentBundleImage));
        Assert.Equal(before, Rebuilt(desk, RebuildFrom.AsLaunched));
        Assert.Equal(after, _fleet.WorkSpace(Launch(bundle, user: "cat")).Volumes!.Root);
    }

    [Fact]
    public void Rebuild_FromTheCurrentImageOfADeletedBundle_IsRefused()
    {
        var bundle = CreateBundle(CaptureToTheEnd(Available(1)), Hardware.Standard);
        var desk = Launch(bundle);
        _fleet.Do(EntityOf(bundle), new DeleteBundle(NewId()));

        Assert.Equal(RefusalCode.ResourceNotFound, Refused(new RebuildWorkSpace(NewId()) { From = RebuildFrom.CurrentBundleImage }, desk).Code);
        Assert.Equal(Lifecycle.Available, _fleet.WorkSpace(desk).Lifecycle);
        Assert.IsType<Accepted>(_fleet.Do(desk, new RebuildWorkSpace(NewId())));
    }

    [Fact]
    [Trait("Rule", "BUN-08")]
    [Trait("Rule", "BUN-11")]
    public void Bundle_ImageOfAnotherFamilyOrTier_IsRefusedAndTheImageIsFree()
    {
        var image = CaptureToTheEnd(Available(1));
        var bundle = CreateBundle(image, Hardware.Standard);
        _fleet.Do(Entity.Of(Names.Provider, new BundleId("wsb-plus")), new DefineBundle(Names.Standard with { Id = new("wsb-plus"), HasPlus = true }));
        var plus = CaptureToTheEnd(Launch(new("wsb-plus"), user: "bob"));

        Assert.Equal(RefusalCode.BundleNotAllowed, Assert.IsType<Refused>(_fleet.Do(EntityOf(bundle), new UpdateBundle(NewId(), plus))).Code);
        var wrong = new CreateBundle(NewId(), Names.Account, "cad", Hardware.Graphics, plus);
        Assert.Equal(RefusalCode.BundleNotAllowed, Assert.IsType<Refused>(_fleet.Do(EntityOf(wrong.OperationId.ToBundleId()), wrong)).Code);

        Assert.Empty(Describe(plus).Bundles);
        Assert.IsType<Accepted>(_fleet.Do(EntityOf(plus), new DeleteImage(NewId())));
    }

    [Fact]
    public void DeleteImage_UsedByABundle_IsRefusedUntilTheBundleIsGone()
    {
        var image = CaptureToTheEnd(Available(1));
        var bundle = CreateBundle(image, Hardware.Standard);

        Assert.Equal(RefusalCode.ResourceAssociated, Assert.IsType<Refused>(_fleet.Do(EntityOf(image), new DeleteImage(NewId()))).Code);
        _fleet.Do(EntityOf(bundle), new DeleteBundle(NewId()));

        Assert.IsType<Accepted>(_fleet.Do(EntityOf(image), new DeleteImage(NewId())));
        Assert.Equal(0, _fleet.Account.Images);
    }

    [Theory]
    [InlineData(90, false)]
    [InlineData(91, true)]
    [Trait("Rule", "BUN-13")]
    public void Launch_FromAnOldImage_TellsTheDriver(int days, bool isStale)
    {
        var image = CaptureToTheEnd(Available(1));
        var bundle = CreateBundle(image, Hardware.Standard);
        _fleet.Run(Duration.FromDays(days));

        Launch(bundle);

        Assert.Equal(isStale, _fleet.Driver.Orders.Last(order => order.Verb == Core.Drivers.DriverVerb.Boot).FromStaleImage);
    }

    [Fact]
    [Trait("RulePart", "BYO-01")]
    [Trait("Rule", "BYO-19")]
    [Trait("Rule", "GPU-03")]
    public void ImportedImage_OfOwnLicence_MakesBundlesForDedicatedDirectoriesOnly()
    {
        var bundle = CreateBundle(Assert.IsType<ImageBegun>(Import(Names.Account)).Image, Hardware.Standard);
        var launch = new LaunchWorkSpace(NewId(), Names.Directory, Names.Ann, bundle);

        Assert.Equal(RefusalCode.BundleNotAllowed, Refused(launch, launch.OperationId.ToWorkSpaceId()).Code);
        Assert.Equal(RefusalCode.LicenceNotEligible, Assert.IsType<Refused>(Import(Names.Account, channel: LicenceChannel.Oem)).Code);

        var graphics = Assert.IsType<ImageBegun>(Import(Names.Account, HardwareFamily.Graphics)).Image;
        Assert.Equal(RefusalCode.ArrangementNeeded, Pair(graphics));
        _fleet.Do(Entity.Of(Names.Account), new SetLimits(100, GraphicsMonthlyEnabled: true));
        Assert.Equal(RefusalCode.ArrangementNeeded, Pair(graphics));
        _fleet.Do(Entity.Of(Names.Account), new SetLimits(100, GraphicsMonthlyEnabled: false) { GraphicsOwnLicencesEnabled = true });
        Assert.Null(Pair(graphics));
        Assert.Equal(RefusalCode.BundleNotAllowed, Pair(Assert.IsType<ImageBegun>(Import(Names.Account, HardwareFamily.Graphics, version: WindowsVersion.Windows10)).Image));
    }

    private RefusalCode? Pair(ImageId image)
    {
        var create = new CreateBundle(NewId(), Names.Account, "cad", Hardware.Graphics, image);
        return (_fleet.Do(EntityOf(create.OperationId.ToBundleId()), create) as Refused)?.Code;
    }

    private Reply Import(
        AccountId account,
        HardwareFamily family = HardwareFamily.General,
        LicenceChannel channel = LicenceChannel.Volume,
        WindowsVersion version = WindowsVersion.Windows7)
    {
        var import = new ImportImage(NewId(), account, "own", family, Language.EnglishUS, new(version, WindowsEdition.Enterprise, channel), new("ami-own"));
        var reply = _fleet.Do(Entity.Of(account, import.OperationId.ToImageId()), import);
        _fleet.Run(Duration.Zero);
        return reply;
    }

    private VolumeFingerprint Rebuilt(WorkSpaceId desk, RebuildFrom from)
    {
        Use(desk, 5);
        Assert.IsType<Accepted>(_fleet.Do(desk, new RebuildWorkSpace(NewId()) { From = from }));
        _fleet.Run(Duration.FromMinutes(20));
        return _fleet.WorkSpace(desk).Volumes!.Root;
    }

    private WorkSpaceId Available(int number)
    {
        var (id, reply) = _fleet.Launch(number, RunningMode.AlwaysOn);
        Assert.IsType<Launched>(reply);
        _fleet.Run(Duration.FromMinutes(20));
        return id;
    }

    private WorkSpaceId Launch(BundleId bundle, RunningMode mode = RunningMode.AlwaysOn, string user = "ann")
    {
        var launch = new LaunchWorkSpace(NewId(), Names.Directory, UserName.Of(user), bundle, mode);
        Assert.IsType<Launched>(_fleet.Do(launch.OperationId.ToWorkSpaceId(), launch));
        _fleet.Run(Duration.FromMinutes(20));
        return launch.OperationId.ToWorkSpaceId();
    }

    private void Use(WorkSpaceId desk, int session)
    {
        var user = _fleet.WorkSpace(desk).Identity!.User;
        _fleet.Do(desk, new Connect(NewId(), user, Names.Session(session)));
        _fleet.Do(desk, new Disconnect(NewId(), Names.Session(session)));
    }

    private ImageId Capture(WorkSpaceId desk) => Assert.IsType<ImageBegun>(_fleet.Do(desk, new CaptureImage(NewId(), "golden"))).Image;

    private ImageId CaptureToTheEnd(WorkSpaceId desk)
    {
        var image = Capture(desk);
        _fleet.Run(Duration.FromMinutes(40));
        return image;
    }

    private BundleId CreateBundle(ImageId image, Hardware hardware, bool publish = true)
    {
        var create = new CreateBundle(NewId(), Names.Account, "ours", hardware, image, publish);
        return Assert.IsType<BundleCreated>(_fleet.Do(EntityOf(create.OperationId.ToBundleId()), create)).Bundle;
    }

    private Refused Refused(Command command, WorkSpaceId desk) => Assert.IsType<Refused>(_fleet.Do(desk, command));

    private ImageDescription Describe(ImageId image) => Assert.IsType<ImageDescription>(_fleet.Send(EntityOf(image), new DescribeImage()));

    private static Entity EntityOf(ImageId image) => Entity.Of(Names.Account, image);

    private static Entity EntityOf(BundleId bundle) => Entity.Of(Names.Account, bundle);

    private OperationId NewId() => Names.Operation(_operations++);
}
