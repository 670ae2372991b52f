using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Catalog;

/// <summary>Captures an image from a running desktop, which is SUSPENDED meanwhile (BUN-06). To the WorkSpace.</summary>
/// <param name="Name">For people; 1 to 63 characters.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.capture-image")]
public sealed record CaptureImage(OperationId OperationId, string Name) : Operation(OperationId);

/// <summary>The image is PENDING.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.image-begun")]
public sealed record ImageBegun(OperationId OperationId, ImageId Image) : Reply, IGrant
{
    public Command GiveBack => new FailImage("The desktop refused the capture.");
}

/// <summary>From the WorkSpace to the image that it is about to be captured into: is there one left under the account's quota (BUN-10)?</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.begin-image")]
public sealed record BeginImage(OperationId OperationId, AccountId Account, ImageId Image, ImageFacts Facts, WorkSpaceId Source) : Command;

/// <summary>The capture is done.</summary>
/// <param name="Content">What the image puts on C:.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.finish-image")]
public sealed record FinishImage(VolumeFingerprint Content) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.fail-image")]
public sealed record FailImage(string Reason) : Command;

/// <summary>Deletes an image that no bundle uses; it does not count any more.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.delete-image")]
public sealed record DeleteImage(OperationId OperationId) : Operation(OperationId);

/// <summary>From a bundle: I want to be made of you.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.use-image")]
public sealed record UseImage(BundleId Bundle) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.image-used")]
public sealed record ImageUsed(BundleId Bundle, ImageFacts Facts, SystemImage Image) : Reply, IGrant
{
    public Command GiveBack => new LeaveImage(Bundle);
}

/// <summary>From a bundle: I am not made of you any more.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.leave-image")]
public sealed record LeaveImage(BundleId Bundle) : Command;

[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.describe-image")]
public sealed record DescribeImage : Command;

/// <summary>How an image stands.</summary>
/// <param name="IsSlow">It took, or takes, longer than 45 minutes (BUN-07).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.image-description")]
public sealed record ImageDescription(
    ImageId Image, ImageStatus Status, string Reason, ImageFacts Facts, WorkSpaceId? Source, Instant BegunAt, bool IsSlow, ImmutableArray<BundleId> Bundles)
    : Reply
{
    /// <summary>Other accounts that may copy it, in the order of their names.</summary>
    [Id(0)]
    public ImmutableArray<string> SharedWith { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("deskfleet.image-made")]
public sealed record ImageMade(ImageTerms Terms) : FleetEvent;

/// <param name="Took">How long it was PENDING.</param>
/// <param name="IsSlow">Longer than 45 minutes (BUN-07).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.image-finished")]
public sealed record ImageFinished(VolumeFingerprint Content, Duration Took, bool IsSlow) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.image-failed")]
public sealed record ImageFailed(string Reason) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.image-deleted")]
public sealed record ImageDeleted : FleetEvent;

/// <summary>Which bundles are made of the image has changed.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.image-bundles-changed")]
public sealed record ImageBundlesChanged(ImmutableArray<BundleId> Bundles) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}
