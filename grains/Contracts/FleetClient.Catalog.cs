using System.Collections.Immutable;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;

namespace DeskFleet.Contracts;

/// <summary>Images and bundles of an account (BUN-06..11). Ids of what is made come from the operation's id.</summary>
public sealed partial class FleetClient
{
    /// <summary><see cref="ImageBegun"/>: the desktop is SUSPENDED and the image PENDING.</summary>
    public Task<Reply> CreateImage(WorkSpaceId id, CaptureImage capture, CancellationToken cancellation = default) => Send(Entity.Of(id), capture, cancellation);

    /// <summary><see cref="ImageBegun"/>: the image is PENDING until the importer has read the machine image (BYO-05).</summary>
    public Task<Reply> ImportImage(ImportImage import, CancellationToken cancellation = default) => Send(Entity.Of(import.Account, import.OperationId.ToImageId()), import, cancellation);

    public Task<Reply> DeleteImage(AccountId account, ImageId id, DeleteImage delete, CancellationToken cancellation = default) => Send(Entity.Of(account, id), delete, cancellation);

    /// <summary>The images that an account has, a moment after they are made: found in its registry, so nothing else is read. At most 200.</summary>
    public async Task<ImmutableArray<ImageDescription>> Images(AccountId account, CancellationToken cancellation = default) =>
        await Images((await DescribeRegistry(account, cancellation)).IdsOf(ListedKind.Image).Select(id => Entity.Of(account, new ImageId(id))), cancellation);

    /// <summary>The images of others that an account may copy. At most 200.</summary>
    public async Task<ImmutableArray<ImageDescription>> SharedImages(AccountId account, CancellationToken cancellation = default)
    {
        var images = await Images((await DescribeRegistry(account, cancellation)).IdsOf(ListedKind.SharedImage).Select(key => new Entity(EntityKind.Image, key)), cancellation);
        return images.RemoveAll(image => !image.SharedWith.Contains(account.Account));
    }

    /// <summary>The bundles that an account has, as they would be launched; published ones only. At most 200.</summary>
    public async Task<ImmutableArray<Bundle>> Bundles(AccountId account, CancellationToken cancellation = default)
    {
        var ids = (await DescribeRegistry(account, cancellation)).IdsOf(ListedKind.Bundle);
        var replies = await Task.WhenAll(ids.Select(id => DescribeBundle(account, new(id), cancellation)));
        return [.. replies.OfType<BundleResolved>().Select(resolved => resolved.Bundle)];
    }

    /// <summary>Lets another account of the region copy an image, or no more; it finds the image in its registry (<see cref="Core.Registries.ListedKind.SharedImage"/>).</summary>
    public Task<Reply> PermitImage(AccountId owner, ImageId id, PermitImage permit, CancellationToken cancellation = default) => Send(Entity.Of(owner, id), permit, cancellation);

    /// <summary><see cref="ImageBegun"/>: the copy is AVAILABLE and the account's own.</summary>
    public Task<Reply> CopyImage(CopyImage copy, CancellationToken cancellation = default) => Send(Entity.Of(copy.Account, copy.OperationId.ToImageId()), copy, cancellation);

    /// <summary><see cref="ImageDescription"/>, or refused as not found.</summary>
    public Task<Reply> DescribeImage(AccountId account, ImageId id, CancellationToken cancellation = default) => Send(Entity.Of(account, id), new DescribeImage(), cancellation);

    /// <summary><see cref="BundleCreated"/>.</summary>
    public Task<Reply> CreateBundle(CreateBundle create, CancellationToken cancellation = default) => Send(Entity.Of(create.Account, create.OperationId.ToBundleId()), create, cancellation);

    public Task<Reply> UpdateBundle(AccountId account, BundleId id, UpdateBundle update, CancellationToken cancellation = default) => Send(Entity.Of(account, id), update, cancellation);

    public Task<Reply> PublishBundle(AccountId account, BundleId id, PublishBundle publish, CancellationToken cancellation = default) => Send(Entity.Of(account, id), publish, cancellation);

    public Task<Reply> DeleteBundle(AccountId account, BundleId id, DeleteBundle delete, CancellationToken cancellation = default) => Send(Entity.Of(account, id), delete, cancellation);

    /// <summary><see cref="BundleResolved"/>: what a launch in the region of <paramref name="owner"/> would get.</summary>
    /// <param name="owner">The account, or the provider (<see cref="AccountId.Provider"/>) for its own bundles.</param>
    public Task<Reply> DescribeBundle(AccountId owner, BundleId id, CancellationToken cancellation = default) => Send(Entity.Of(owner, id), new ResolveBundle(), cancellation);

    private async Task<ImmutableArray<ImageDescription>> Images(IEnumerable<Entity> images, CancellationToken cancellation)
    {
        var replies = await Task.WhenAll(images.Select(image => Send(image, new DescribeImage(), cancellation)));
        return [.. replies.OfType<ImageDescription>().Where(image => image.Status != ImageStatus.Deleted)];
    }
}
