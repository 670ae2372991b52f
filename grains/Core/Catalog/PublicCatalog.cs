using System.Collections.Frozen;
using System.Collections.Immutable;
using DeskFleet.Core.Identity;

namespace DeskFleet.Core.Catalog;

/// <summary>A bundle of the provider's. The experience comes with it; there is no other way to choose one (BUN-03).</summary>
/// <param name="OfficeYear">The year of Office in a Plus bundle; null in a basic one (BUN-05).</param>
public sealed record PublicBundle(Hardware Hardware, SoftwareTier Tier, Experience Experience, Language Language, int? OfficeYear)
{
    /// <summary>Such as <c>Standard with Windows 7 and Office 2013 (Japanese)</c>; the plainest of a hardware has the hardware's name.</summary>
    public string Name => (Tier, Experience, Language) == default
        ? $"{Hardware}"
        : $"{Hardware} with Windows {(Experience == Experience.Windows7 ? 7 : 10)}{Office}{(Language == Language.Japanese ? " (Japanese)" : "")}";

    private string Office => OfficeYear is { } year ? $" and Office {year}" : "";

    /// <summary>As it is launched, in the default size of its hardware.</summary>
    public Bundle ToBundle()
    {
        var hardware = Bundle.Of(Hardware);
        return hardware with
        {
            Name = Name,
            Id = BundleId.Named(Name),
            BuiltOn = Name == hardware.Name ? null : hardware.Name,
            HasPlus = Tier == SoftwareTier.Plus,
            Experience = Experience,
            Language = Language,
        };
    }
}

/// <summary>The provider's bundles, in every region the same (BUN-02, GPU-02, REG-04).</summary>
public static class PublicCatalog
{
    private const string Office = "Office Professional";

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

    private static readonly FrozenDictionary<BundleId, (PublicBundle Offered, Bundle Bundle)> ById =
        All.Select(offered => (Offered: offered, Bundle: offered.ToBundle())).ToFrozenDictionary(pair => pair.Bundle.Id);

    /// <summary>A bundle of the provider's by its id; null when there is none.</summary>
    public static Bundle? Find(BundleId id) => ById.TryGetValue(id, out var pair) ? pair.Bundle : null;

    /// <summary>The operating system that the experience really is (BUN-03).</summary>
    public static string OperatingSystem(Experience experience) =>
        experience == Experience.Windows7 ? "Windows Server 2008 R2" : "Windows Server 2016";

    /// <summary>What is installed at first (BUN-04, BUN-05).</summary>
    public static ImmutableArray<string> Software(PublicBundle bundle) => bundle.OfficeYear is { } year ? WithPlus($"{Office} {year}") : BasicSoftware;

    /// <summary>
    /// As <see cref="Software(PublicBundle)"/> for a bundle of any kind. Of one that is made of a captured Plus image the year of Office is not known;
    /// an image of the account's own Windows has nothing of the provider's.
    /// </summary>
    public static ImmutableArray<string> Software(Bundle bundle) =>
        bundle.BringsOwnLicence ? []
        : bundle.Image is null && ById.TryGetValue(bundle.Id, out var pair) ? Software(pair.Offered)
        : bundle.HasPlus ? WithPlus(Office)
        : BasicSoftware;

    private static ImmutableArray<string> WithPlus(string office) => [.. BasicSoftware, office, "WinZip", "Trend Micro Worry-Free Business Security"];

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
