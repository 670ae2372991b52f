using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Displays;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Regions;
using DeskFleet.Core.Tests.TestKit;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Tests.Catalog;

/// <summary>What is on record of the inside of a desktop: operating system, software, who licenses it, what its directory says of the guest.</summary>
public sealed class GuestSoftwareTests
{
    private readonly TinyFleet _fleet = TinyFleet.With(HostType.General, 1, 1);
    private int _operations = 1_000;

    [Theory]
    [InlineData("Standard", "Windows Server 2008 R2")]
    [InlineData("Standard with Windows 10", "Windows Server 2016")]
    [Trait("Rule", "BUN-03")]
    public void Launch_BundleOfAnExperience_RecordsTheServerThatItReallyIs(string bundle, string system)
    {
        Launch(1, bundle);

        Assert.Equal(system, _fleet.WorkSpace(Names.WorkSpace(1)).Identity!.Bundle.OperatingSystem);
        Assert.DoesNotContain(typeof(LaunchWorkSpace).GetProperties(), property => property.PropertyType == typeof(Experience) || property.Name.Contains("System", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Standard with Windows 7 and Office 2010", "Office Professional 2010")]
    [InlineData("Standard with Windows 7 and Office 2013", "Office Professional 2013")]
    [InlineData("Standard with Windows 10 and Office 2016", "Office Professional 2016")]
    [InlineData("Standard with Windows 10 and Office 2013", null)]
    [InlineData("Standard with Windows 7 and Office 2016", null)]
    [Trait("Rule", "BUN-05")]
    public void Launch_Plus_HasTheOfficeOfItsExperienceOrDoesNotExist(string bundle, string? office)
    {
        var reply = Launch(1, bundle);

        Assert.Equal(office is null ? RefusalCode.ResourceNotFound : null, (reply as Refused)?.Code);
        if (office is not null)
        {
            Assert.Equal(
                ["Internet Explorer 11", "Firefox", "7-Zip", office, "WinZip", "Trend Micro Worry-Free Business Security"],
                _fleet.WorkSpace(Names.WorkSpace(1)).Identity!.Bundle.Software);
        }
    }

    /// <summary>What a user installs goes into the image; the list of what the provider licenses stays as it was.</summary>
    [Fact]
    [Trait("Rule", "BUN-12")]
    public void Capture_AfterSomethingWasInstalled_ImageHasItAndTheProviderLicensesItsOwnOnly()
    {
        Launch(1, "Standard");
        _fleet.Run(Duration.FromMinutes(20));
        var desk = Names.WorkSpace(1);
        _fleet.Do(desk, new Connect(NewId(), UserName.Of("user1"), Names.Session(1)));
        _fleet.Do(desk, new Disconnect(NewId(), Names.Session(1)));
        var image = Assert.IsType<ImageBegun>(_fleet.Do(desk, new CaptureImage(NewId(), "with CAD"))).Image;
        _fleet.Run(Duration.FromMinutes(40));
        var create = new CreateBundle(NewId(), Names.Account, "ours", Hardware.Standard, image);
        var bundle = Assert.IsType<BundleCreated>(_fleet.Do(Entity.Of(Names.Account, create.OperationId.ToBundleId()), create)).Bundle;

        var made = Assert.IsType<BundleResolved>(_fleet.Send(Entity.Of(Names.Account, bundle), new ResolveBundle())).Bundle;

        Assert.NotEqual(Names.Standard.RootContent, made.RootContent);
        Assert.Equal(Names.Standard.Software, made.Software);
        Assert.Empty((made with { BringsOwnLicence = true }).Software);
    }

    /// <summary>What the customer's Group Policy does is recorded on the directory and stamped on each launch; what is there keeps what it was launched with.</summary>
    [Fact]
    [Trait("Rule", "WKS-12")]
    [Trait("Rule", "MNT-08")]
    [Trait("Rule", "WKS-13")]
    public void ConfigureDesktops_GuestPolicy_IsStampedOnLaunchesFromThenOn()
    {
        Launch(1, "Standard");
        var locked = DesktopSettings.Default with { Guest = new(UsersMayPersonalise: false, UsersMayInstall: false, ApplicationUpdates.Managed), UsersAreLocalAdministrators = false };
        Assert.IsType<Accepted>(_fleet.Do(Entity.Of(Names.Directory), new ConfigureDesktops(Names.Account, locked)));

        Launch(2, "Standard");

        Assert.Equal(DesktopSettings.Default, _fleet.WorkSpace(Names.WorkSpace(1)).Settings);
        Assert.Equal(locked, _fleet.WorkSpace(Names.WorkSpace(2)).Settings);
        Assert.Equal(new(UsersMayPersonalise: true, UsersMayInstall: true, ApplicationUpdates.Own), new GuestPolicy());
        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(_fleet.Do(Entity.Of(Names.Directory), new ConfigureDesktops(Names.Provider, locked))).Code);
    }

    [Fact]
    [Trait("Rule", "GPU-06")]
    public void Peripherals_OfGraphics_AreAllButTheThreeDimensionalMouse()
    {
        Assert.Equal([Peripheral.ThreeDimensionalMouse], Names.Graphics.UnsupportedPeripherals);
        Assert.All(Bundle.Defaults.Where(bundle => !bundle.IsGraphics), bundle => Assert.Empty(bundle.UnsupportedPeripherals));
    }

    /// <summary>Windows 10 speaks English only, so there is no such bundle to launch.</summary>
    [Theory]
    [InlineData("Standard with Windows 7 (Japanese)", true)]
    [InlineData("Standard with Windows 10", true)]
    [InlineData("Standard with Windows 10 (Japanese)", false)]
    [Trait("Rule", "REG-04")]
    public void Launch_LanguageOfAnExperience_ExistsOrNot(string bundle, bool exists)
    {
        Assert.Equal(exists ? null : RefusalCode.ResourceNotFound, (Launch(1, bundle) as Refused)?.Code);
        Assert.Equal(exists ? 1 : 0, _fleet.Account.WorkSpaces);
    }

    /// <summary>In every region, and in no other language: the catalogue knows two.</summary>
    [Fact]
    [Trait("Rule", "GPU-02")]
    public void Launch_GraphicsInEveryRegion_IsAcceptedInEnglishAndJapanese()
    {
        foreach (var (number, region) in Region.Defaults.Index())
        {
            var (account, directory) = (Names.Account with { Region = region.Id }, new DirectoryId($"d-{region.Id}"));
            ZoneId[] zones = [new($"{region.Id}a"), new($"{region.Id}b")];
            _fleet.Do(Entity.Of(directory), new RegisterDirectory(account, zones[0], zones[1], IsDedicated: false));
            foreach (var zone in zones)
                _fleet.Do(Entity.Of(new HostPoolId(account with { Account = AccountId.Provider }, zone)), new AllocateHosts("first", HostType.Gpu, 1));
            foreach (var (i, bundle) in new[] { "Graphics", "Graphics with Windows 7 (Japanese)" }.Index())
            {
                var launch = new LaunchWorkSpace(NewId(), directory, UserName.Of($"user{i}"), BundleId.Named(bundle), RunningMode.AutoStop);
                Assert.IsType<Launched>(_fleet.Do(Names.WorkSpace(100 + (2 * number) + i), launch));
            }
        }

        Assert.Equal([Language.EnglishUS, Language.Japanese], PublicCatalog.All.Where(offered => offered.Hardware == Hardware.Graphics).Select(offered => offered.Language).Distinct());
        Assert.Equal([Language.EnglishUS, Language.Japanese], Enum.GetValues<Language>());
    }

    /// <summary>A bundle of the account's own, and a directory, of another region.</summary>
    [Fact]
    [Trait("Rule", "REG-06")]
    public void Launch_ReferencesToAnotherRegion_AreRefusedAndLeaveNothing()
    {
        var elsewhere = Names.Account with { Region = "eu-west-1" };
        var import = new ImportImage(
            NewId(), elsewhere, "own", HardwareFamily.General, Language.EnglishUS, new(WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume), new("ami-own"));
        var image = Assert.IsType<ImageBegun>(_fleet.Do(Entity.Of(elsewhere, import.OperationId.ToImageId()), import)).Image;
        _fleet.Run(Duration.Zero);
        var create = new CreateBundle(NewId(), elsewhere, "ours", Hardware.Standard, image);
        var theirs = Assert.IsType<BundleCreated>(_fleet.Do(Entity.Of(elsewhere, create.OperationId.ToBundleId()), create)).Bundle;
        var here = new CreateBundle(NewId(), Names.Account, "ours", Hardware.Standard, image);
        var launch = new LaunchWorkSpace(NewId(), Names.Directory, UserName.Of("ann"), theirs);
        var encrypted = launch with { OperationId = NewId(), Bundle = Names.Standard.Id, Encryption = new(true, true, KeyArn.Of(elsewhere, "theirs")) };
        Launch(1, "Standard");
        Launch(2, "Standard");
        var before = _fleet.Stored();

        Assert.Equal(RefusalCode.ResourceNotFound, CodeOf(Entity.Of(Names.Account, here.OperationId.ToBundleId()), here));
        Assert.Equal(RefusalCode.ResourceNotFound, CodeOf(Entity.Of(launch.OperationId.ToWorkSpaceId()), launch));
        Assert.Equal(RefusalCode.KmsKeyInvalid, CodeOf(Entity.Of(encrypted.OperationId.ToWorkSpaceId()), encrypted));
        Assert.Equal(RefusalCode.ResourceNotFound, CodeOf(Entity.Of(Names.Directory), new ConfigureDesktops(elsewhere, DesktopSettings.Default)));
        Assert.Equal(RefusalCode.ResourceNotFound, CodeOf(Entity.Of(Names.Directory), new RegisterDirectory(elsewhere, Names.ZoneA, Names.ZoneB, IsDedicated: false)));
        Assert.Empty(_fleet.ChangedSince(before));
        Assert.Equal((0, 1), (_fleet.Account.Images, Assert.IsType<Limits>(_fleet.Send(Entity.Of(elsewhere), new ReadLimits())).ImagesUsed));
    }

    private RefusalCode? CodeOf(Entity entity, Command command) => (_fleet.Do(entity, command) as Refused)?.Code;

    private Reply Launch(int number, string bundle) =>
        _fleet.Do(Names.WorkSpace(number), new LaunchWorkSpace(Names.Operation(number), Names.Directory, UserName.Of($"user{number}"), BundleId.Named(bundle)));

    private OperationId NewId() => Names.Operation(_operations++);
}
