using DeskFleet.Core.Catalog;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Rules.Tests.Catalog;

public sealed class BundleRulesTests
{
    private static readonly CustomImage Image = new("wsi-1", HardwareFamily.General, SoftwareTier.Basic, Experience.Windows7, ImageOrigin.Provider);

    /// <summary>Rows: captured from; columns: Value, Standard, Performance, Graphics.</summary>
    [Theory]
    [InlineData(Hardware.Value, "yes yes yes no")]
    [InlineData(Hardware.Standard, "yes yes yes no")]
    [InlineData(Hardware.Performance, "yes yes yes no")]
    [InlineData(Hardware.Graphics, "no no no yes")]
    [Trait("RulePart", "BUN-08")]
    [Trait("RulePart", "GPU-11")]
    public void PairFault_FamilyMatrix_OnlyWithinAFamily(Hardware source, string row)
    {
        var image = Image with { Family = source.Family() };
        var cells = Enum.GetValues<Hardware>().Select(target => BundleRules.PairFault(image, target, mayBringGraphics: false) is null ? "yes" : "no");

        Assert.Equal(row, string.Join(' ', cells));
    }

    [Theory]
    [InlineData(Experience.Windows7, ImageOrigin.Provider, false, null)]
    [InlineData(Experience.Windows10, ImageOrigin.Provider, false, RefusalCode.BundleNotAllowed)]
    [InlineData(Experience.Windows10, ImageOrigin.OwnLicence, true, RefusalCode.BundleNotAllowed)]
    [InlineData(Experience.Windows7, ImageOrigin.OwnLicence, false, RefusalCode.ArrangementNeeded)]
    [InlineData(Experience.Windows7, ImageOrigin.OwnLicence, true, null)]
    [Trait("RulePart", "BYO-19")]
    [Trait("RulePart", "GPU-03")]
    public void PairFault_Graphics_WantsWindows7AndAnArrangementForOwnLicences(Experience experience, ImageOrigin origin, bool arranged, RefusalCode? code)
    {
        var image = Image with { Family = HardwareFamily.Graphics, Experience = experience, Origin = origin };

        Assert.Equal(code, BundleRules.PairFault(image, Hardware.Graphics, arranged)?.Code);
    }

    [Fact]
    [Trait("RulePart", "BYO-19")]
    public void PairFault_OwnLicenceOnOrdinaryHardware_NeedsNoArrangement() =>
        Assert.Null(BundleRules.PairFault(Image with { Origin = ImageOrigin.OwnLicence, Experience = Experience.Windows10 }, Hardware.Standard, mayBringGraphics: false));

    [Theory]
    [InlineData(SoftwareTier.Basic, SoftwareTier.Basic, HardwareFamily.General, true)]
    [InlineData(SoftwareTier.Plus, SoftwareTier.Plus, HardwareFamily.General, true)]
    [InlineData(SoftwareTier.Basic, SoftwareTier.Plus, HardwareFamily.General, false)]
    [InlineData(SoftwareTier.Plus, SoftwareTier.Basic, HardwareFamily.General, false)]
    [InlineData(SoftwareTier.Plus, SoftwareTier.Plus, HardwareFamily.Graphics, false)]
    [Trait("RulePart", "BUN-11")]
    public void UpdateFault_TierAndFamily_MustBeTheSame(SoftwareTier bundle, SoftwareTier image, HardwareFamily family, bool allowed)
    {
        var updated = new CustomBundle("wsb-1", Hardware.Standard, Image with { Tier = bundle }, IsPublished: true);

        Assert.Equal(allowed, BundleRules.UpdateFault(updated, Image with { Tier = image, Family = family }, mayBringGraphics: false) is null);
    }

    [Theory]
    [InlineData(ImageOrigin.Provider, false, true, true)]
    [InlineData(ImageOrigin.Provider, false, false, false)]
    [InlineData(ImageOrigin.Provider, true, true, false)]
    [InlineData(ImageOrigin.OwnLicence, true, true, true)]
    [InlineData(ImageOrigin.OwnLicence, true, false, false)]
    [InlineData(ImageOrigin.OwnLicence, false, true, false)]
    [Trait("RulePart", "BUN-09")]
    [Trait("RulePart", "BYO-03")]
    [Trait("RulePart", "BYO-09")]
    public void LaunchFault_OriginDirectoryPublished_AsTabulated(ImageOrigin origin, bool dedicated, bool published, bool allowed)
    {
        var bundle = new CustomBundle("wsb-1", Hardware.Standard, Image with { Origin = origin }, published);

        Assert.Equal(allowed, BundleRules.LaunchFault(bundle, dedicated) is null);
    }

    [Theory]
    [InlineData(Lifecycle.Available, false, 4, null)]
    [InlineData(Lifecycle.Available, false, 5, RefusalCode.LimitExceeded)]
    [InlineData(Lifecycle.Available, true, 0, RefusalCode.OperationNotSupported)]
    [InlineData(Lifecycle.Stopped, false, 0, RefusalCode.InvalidState)]
    [InlineData(Lifecycle.Suspended, false, 0, RefusalCode.InvalidState)]
    [InlineData(Lifecycle.Unhealthy, false, 0, RefusalCode.InvalidState)]
    [Trait("RulePart", "BUN-06")]
    [Trait("RulePart", "BUN-10")]
    public void Capture_StateEncryptionQuota_AsTabulated(Lifecycle state, bool encrypted, int images, RefusalCode? code)
    {
        Assert.Equal(code, CaptureRules.Fault(state, encrypted, images, CaptureRules.DefaultImageQuota)?.Code);
        Assert.Null(CaptureRules.Fault(Lifecycle.Available, false, 5, quota: 6));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(90, 0)]
    [InlineData(91, 5)]
    [Trait("RulePart", "BUN-13")]
    public void Surcharge_OldImage_TakesFiveMinutesMore(int days, int minutes) =>
        Assert.Equal(Duration.FromMinutes(minutes), CaptureRules.Surcharge(Duration.FromDays(days)));

    /// <summary>Every combination; accepted are four of the 27.</summary>
    [Fact]
    [Trait("RulePart", "BYO-01")]
    public void OwnLicence_EveryCombination_OnlyVolumeSevenAndTenProfessionalAndEnterprise()
    {
        var accepted = from version in Enum.GetValues<WindowsVersion>()
                       from edition in Enum.GetValues<WindowsEdition>()
                       from channel in Enum.GetValues<LicenceChannel>()
                       where OwnLicence.Fault(version, edition, channel) is null
                       select (version, edition, channel);

        Assert.Equal(
            [
                (WindowsVersion.Windows7, WindowsEdition.Professional, LicenceChannel.Volume),
                (WindowsVersion.Windows7, WindowsEdition.Enterprise, LicenceChannel.Volume),
                (WindowsVersion.Windows10, WindowsEdition.Professional, LicenceChannel.Volume),
                (WindowsVersion.Windows10, WindowsEdition.Enterprise, LicenceChannel.Volume),
            ],
            accepted);
    }
}
