using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tests.TestKit;
using NodaTime;

namespace DeskFleet.Core.Tests.Catalog;

/// <summary>An import from the call to AVAILABLE or FAILED (BYO-05), with the account and the bundles beside it.</summary>
public sealed class ImportTests
{
    private static readonly Duration Hours = Duration.FromHours(3);
    private static readonly LicensedWindows Ten = new(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume);

    private readonly TinyFleet _fleet = new();
    private int _operations;

    [Fact]
    [Trait("Rule", "BYO-05")]
    public void Import_ValidManifest_IsPendingUntilItIsReadAndThenAnOwnImage()
    {
        _fleet.Importer.Takes = Hours;
        var image = Begun(Import());

        Assert.Equal((ImageStatus.Pending, 1), (Describe(image).Status, _fleet.Account.Images));
        Assert.Equal(RefusalCode.InvalidState, Pair(image));
        Assert.Equal(RefusalCode.InvalidState, CodeOf(image, new DeleteImage(NewId())));
        _fleet.Run(Hours - Duration.Epsilon);
        Assert.Equal(ImageStatus.Pending, Describe(image).Status);
        _fleet.Run(Duration.Epsilon);

        var made = Describe(image);
        Assert.Equal((ImageStatus.Available, ImageOrigin.OwnLicence, Experience.Windows10, false), (made.Status, made.Facts.Origin, made.Facts.Experience, made.IsSlow));
        Assert.Null(Pair(image));
        Assert.Equal([new OrderImport(Entity.Of(Names.Account, image), 1, new("ami-own"), Ten)], _fleet.Importer.Orders);
        FleetChecks.HoldsAtRest(_fleet);
    }

    /// <summary>Of each thing that the importer validates, the first value that is not right and the last one that is.</summary>
    [Theory]
    [InlineData(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume, 80, HardwareFamily.General, null)]
    [InlineData(WindowsVersion.Windows10, WindowsEdition.Professional, LicenceChannel.Volume, 1, HardwareFamily.General, null)]
    [InlineData(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume, 100, HardwareFamily.Graphics, null)]
    [InlineData(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume, 81, HardwareFamily.General, "81 GB")]
    [InlineData(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume, 101, HardwareFamily.Graphics, "1 to 100 GB")]
    [InlineData(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume, 0, HardwareFamily.General, "0 GB")]
    [InlineData(WindowsVersion.Windows10, WindowsEdition.Home, LicenceChannel.Volume, 40, HardwareFamily.General, "Home edition")]
    [InlineData(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Oem, 40, HardwareFamily.General, "Oem licences")]
    [InlineData(WindowsVersion.Windows8, WindowsEdition.Enterprise, LicenceChannel.Volume, 40, HardwareFamily.General, "Windows8 can not be brought")]
    [InlineData(WindowsVersion.Windows7, WindowsEdition.Enterprise, LicenceChannel.Volume, 40, HardwareFamily.General, "Windows7 and not Windows10")]
    [Trait("Rule", "BYO-05")]
    [Trait("RulePart", "BYO-01")]
    public void Import_ManifestThatWasRead_IsRegisteredOrFailsWithTheReason(
        WindowsVersion version, WindowsEdition edition, LicenceChannel channel, int sizeGB, HardwareFamily family, string? reason)
    {
        _fleet.Importer.Report = _ => new(new(new(version, edition, channel), sizeGB), null);

        var image = Begun(Import(family));
        _fleet.Run(Duration.Zero);

        var described = Describe(image);
        Assert.Equal(reason is null ? ImageStatus.Available : ImageStatus.Failed, described.Status);
        Assert.Contains(reason ?? "made", described.Reason, StringComparison.Ordinal);
        Assert.Equal((reason is null ? 1 : 0, 0), (_fleet.Account.Images, _fleet.Account.Units.Returned.Length));
    }

    [Fact]
    [Trait("RulePart", "BYO-05")]
    public void Import_CanNotBeReadOrIsNotTaken_FailsAndGivesItsUnitBack()
    {
        _fleet.Importer.Report = _ => new(null, "The disk is encrypted; export it without.");
        var unread = Begun(Import());
        _fleet.Run(Duration.Zero);
        _fleet.Importer.Reply = new Refused(RefusalCode.ResourceNotFound, "There is no machine image ami-own.");
        var untaken = Begun(Import());

        Assert.Equal((ImageStatus.Failed, "The disk is encrypted; export it without."), (Describe(unread).Status, Describe(unread).Reason));
        Assert.Equal((ImageStatus.Failed, "There is no machine image ami-own."), (Describe(untaken).Status, Describe(untaken).Reason));
        Assert.Equal(0, _fleet.Account.Images);
        Assert.Null(CodeOf(unread, new DeleteImage(NewId())));
    }

    /// <summary>An importer that forgets is told three times in all.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("RulePart", "BYO-05")]
    public void Import_NoReport_IsOrderedAgainAndFailsAfterTheThirdTime(int forgotten)
    {
        _fleet.Importer.Report = order => order.Number <= forgotten ? null : new(new(order.Stated, FixedImporter.UsualSizeGB), null);

        var image = Begun(Import());
        _fleet.Run((ImportRules.MaxOrders * ImportRules.Longest) - Duration.Epsilon);
        Assert.Equal(forgotten < 3 ? ImageStatus.Available : ImageStatus.Pending, Describe(image).Status);
        _fleet.Run(Duration.Epsilon);

        Assert.Equal(forgotten < 3 ? ImageStatus.Available : ImageStatus.Failed, Describe(image).Status);
        Assert.Equal(Enumerable.Range(1, Math.Min(forgotten + 1, 3)), _fleet.Importer.Orders.Select(order => order.Number));
    }

    /// <summary>A report that is late, or comes twice, changes nothing.</summary>
    [Fact]
    [Trait("RulePart", "BYO-05")]
    public void Report_OfAnEndedImportOrOfACapture_ChangesNothing()
    {
        var image = Begun(Import());
        _fleet.Run(Duration.Zero);
        var before = _fleet.Stored();

        _fleet.Do(Entity.Of(Names.Account, image), new ImportReported(null, "too late"));
        _fleet.Do(Entity.Of(Names.Account, new ImageId("wsi-none")), new ImportReported(new(Ten, 40), null));

        Assert.DoesNotContain(_fleet.ChangedSince(before), name => name != Entity.Of(Names.Account, new ImageId("wsi-none")).ToString());
        Assert.Equal(RefusalCode.ResourceNotFound, CodeOf(new ImageId("wsi-none"), new DescribeImage()));
    }

    /// <summary>The call itself: what can not be right is refused before anything is leased or ordered.</summary>
    [Theory]
    [InlineData("", "ami-own", RefusalCode.InvalidParameter)]
    [InlineData("own", "", RefusalCode.InvalidParameter)]
    [InlineData("own", "65", RefusalCode.InvalidParameter)]
    [InlineData("own", "64", null)]
    [Trait("RulePart", "BYO-05")]
    public void Import_NameOrSourceOutOfBounds_IsRefusedAndOrdersNothing(string name, string source, RefusalCode? code)
    {
        var id = NewId();
        var machineImage = new MachineImageId(int.TryParse(source, out var length) ? new string('a', length) : source);

        var reply = _fleet.Do(Entity.Of(Names.Account, id.ToImageId()), new ImportImage(id, Names.Account, name, HardwareFamily.General, Language.EnglishUS, Ten, machineImage));

        Assert.Equal(code, (reply as Refused)?.Code);
        Assert.Equal(code is null ? (1, 1) : (0, 0), (_fleet.Importer.Orders.Count, _fleet.Account.Images));
    }

    private Reply Import(HardwareFamily family = HardwareFamily.General)
    {
        var import = new ImportImage(NewId(), Names.Account, "own", family, Language.EnglishUS, Ten, new("ami-own"));
        return _fleet.Do(Entity.Of(Names.Account, import.OperationId.ToImageId()), import);
    }

    private RefusalCode? Pair(ImageId image)
    {
        var create = new CreateBundle(NewId(), Names.Account, "ours", Hardware.Standard, image);
        return (_fleet.Do(Entity.Of(Names.Account, create.OperationId.ToBundleId()), create) as Refused)?.Code;
    }

    private RefusalCode? CodeOf(ImageId image, Command command) => (_fleet.Do(Entity.Of(Names.Account, image), command) as Refused)?.Code;

    private ImageDescription Describe(ImageId image) =>
        Assert.IsType<ImageDescription>(_fleet.Send(Entity.Of(Names.Account, image), new DescribeImage()));

    private static ImageId Begun(Reply reply) => Assert.IsType<ImageBegun>(reply).Image;

    private OperationId NewId() => Names.Operation(_operations++);
}
