using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Registries;

namespace DeskFleet.Silo.Api.Catalog;

/// <summary>An image and whose it is.</summary>
internal readonly record struct OwnedImage(AccountId Owner, ImageId Id);

/// <summary>Finds the images that other accounts of the region share with one.</summary>
internal sealed class SharedImages(FleetClient fleet)
{
    public async Task<IReadOnlyList<OwnedImage>> SharedWith(AccountId account) =>
        [.. (await fleet.DescribeRegistry(account)).IdsOf(ListedKind.SharedImage).Select(Parse)];

    /// <summary>Listed as <c>account/region/image</c>.</summary>
    private static OwnedImage Parse(string listed) => listed.Split('/') is [var owner, var region, var image]
        ? new(new(owner, region), new(image))
        : throw new FormatException($"{listed} is no shared image.");
}
