using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts;

/// <summary>Images and bundles of an account (BUN-06..11). Ids of what is made come from the operation's id.</summary>
public sealed partial class FleetClient
{
    /// <summary><see cref="ImageBegun"/>: the desktop is SUSPENDED and the image PENDING.</summary>
    public Task<Reply> CreateImage(WorkSpaceId id, CaptureImage capture) => Tell(WorkSpace(id), capture);

    /// <summary><see cref="ImageBegun"/>: the image is AVAILABLE.</summary>
    public Task<Reply> ImportImage(ImportImage import) => Tell(Entity.Of(import.Account, import.OperationId.ToImageId()), import);

    public Task<Reply> DeleteImage(AccountId account, ImageId id, DeleteImage delete) => Tell(Entity.Of(account, id), delete);

    /// <summary>Lets another account of the region copy an image, or no more; it finds the image in its registry (<see cref="Core.Registries.ListedKind.SharedImage"/>).</summary>
    public Task<Reply> PermitImage(AccountId owner, ImageId id, PermitImage permit) => Tell(Entity.Of(owner, id), permit);

    /// <summary><see cref="ImageBegun"/>: the copy is AVAILABLE and the account's own.</summary>
    public Task<Reply> CopyImage(CopyImage copy) => Tell(Entity.Of(copy.Account, copy.OperationId.ToImageId()), copy);

    /// <summary><see cref="ImageDescription"/>, or refused as not found.</summary>
    public Task<Reply> DescribeImage(AccountId account, ImageId id) => Tell(Entity.Of(account, id), new DescribeImage());

    /// <summary><see cref="BundleCreated"/>.</summary>
    public Task<Reply> CreateBundle(CreateBundle create) => Tell(Entity.Of(create.Account, create.OperationId.ToBundleId()), create);

    public Task<Reply> UpdateBundle(AccountId account, BundleId id, UpdateBundle update) => Tell(Entity.Of(account, id), update);

    public Task<Reply> PublishBundle(AccountId account, BundleId id, PublishBundle publish) => Tell(Entity.Of(account, id), publish);

    public Task<Reply> DeleteBundle(AccountId account, BundleId id, DeleteBundle delete) => Tell(Entity.Of(account, id), delete);

    /// <summary><see cref="BundleResolved"/>: what a launch in the region of <paramref name="owner"/> would get.</summary>
    /// <param name="owner">The account, or the provider (<see cref="AccountId.Provider"/>) for its own bundles.</param>
    public Task<Reply> DescribeBundle(AccountId owner, BundleId id) => Tell(Entity.Of(owner, id), new ResolveBundle());
}
