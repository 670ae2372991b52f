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
    public Task<Reply> CreateImage(WorkSpaceId id, CaptureImage capture) => Send(WorkSpace(id), capture);

    /// <summary><see cref="ImageBegun"/>: the image is PENDING until the importer has read the machine image (BYO-05).</summary>
    public Task<Reply> ImportImage(ImportImage import) => Send(Entity.Of(import.Account, import.OperationId.ToImageId()), import);

    public Task<Reply> DeleteImage(AccountId account, ImageId id, DeleteImage delete) => Send(Entity.Of(account, id), delete);

    /// <summary>The images that an account has, a moment after they are made: found in its registry, so nothing else is read. At most 200.</summary>
    public async Task<ImmutableArray<ImageDescription>> Images(AccountId account) =>
        await Images((await DescribeRegistry(account)).IdsOf(ListedKind.Image).Select(id => Entity.Of(account, new ImageId(id))));

    /// <summary>The images of others that an account may copy. At most 200.</summary>
    public async Task<ImmutableArray<ImageDescription>> SharedImages(AccountId account)
    {
        var images = await Images((await DescribeRegistry(account)).IdsOf(ListedKind.SharedImage).Select(key => new Entity(EntityKind.Image, key)));
        return images.RemoveAll(image => !image.SharedWith.Contains(account.Account));
    }

    /// <summary>The bundles that an account has, as they would be launched; published ones only. At most 200.</summary>
    public async Task<ImmutableArray<Bundle>> Bundles(AccountId account)
    {
        var ids = (await DescribeRegistry(account)).IdsOf(ListedKind.Bundle);
        var replies = await Task.WhenAll(ids.Select(id => DescribeBundle(account, new(id))));
        return [.. replies.OfType<BundleResolved>().Select(resolved => resolved.Bundle)];
    }

    /// <summary>Lets another account of the region copy an image, or no more; it finds the image in its registry (<see cref="Core.Registries.ListedKind.SharedImage"/>).</summary>
    public Task<Reply> PermitImage(AccountId owner, ImageId id, PermitImage permit) => Send(Entity.Of(owner, id), permit);

    /// <summary><see cref="ImageBegun"/>: the copy is AVAILABLE and the account's own.</summary>
    public Task<Reply> CopyImage(CopyImage copy) => Send(Entity.Of(copy.Account, copy.OperationId.ToImageId()), copy);

    /// <summary><see cref="ImageDescription"/>, or refused as not found.</summary>
    public Task<Reply> DescribeImage(AccountId account, ImageId id) => Send(Entity.Of(account, id), new DescribeImage());

    /// <summary><see cref="BundleCreated"/>.</summary>
    public Task<Reply> CreateBundle(CreateBundle create) => Send(Entity.Of(create.Account, create.OperationId.ToBundleId()), create);

    public Task<Reply> UpdateBundle(AccountId account, BundleId id, UpdateBundle update) => Send(Entity.Of(account, id), update);

    public Task<Reply> PublishBundle(AccountId account, BundleId id, PublishBundle publish) => Send(Entity.Of(account, id), publish);

    public Task<Reply> DeleteBundle(AccountId account, BundleId id, DeleteBundle delete) => Send(Entity.Of(account, id), delete);

    /// <summary><see cref="BundleResolved"/>: what a launch in the region of <paramref name="owner"/> would get.</summary>
    /// <param name="owner">The account, or the provider (<see cref="AccountId.Provider"/>) for its own bundles.</param>
    public Task<Reply> DescribeBundle(AccountId owner, BundleId id) => Send(Entity.Of(owner, id), new ResolveBundle());

    private async Task<ImmutableArray<ImageDescription>> Images(IEnumerable<Entity> images)
    {
        var replies = await Task.WhenAll(images.Select(image => Send(image, new DescribeImage())));
        return [.. replies.OfType<ImageDescription>().Where(image => image.Status != ImageStatus.Deleted)];
    }
}
