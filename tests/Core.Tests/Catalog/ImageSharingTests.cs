using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Catalog;

/// <summary>An image of one account in the hands of another: who may copy it, whose the copy is, and what it stays.</summary>
public sealed class ImageSharingTests
{
    private static readonly AccountId Other = Names.Account with { Account = "other" };

    private readonly TinyFleet _fleet = TinyFleet.With(Core.Hosts.HostType.General, 1, 1);
    private int _operations = 1000;

    [Fact]
    [Trait("RulePart", "REG-06")]
    public void Copy_OnlyWhileItIsShared_IsTheOtherAccountsOwn()
    {
        var image = Imported();
        Assert.Equal(RefusalCode.ResourceNotFound, Copy(image).Refused);
        Assert.IsType<Accepted>(Permit(image, Other.Account, isPermitted: true));
        Assert.Equal([Other.Account], Describe(Names.Account, image).SharedWith);
        Assert.Equal([Entity.Of(Names.Account, image).Key], SharedWithOther());

        var copy = Copy(image);
        Assert.Null(copy.Refused);
        var (source, made) = (Describe(Names.Account, image), Describe(Other, copy.Image));
        Assert.Equal(source.Facts with { Name = "copy" }, made.Facts);
        Assert.Equal((ImageStatus.Available, null, 1), (made.Status, made.Source, AccountOf(Other).ImagesUsed));

        Assert.IsType<Accepted>(Permit(image, Other.Account, isPermitted: false));
        Assert.Empty(SharedWithOther());
        Assert.Equal(RefusalCode.ResourceNotFound, Copy(image).Refused);
        Assert.Equal(ImageStatus.Available, Describe(Other, copy.Image).Status);
    }

    /// <summary>A bundle is made of the account's own images only, and one of the account's own Windows stays one in other hands (BYO-08).</summary>
    [Fact]
    [Trait("RulePart", "BYO-08")]
    public void Bundle_OfASharedImage_IsRefusedAndOfTheCopyIsForDedicatedDirectories()
    {
        var image = Imported();
        Permit(image, Other.Account, isPermitted: true);

        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(Pair(Other, image)).Code);
        var bundle = Assert.IsType<BundleCreated>(Pair(Other, Copy(image).Image)).Bundle;

        var made = Assert.IsType<BundleResolved>(_fleet.Send(Entity.Of(Other, bundle), new ResolveBundle())).Bundle;
        Assert.True(made.BringsOwnLicence);
        Assert.Equal(RefusalCode.BundleNotAllowed, BundleRules.LaunchFault(made, isDedicatedDirectory: false)?.Code);
    }

    /// <summary>What it puts on C: is the same, and so is how fresh it is (BUN-13).</summary>
    [Fact]
    public void Copy_OfAnOldImage_IsAsOldAndHasTheSameContent()
    {
        var image = Imported();
        var captured = _fleet.Now;
        Permit(image, Other.Account, isPermitted: true);
        _fleet.Run(Duration.FromDays(30));

        var copy = Read(Other, Copy(image).Image);

        Assert.Equal((Read(Names.Account, image).Image.Content, captured), (copy.Image.Content, copy.Image.CapturedAt));
    }

    [Fact]
    [Trait("RulePart", "BUN-10")]
    public void Copy_NoImageLeftUnderTheQuota_IsRefusedAndNothingHasChanged()
    {
        var image = Imported();
        Permit(image, Other.Account, isPermitted: true);
        _fleet.Do(Entity.Of(Other), new SetLimits(20, GraphicsMonthlyEnabled: false) { Images = 0 });
        var before = _fleet.Stored();

        Assert.Equal(RefusalCode.LimitExceeded, Copy(image).Refused);
        Assert.Empty(_fleet.ChangedSince(before));
    }

    [Fact]
    [Trait("RulePart", "REG-06")]
    public void Copy_FromAnotherRegion_IsRefusedAndAsksNobody()
    {
        var image = Imported();
        var elsewhere = Names.Account with { Region = "eu-west-1" };
        var cells = _fleet.Cells.Count();
        var copy = new CopyImage(NewId(), elsewhere, "copy", Names.Account, image);

        Assert.Equal(RefusalCode.OperationNotSupported, Assert.IsType<Refused>(_fleet.Do(Entity.Of(elsewhere, copy.OperationId.ToImageId()), copy)).Code);
        Assert.Equal(cells + 1, _fleet.Cells.Count());
    }

    [Theory]
    [InlineData("", RefusalCode.InvalidParameter)]
    [InlineData("a/b", RefusalCode.InvalidParameter)]
    [InlineData("provider", RefusalCode.InvalidParameter)]
    [InlineData("acme", RefusalCode.InvalidParameter)]
    [InlineData("other", null)]
    public void Permit_Account_IsAnothersAndLooksLikeOne(string account, RefusalCode? code) =>
        Assert.Equal(code, (Permit(Imported(), account, isPermitted: true) as Refused)?.Code);

    [Fact]
    public void Permit_MoreThanAHundred_IsRefusedUntilOneIsTakenBack()
    {
        var image = Imported();
        for (var i = 0; i < CatalogImage.MaxShares; i++)
            Assert.IsType<Accepted>(Permit(image, $"account{i}", isPermitted: true));

        Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(Permit(image, Other.Account, isPermitted: true)).Code);
        Permit(image, "account7", isPermitted: false);
        Assert.IsType<Accepted>(Permit(image, Other.Account, isPermitted: true));
        Assert.Equal(CatalogImage.MaxShares, Describe(Names.Account, image).SharedWith.Length);
    }

    [Fact]
    public void Permit_ImageThatIsNotAvailable_IsRefused()
    {
        var desk = _fleet.Launch(1, RunningMode.AlwaysOn).Id;
        _fleet.Run(Duration.FromMinutes(20));
        var pending = Assert.IsType<ImageBegun>(_fleet.Do(desk, new CaptureImage(NewId(), "golden"))).Image;

        Assert.Equal(RefusalCode.InvalidState, Assert.IsType<Refused>(Permit(pending, Other.Account, isPermitted: true)).Code);
        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(Permit(new("wsi-none"), Other.Account, isPermitted: true)).Code);
    }

    [Fact]
    public void Delete_SharedImage_IsRefusedUntilNobodyMayCopyIt()
    {
        var image = Imported();
        Permit(image, Other.Account, isPermitted: true);

        Assert.Equal(RefusalCode.ResourceAssociated, Assert.IsType<Refused>(_fleet.Do(Entity.Of(Names.Account, image), new DeleteImage(NewId()))).Code);
        Permit(image, Other.Account, isPermitted: false);
        Assert.IsType<Accepted>(_fleet.Do(Entity.Of(Names.Account, image), new DeleteImage(NewId())));
    }

    /// <summary>What an account has is listed by the entities themselves: nobody has to read everything, and no list is forgotten.</summary>
    [Fact]
    public void Registry_ImagesAndBundles_ListsWhatIsThere()
    {
        var (first, second) = (Imported(), Imported());
        var bundle = Assert.IsType<BundleCreated>(Pair(Names.Account, second)).Bundle;
        Assert.Equal([first.Value, second.Value], Listed(Names.Account, ListedKind.Image));
        Assert.Equal([bundle.Value], Listed(Names.Account, ListedKind.Bundle));

        _fleet.Do(Entity.Of(Names.Account, bundle), new DeleteBundle(NewId()));
        _fleet.Do(Entity.Of(Names.Account, second), new DeleteImage(NewId()));

        Assert.Equal([first.Value], Listed(Names.Account, ListedKind.Image));
        Assert.Empty(Listed(Names.Account, ListedKind.Bundle));
    }

    private ImageId Imported()
    {
        var import = new ImportImage(
            NewId(), Names.Account, "own", HardwareFamily.General, Language.EnglishUS, new(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume), new("ami-own"));
        var image = Assert.IsType<ImageBegun>(_fleet.Do(Entity.Of(Names.Account, import.OperationId.ToImageId()), import)).Image;
        _fleet.Run(Duration.Zero);
        return image;
    }

    private Reply Permit(ImageId image, string account, bool isPermitted) =>
        _fleet.Do(Entity.Of(Names.Account, image), new PermitImage(NewId(), account, isPermitted));

    private (ImageId Image, RefusalCode? Refused) Copy(ImageId source)
    {
        var copy = new CopyImage(NewId(), Other, "copy", Names.Account, source);
        return (copy.OperationId.ToImageId(), (_fleet.Do(Entity.Of(Other, copy.OperationId.ToImageId()), copy) as Refused)?.Code);
    }

    private Reply Pair(AccountId account, ImageId image)
    {
        var create = new CreateBundle(NewId(), account, "ours", Hardware.Standard, image);
        return _fleet.Do(Entity.Of(account, create.OperationId.ToBundleId()), create);
    }

    private ImageDescription Describe(AccountId account, ImageId image) =>
        Assert.IsType<ImageDescription>(_fleet.Send(Entity.Of(account, image), new DescribeImage()));

    private ImageRead Read(AccountId account, ImageId image) =>
        Assert.IsType<ImageRead>(_fleet.Send(Entity.Of(account, image), new ReadImage(account.Account)));

    private Limits AccountOf(AccountId account) => Assert.IsType<Limits>(_fleet.Send(Entity.Of(account), new ReadLimits()));

    private IEnumerable<string> SharedWithOther() => Listed(Other, ListedKind.SharedImage);

    private IEnumerable<string> Listed(AccountId account, ListedKind kind) =>
        _fleet.Cells.Select(cell => cell.State).OfType<RegistryState>().Single(registry => registry.Key == account.ToString()).IdsOf(kind);

    private OperationId NewId() => Names.Operation(_operations++);
}
