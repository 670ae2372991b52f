using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Catalog;

/// <summary>Capturing an image from a desktop (BUN-06, BUN-07, BUN-10).</summary>
public static class CaptureRules
{
    /// <summary>Custom images of an account in a region, unless raised (BUN-10).</summary>
    public const int DefaultImageQuota = 5;

    /// <summary>Most are done by then; a longer one is shown as slow (BUN-07).</summary>
    public static readonly Duration Slow = Duration.FromMinutes(45);

    /// <summary>A capture is given up after this (BUN-07).</summary>
    public static readonly Duration Longest = Duration.FromMinutes(120);

    /// <summary>An image of which nobody has told the end by then has failed: later than any capture ends.</summary>
    public static readonly Duration MaxPending = Duration.FromMinutes(150);

    /// <summary>Images older than this slow down a launch (BUN-13).</summary>
    public static readonly Duration FreshFor = Duration.FromDays(90);

    /// <summary>May an image be captured from this desktop (BUN-06, ENC-16)? Null: yes, if the account's quota has one left.</summary>
    public static Refused? Fault(Lifecycle state, bool isEncrypted) =>
        !Admission.Admits(state, WorkSpaceOperation.CreateImage)
            ? new(RefusalCode.InvalidState, $"An image is captured from a running desktop and this one is {state.ToWire()}; start it first.")
        : isEncrypted
            ? new(RefusalCode.OperationNotSupported, "No image can be captured from an encrypted desktop; use one without encryption.")
        : null;
}
