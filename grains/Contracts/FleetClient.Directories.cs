using DeskFleet.Contracts.Directories;
using DeskFleet.Contracts.Registries;
using DeskFleet.Core.Documents;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts;

/// <summary>Directories, their users, and what an account has set up.</summary>
public sealed partial class FleetClient
{
    /// <summary>The one WorkSpace of a user; null: none, as of whom nobody can be called (<see cref="UserName.Fault"/>) (QTA-01).</summary>
    public Task<WorkSpaceId?> WorkSpaceOf(DirectoryId directory, UserName user, CancellationToken cancellation = default) => IdRules.Fault(directory) is null && user.Fault() is null
        ? Ask(grains => grains.GetGrain<IUserGrain>(Entity.Of(directory, user).Key).WorkSpace(), cancellation)
        : Task.FromResult<WorkSpaceId?>(null);

    /// <summary>The newest copy of a user's documents, which stays when the desktop is gone (BAK-04); null: none was saved.</summary>
    public async Task<DocumentCopy?> Documents(DirectoryId directory, UserName user, CancellationToken cancellation = default) =>
        (await Send(Entity.Of(directory, user), new ReadDocuments(), cancellation) as DocumentsRead)?.Newest;

    /// <summary>How a directory stands; null when there is none.</summary>
    public Task<DirectoryDescription?> DescribeDirectory(DirectoryId id, CancellationToken cancellation = default) => IdRules.Fault(id) is null
        ? Ask(grains => grains.GetGrain<IDirectoryGrain>(id.Value).Describe(), cancellation)
        : Task.FromResult<DirectoryDescription?>(null);

    /// <summary>What an account has set up in a region.</summary>
    public Task<RegistryDescription> DescribeRegistry(AccountId account, CancellationToken cancellation = default) =>
        Ask(grains => grains.GetGrain<IRegistryGrain>(account.ToString()).Describe(), cancellation);
}
