using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Catalog;

/// <summary>Which image goes with which hardware, and what may be launched where. Null: allowed. Decision tables, nothing else.</summary>
public static class BundleRules
{
    /// <summary>Pairs an image with hardware (BUN-01, BUN-08, BYO-19, GPU-03).</summary>
    /// <param name="mayBringGraphics">The account has the flag for Graphics under its own licences (BYO-19).</param>
    public static Refused? PairFault(ImageFacts image, Hardware hardware, bool mayBringGraphics) =>
        image.Family != hardware.Family()
            ? new(RefusalCode.BundleNotAllowed, $"Image {image.Name} is of the {image.Family} family and can not run on {hardware}; choose hardware of its family.")
        : hardware == Hardware.Graphics && image.Experience == Experience.Windows10
            ? new(RefusalCode.BundleNotAllowed, "Graphics is offered with Windows 7 only; choose an image with Windows 7.")
        : hardware == Hardware.Graphics && image.Origin == ImageOrigin.OwnLicence && !mayBringGraphics
            ? new(RefusalCode.ArrangementNeeded, "Graphics under own licences is by arrangement; contact support.")
        : null;

    /// <summary>Puts another image into a bundle; desktops get it at their next rebuild (BUN-11).</summary>
    public static Refused? UpdateFault(Hardware hardware, ImageFacts now, ImageFacts image, bool mayBringGraphics) =>
        image.Tier != now.Tier
            ? new(RefusalCode.BundleNotAllowed, $"The bundle is {now.Tier} and image {image.Name} is {image.Tier}; use an image of the same tier.")
            : PairFault(image, hardware, mayBringGraphics);

    /// <summary>Launches a bundle in a directory (BYO-03, BYO-09).</summary>
    public static Refused? LaunchFault(Bundle bundle, bool isDedicatedDirectory) =>
        OriginFault(bundle.BringsOwnLicence ? ImageOrigin.OwnLicence : ImageOrigin.Provider, isDedicatedDirectory);

    /// <summary>Dedicated hosts run the account's own Windows and nothing else does; public bundles are the provider's (BYO-03, BYO-09).</summary>
    public static Refused? OriginFault(ImageOrigin origin, bool isDedicatedDirectory) => (origin, isDedicatedDirectory) switch
    {
        (ImageOrigin.Provider, true) =>
            new(RefusalCode.BundleNotAllowed, "A dedicated directory launches bundles with the account's own Windows image only; use another directory."),
        (ImageOrigin.OwnLicence, false) =>
            new(RefusalCode.BundleNotAllowed, "A bundle with the account's own licences needs a dedicated directory."),
        _ => null,
    };
}
