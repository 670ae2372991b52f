using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Catalog;

/// <summary>Which image goes with which hardware, and what may be launched where. Null: allowed. Decision tables, nothing else.</summary>
public static class BundleRules
{
    /// <summary>Pairs an image with hardware (BUN-01, BUN-08, BYO-19, GPU-03).</summary>
    /// <param name="mayBringGraphics">The account has the flag for Graphics under its own licences (BYO-19).</param>
    public static Refused? PairFault(CustomImage image, Hardware hardware, bool mayBringGraphics) =>
        image.Family != hardware.Family()
            ? new(RefusalCode.BundleNotAllowed, $"Image {image.Id} is of the {image.Family} family and can not run on {hardware}; choose hardware of its family.")
        : hardware == Hardware.Graphics && image.Experience == Experience.Windows10
            ? new(RefusalCode.BundleNotAllowed, "Graphics is offered with Windows 7 only; choose an image with Windows 7.")
        : hardware == Hardware.Graphics && image.Origin == ImageOrigin.OwnLicence && !mayBringGraphics
            ? new(RefusalCode.ArrangementNeeded, "Graphics under own licences is by arrangement; contact support.")
        : null;

    /// <summary>Puts another image into a bundle; desktops get it at their next rebuild (BUN-11).</summary>
    public static Refused? UpdateFault(CustomBundle bundle, CustomImage image, bool mayBringGraphics) =>
        image.Tier != bundle.Image.Tier
            ? new(RefusalCode.BundleNotAllowed, $"{bundle.Id} is {bundle.Image.Tier} and image {image.Id} is {image.Tier}; use an image of the same tier.")
            : PairFault(image, bundle.Hardware, mayBringGraphics);

    /// <summary>Launches a custom bundle (BUN-09, BYO-03, BYO-09).</summary>
    public static Refused? LaunchFault(CustomBundle bundle, bool isDedicatedDirectory) =>
        !bundle.IsPublished
            ? new(RefusalCode.BundleNotAllowed, $"{bundle.Id} is not published; publish it first.")
            : OriginFault(bundle.Image.Origin, isDedicatedDirectory);

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
