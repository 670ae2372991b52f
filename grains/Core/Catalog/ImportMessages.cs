using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Catalog;

/// <summary>
/// Brings in the account's own Windows as an image (BYO-01, BYO-05). To the image, whose id comes from the operation id; answered with
/// <see cref="ImageBegun"/>: it is PENDING until the importer has read the machine image, and then AVAILABLE or FAILED.
/// </summary>
/// <param name="Name">For people; 1 to 63 characters.</param>
/// <param name="Family">The hardware that it is to run on (BUN-08); its system volume bounds the size.</param>
/// <param name="Windows">What the account says that it brings; the machine image must hold the same version.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.import-machine-image")]
public sealed record ImportImage(
    OperationId OperationId,
    AccountId Account,
    string Name,
    HardwareFamily Family,
    Language Language,
    LicensedWindows Windows,
    MachineImageId Source) : Operation(OperationId);

/// <summary>
/// To the importer: read this machine image. Answered at once with <see cref="Accepted"/>, or refused; the end comes later, as an
/// <see cref="ImportReported"/> to the image. The same order again is accepted again and may report again.
/// </summary>
/// <param name="Image">Where the report goes.</param>
/// <param name="Number">Counts the orders of one image from 1: another one is given when no report has come.</param>
/// <param name="Stated">What the account says that it holds.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.order-import")]
public sealed record OrderImport(Entity Image, int Number, MachineImageId Source, LicensedWindows Stated) : Command;

/// <summary>What a machine image holds, as the importer has read it.</summary>
/// <param name="SizeGB">Of its system volume, in GB.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.image-manifest")]
public sealed record ImageManifest(LicensedWindows Windows, int SizeGB);

/// <summary>The importer's report to the image. One that comes twice, or too late, changes nothing.</summary>
/// <param name="Manifest">Null: it could not be read.</param>
/// <param name="Failure">Why not, one sentence for people; null: it could.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.import-reported")]
public sealed record ImportReported(ImageManifest? Manifest, string? Failure) : Command;

/// <summary>The importer has been told to read the machine image, the first time or once more.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.import-ordered")]
public sealed record ImportOrdered(int Number) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}
