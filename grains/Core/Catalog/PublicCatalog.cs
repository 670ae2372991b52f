using System.Collections.Immutable;

namespace DeskFleet.Core.Catalog;

/// <summary>A bundle of the provider's. The experience comes with it; there is no other way to choose one (BUN-03).</summary>
/// <param name="OfficeYear">The year of Office in a Plus bundle; null in a basic one (BUN-05).</param>
public sealed record PublicBundle(Hardware Hardware, SoftwareTier Tier, Experience Experience, Language Language, int? OfficeYear);

/// <summary>The provider's bundles, in every region the same (BUN-02, GPU-02, REG-04).</summary>
public static class PublicCatalog
{
    private static readonly ImmutableArray<string> BasicSoftware = ["Internet Explorer 11", "Firefox", "7-Zip"];

    public static IReadOnlyList<PublicBundle> All { get; } =
    [
        .. from hardware in Enum.GetValues<Hardware>()
           from tier in Enum.GetValues<SoftwareTier>()
           from experience in Enum.GetValues<Experience>()
           from language in Enum.GetValues<Language>()
           where Speaks(experience, language) && Runs(hardware, experience)
           from office in OfficeYears(tier, experience)
           select new PublicBundle(hardware, tier, experience, language, office),
    ];

    /// <summary>The operating system that the experience really is (BUN-03).</summary>
    public static string OperatingSystem(Experience experience) =>
        experience == Experience.Windows7 ? "Windows Server 2008 R2" : "Windows Server 2016";

    /// <summary>What is installed at first (BUN-04, BUN-05).</summary>
    public static IReadOnlyList<string> Software(PublicBundle bundle) => bundle.OfficeYear is { } year
        ? [.. BasicSoftware, $"Office Professional {year}", "WinZip", "Trend Micro Worry-Free Business Security"]
        : BasicSoftware;

    /// <summary>Windows 10 speaks English only (REG-04).</summary>
    private static bool Speaks(Experience experience, Language language) => experience == Experience.Windows7 || language == Language.EnglishUS;

    /// <summary>No Graphics with Windows 10 (GPU-03).</summary>
    private static bool Runs(Hardware hardware, Experience experience) => hardware != Hardware.Graphics || experience == Experience.Windows7;

    private static int?[] OfficeYears(SoftwareTier tier, Experience experience) => (tier, experience) switch
    {
        (SoftwareTier.Basic, _) => [null],
        (_, Experience.Windows7) => [2010, 2013],
        _ => [2016],
    };
}
