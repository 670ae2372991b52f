using DeskFleet.Core.Catalog;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Rules.Tests.Catalog;

public sealed class BundleRulesTests
{
    private static readonly ImageFacts Image =
        new("golden", HardwareFamily.General, SoftwareTier.Basic, Experience.Windows7, Language.EnglishUS, ImageOrigin.Provider);

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
        var (now, other) = (Image with { Tier = bundle }, Image with { Tier = image, Family = family });

        Assert.Equal(allowed, BundleRules.UpdateFault(Hardware.Standard, now, other, mayBringGraphics: false) is null);
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [Trait("RulePart", "BYO-03")]
    [Trait("RulePart", "BYO-09")]
    public void LaunchFault_OriginAndDirectory_AsTabulated(bool bringsOwnLicence, bool dedicated, bool allowed) =>
        Assert.Equal(allowed, BundleRules.LaunchFault(Bundle.Of(Hardware.Standard) with { BringsOwnLicence = bringsOwnLicence }, dedicated) is null);

    [Theory]
    [InlineData(Lifecycle.Available, false, null)]
    [InlineData(Lifecycle.Available, true, RefusalCode.OperationNotSupported)]
    [InlineData(Lifecycle.Stopped, false, RefusalCode.InvalidState)]
    [InlineData(Lifecycle.Suspended, false, RefusalCode.InvalidState)]
    [InlineData(Lifecycle.Unhealthy, false, RefusalCode.InvalidState)]
    [Trait("RulePart", "BUN-06")]
    [Trait("RulePart", "ENC-16")]
    public void Capture_StateAndEncryption_AsTabulated(Lifecycle state, bool encrypted, RefusalCode? code) =>
        Assert.Equal(code, CaptureRules.Fault(state, encrypted)?.Code);

    [Theory]
    [InlineData(89, false)]
    [InlineData(90, false)]
    [InlineData(91, true)]
    [Trait("RulePart", "BUN-13")]
    public void IsStaleAt_AgeOfTheImage_After90Days(int days, bool isStale)
    {
        var captured = Instant.FromUtc(2017, 1, 1, 0, 0);
        var bundle = Bundle.Of(Hardware.Standard) with { Image = new(new("wsi-1"), VolumeFingerprint.Blank, captured) };

        Assert.Equal(isStale, bundle.IsStaleAt(captured + Duration.FromDays(days)));
        Assert.False(Bundle.Of(Hardware.Standard).IsStaleAt(captured + Duration.FromDays(days)));
    }

    /// <summary>Every combination; accepted are four of the 27.</summary>
    [Fact]
    [Trait("RulePart", "BYO-01")]
    public void OwnLicence_EveryCombination_OnlyVolumeSevenAndTenProfessionalAndEnterprise()
    {
        var accepted = from version in Enum.GetValues<WindowsVersion>()
                       from edition in Enum.GetValues<WindowsEdition>()
                       from channel in Enum.GetValues<LicenceChannel>()
                       where OwnLicence.Fault(new(version, edition, channel)) is null
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
