using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>
/// Capturing an image (BUN-06, BUN-07). The desktop is SUSPENDED meanwhile: nobody is connected, no hours are metered, and it can not be
/// terminated.
/// </summary>
public sealed partial class WorkSpace
{
    private static Refused? CaptureFault(WorkSpaceState state, CaptureImage capture) =>
        !state.Exists ? (Refused)Refuse(state, "CreateImage").Reply
        : CatalogImage.NameFault(capture.Name) ?? CaptureRules.Fault(state.Lifecycle, state.Identity!.Encryption is not null);

    private static Question BeginImage(WorkSpaceState state, CaptureImage capture)
    {
        var (desktop, image) = (state.Identity!, capture.OperationId.ToImageId());
        var facts = ImageFacts.CapturedFrom(desktop.Bundle, capture.Name);
        return new(Entity.Of(desktop.Account, image), new BeginImage(capture.OperationId, desktop.Account, image, facts, state.Id));
    }

    private static Decision DecideCapture(WorkSpaceState state, CaptureImage capture, Answers answers, Instant now)
    {
        if ((CaptureFault(state, capture) ?? answers.RefusalBy(EntityKind.Image)) is { } refused)
            return Decision.Refuse(refused);
        var begun = answers.Last<ImageBegun>()!;
        var decision = Order(state, Trigger.CaptureBegan, DriverVerb.Capture, $"{begun.Image} is captured", now);
        var events = decision.Events.Select(happened => happened is StateChanged moved ? moved with { Image = begun.Image } : happened);
        return decision with { Reply = begun, Events = [.. events] };
    }

    /// <summary>The driver has ended the capture. One that failed has left the desktop as it was.</summary>
    private static Decision Captured(WorkSpaceState state, DriverReported report, Instant now)
    {
        var failed = report.Outcome == DriverOutcome.Failed;
        var reason = failed ? Detail(report, "the capture failed") : $"{state.Capturing} is captured";
        Command told = failed ? new FailImage(reason) : new FinishImage(state.Volumes!.Root);
        return Decision.Of(Moved(state, Trigger.CaptureDone, reason, now), ToImage(state, told));
    }

    /// <summary>Nobody knows how far the capture got, or what it left of the desktop.</summary>
    private static Decision CaptureStalled(WorkSpaceState state, Instant now)
    {
        var failed = Moved(state, Trigger.CaptureFailed, $"the capture did not end within {CaptureRules.Longest.TotalMinutes:0} minutes", now);
        return Decision.Of(failed, ToImage(state, new FailImage(failed.Reason)));
    }

    private static Effect ToImage(WorkSpaceState state, Command told) => new(Entity.Of(state.Identity!.Account, state.Capturing!.Value), told);
}
