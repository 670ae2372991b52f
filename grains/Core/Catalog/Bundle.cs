using DeskFleet.Core.Placement;
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
    public string HardwareName => BuiltOn ?? Name;

    /// <summary>Has a GPU of its own (GPU-01).</summary>
    public bool IsGraphics => Size.Gpus > 0;

    /// <summary>The hardware sizes that are offered unless configured otherwise.</summary>
    public static IReadOnlyList<Bundle> Defaults { get; } =
    [
        new("Value", new(1, 2 * 1024, 0), 80, 10),
        new("Standard", new(2, 4 * 1024, 0), 80, 50),
        new("Performance", new(2, 7680, 0), 80, 100),
        new("Graphics", new(8, 15 * 1024, 1), 100, 100),
    ];
}
