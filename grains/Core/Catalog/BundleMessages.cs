using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Catalog;

/// <summary>Pairs an image of the account with hardware (BUN-09). To the bundle, whose id comes from the operation id.</summary>
/// <param name="Publish">False: it can not be launched until it is published.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.create-bundle")]
public sealed record CreateBundle(
    OperationId OperationId, AccountId Account, string Name, Hardware Hardware, ImageId Image, bool Publish = true) : Operation(OperationId);

[GenerateSerializer, Immutable, Alias("deskfleet.bundle-created")]
public sealed record BundleCreated(BundleId Bundle) : Reply;

/// <summary>Gives a bundle another image of the same tier and family. Desktops get it when they are rebuilt from it (BUN-11).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.update-bundle")]
public sealed record UpdateBundle(OperationId OperationId, ImageId Image) : Operation(OperationId);

/// <summary>Offers a bundle for launches, or no more (BUN-09).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.publish-bundle")]
public sealed record PublishBundle(OperationId OperationId, bool IsPublished) : Operation(OperationId);

/// <summary>Deletes a bundle of the account. Desktops that were launched from it stay as they are.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.delete-bundle")]
public sealed record DeleteBundle(OperationId OperationId) : Operation(OperationId);

/// <summary>The operator's own statement of a bundle: other sizes for one of the provider's, or one that was arranged for an account.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.define-bundle")]
public sealed record DefineBundle(Bundle Bundle) : Command;

/// <summary>At a launch: what are you, and may you be launched?</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.resolve-bundle")]
public sealed record ResolveBundle : Command;

/// <summary>The bundle as it is launched now.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.bundle-resolved")]
public sealed record BundleResolved(Bundle Bundle) : Reply;

[GenerateSerializer, Immutable, Alias("deskfleet.bundle-defined")]
public sealed record BundleDefined(Bundle Bundle) : FleetEvent;

/// <summary>A bundle of an image of the account.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.bundle-made")]
public sealed record BundleMade(AccountId Account, Hardware Hardware, ImageFacts Image, Bundle Bundle, bool IsPublished) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.bundle-updated")]
public sealed record BundleUpdated(ImageFacts Facts, SystemImage Image) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.bundle-published")]
public sealed record BundlePublished(bool IsPublished) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.bundle-deleted")]
public sealed record BundleDeleted : FleetEvent;
