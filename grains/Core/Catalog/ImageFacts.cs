using DeskFleet.Core.Identity;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Catalog;

/// <summary>What an image is: operating system, software and settings (BUN-01). It stays so for life.</summary>
/// <param name="Family">Of the desktop that it was captured from; it can be paired with hardware of this family only (BUN-08).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.image-facts")]
public sealed record ImageFacts(
    string Name, HardwareFamily Family, SoftwareTier Tier, Experience Experience, Language Language, ImageOrigin Origin)
{
    /// <summary>What an image captured from a desktop of this bundle will be.</summary>
    public static ImageFacts CapturedFrom(Bundle bundle, string name) => new(
        name,
        bundle.Family,
        bundle.HasPlus ? SoftwareTier.Plus : SoftwareTier.Basic,
        bundle.Experience,
        bundle.Language,
        bundle.BringsOwnLicence ? ImageOrigin.OwnLicence : ImageOrigin.Provider);
}

/// <summary>The life of an image.</summary>
public enum ImageStatus
{
    None,
    Pending,
    Available,
    Failed,
    Deleted,
}

/// <summary>Under whose account and operation an image is made.</summary>
/// <param name="Source">The desktop that it is captured from; null: imported or copied.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.image-terms")]
public sealed record ImageTerms(OperationId Operation, AccountId Account, ImageId Id, ImageFacts Facts, WorkSpaceId? Source, Instant BegunAt)
{
    /// <summary>A copy is as old as what it was copied from (BUN-13): when that was captured; null: this is no copy.</summary>
    [Id(0)]
    public Instant? CopyOf { get; init; }

    /// <summary>What it is imported from (BYO-05); null: it is captured, or copied.</summary>
    [Id(1)]
    public ImportSource? Import { get; init; }
}

/// <summary>Where an image is imported from, and what the account says that it is.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.import-source")]
public sealed record ImportSource(MachineImageId MachineImage, LicensedWindows Windows);
