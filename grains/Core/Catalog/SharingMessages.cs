using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Catalog;

/// <summary>Lets another account of the region copy an image, or no more. To the image. What was copied stays with who copied it.</summary>
/// <param name="Account">The other account; 1 to 64 characters.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.permit-image")]
public sealed record PermitImage(OperationId OperationId, string Account, bool IsPermitted) : Operation(OperationId);

/// <summary>
/// Copies an image that is the account's own or shared with it, within the region (REG-06). To the new image, whose id comes from the
/// operation id: it belongs to the account and counts under its quota (BUN-10). Answered with <see cref="ImageBegun"/>: it is AVAILABLE.
/// </summary>
/// <param name="Account">Whose the copy will be.</param>
/// <param name="Name">For people; 1 to 63 characters.</param>
/// <param name="Owner">Whose the source is.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.copy-image")]
public sealed record CopyImage(OperationId OperationId, AccountId Account, string Name, AccountId Owner, ImageId Source) : Operation(OperationId);

/// <summary>From the copy to its source: what are you, and may this account copy you?</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.read-image")]
public sealed record ReadImage(string Account) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.image-read")]
public sealed record ImageRead(ImageFacts Facts, SystemImage Image) : Reply;

/// <summary>Another account may copy the image, or may not any more.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.image-permission-changed")]
public sealed record ImagePermissionChanged(string Account, bool IsPermitted) : FleetEvent;
