using System.Collections.Immutable;
using DeskFleet.Core.Displays;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Placement;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Catalog;

/// <summary>An image paired with a hardware size; launches name bundles only (BUN-01).</summary>
/// <param name="Name">Such as <c>Standard</c>.</param>
/// <param name="Size">What one desktop of it takes on a host.</param>
/// <param name="RootGB">System volume in GB.</param>
/// <param name="UserGB">User volume in GB.</param>
/// <param name="BringsOwnLicence">Built on the account's own Windows image; may run on dedicated hosts only (BYO-03).</param>
/// <param name="HibernatesOnStop">A stop keeps open programs (RUN-10).</param>
/// <param name="BuiltOn">The hardware's name, which the price goes by (BIL-18); null: the bundle's own name is the hardware's.</param>
/// <param name="HasPlus">Comes with the Plus software, at a monthly fee (BIL-16).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.bundle")]
public sealed record Bundle(
    string Name,
    Capacity Size,
    int RootGB,
    int UserGB,
    bool BringsOwnLicence = false,
    bool HibernatesOnStop = true,
    string? BuiltOn = null,
    bool HasPlus = false)
{
    /// <summary>What launches name it by; unless set, <c>wsb-</c> and the letters and digits of its name.</summary>
    [Id(0)]
    public BundleId Id { get; init; } = BundleId.Named(Name);

    /// <summary>The experience of its image (BUN-03).</summary>
    [Id(1)]
    public Experience Experience { get; init; }

    [Id(2)]
    public Language Language { get; init; }

    /// <summary>The account's own image in it; null: the provider's, which is always fresh.</summary>
    [Id(3)]
    public SystemImage? Image { get; init; }

    public string HardwareName => BuiltOn ?? Name;

    /// <summary>Has a GPU of its own (GPU-01).</summary>
    public bool IsGraphics => Size.Gpus > 0;

    /// <summary>Images captured from its desktops stay within this family (BUN-08, GPU-11).</summary>
    public HardwareFamily Family => IsGraphics ? HardwareFamily.Graphics : HardwareFamily.General;

    /// <summary>What really runs on its desktops (BUN-03): with the provider's images a server that looks like the experience.</summary>
    public string OperatingSystem => BringsOwnLicence
        ? $"Windows {(Experience == Experience.Windows7 ? 7 : 10)}"
        : PublicCatalog.OperatingSystem(Experience);

    /// <summary>What each of its desktops has to itself (GPU-01); null: no GPU.</summary>
    public GpuModel? Gpu => IsGraphics ? GpuModel.Default : null;

    /// <summary>
    /// What the provider has installed and licenses (BUN-04, BUN-05). Whatever else an account or a user installs, which may be anything that the
    /// desktop's operating system runs, is the customer's to license and not listed here (BUN-12).
    /// </summary>
    public ImmutableArray<string> Software => PublicCatalog.Software(this);

    /// <summary>What can not be used with its desktops (GPU-06).</summary>
    public ImmutableArray<Peripheral> UnsupportedPeripherals => Peripherals.NotSupported(Family);

    /// <summary>What its image puts on C:.</summary>
    public VolumeFingerprint RootContent => Image?.Content ?? VolumeFingerprint.OfImage(Id.Value);

    /// <summary>The hardware sizes that are offered unless configured otherwise, with basic software and Windows 7 in English.</summary>
    public static IReadOnlyList<Bundle> Defaults { get; } =
    [
        new("Value", new(1, 2 * 1024, 0), 80, 10),
        new("Standard", new(2, 4 * 1024, 0), 80, 50),
        new("Performance", new(2, 7680, 0), 80, 100),
        new("Graphics", new(8, 15 * 1024, 1), 100, 100),
    ];

    public static Bundle Of(Hardware hardware) => Defaults[(int)hardware];

    /// <summary>Whether launches from it take longer, since its image has not been refreshed for long (BUN-13).</summary>
    public bool IsStaleAt(Instant now) => Image is { } image && now - image.CapturedAt > CaptureRules.FreshFor;
}

/// <summary>What C: of a desktop is made from.</summary>
/// <param name="Content">What it puts there.</param>
/// <param name="CapturedAt">When it was captured or imported.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.system-image")]
public sealed record SystemImage(ImageId Id, VolumeFingerprint Content, Instant CapturedAt);
