using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Users;
using NodaTime;

namespace DeskFleet.Contracts;

/// <summary>What administrators set up. Each call has an operation id, as users' calls have: asked again under it, it answers the same and does nothing twice.</summary>
public sealed partial class FleetClient
{
    public Task<Reply> SetLimits(OperationId id, AccountId account, SetLimits set, CancellationToken cancellation = default) => Once(id, Entity.Of(account), set, cancellation);

    public Task<Reply> CreateDirectory(OperationId id, DirectoryId directory, CreateDirectory create, CancellationToken cancellation = default) => Once(id, Entity.Of(directory), create, cancellation);

    public Task<Reply> RegisterDirectory(OperationId id, DirectoryId directory, RegisterDirectory register, CancellationToken cancellation = default) => Once(id, Entity.Of(directory), register, cancellation);

    public Task<Reply> ConfigureDirectory(OperationId id, DirectoryId directory, ConfigureDirectory configure, CancellationToken cancellation = default) => Once(id, Entity.Of(directory), configure, cancellation);

    /// <summary>What desktops get at their launch from then on; those there are stay as they are.</summary>
    public Task<Reply> ConfigureDesktops(OperationId id, DirectoryId directory, ConfigureDesktops configure, CancellationToken cancellation = default) => Once(id, Entity.Of(directory), configure, cancellation);

    public Task<Reply> ChangeIpGroups(OperationId id, DirectoryId directory, ChangeDirectoryIpGroups change, CancellationToken cancellation = default) => Once(id, Entity.Of(directory), change, cancellation);

    public Task<Reply> DeregisterDirectory(OperationId id, DirectoryId directory, DeregisterDirectory deregister, CancellationToken cancellation = default) => Once(id, Entity.Of(directory), deregister, cancellation);

    public Task<Reply> DeleteDirectory(OperationId id, DirectoryId directory, DeleteDirectory delete, CancellationToken cancellation = default) => Once(id, Entity.Of(directory), delete, cancellation);

    /// <summary>Disabling blocks the next sign-in; who is connected stays connected (DIR-11).</summary>
    public Task<Reply> EnableUser(OperationId id, DirectoryId directory, UserName user, bool isEnabled, CancellationToken cancellation = default) =>
        Once(id, Entity.Of(directory, user), new EnableUser(isEnabled), cancellation);

    public Task<Reply> ConfigurePool(OperationId id, HostPoolId pool, ConfigurePool configure, CancellationToken cancellation = default) => Once(id, Entity.Of(pool), configure, cancellation);

    /// <summary>Adds hosts to a pool. The name of the batch counts besides the id: the same batch is never allocated twice.</summary>
    public Task<Reply> AllocateHosts(OperationId id, HostPoolId pool, AllocateHosts allocate, CancellationToken cancellation = default) => Once(id, Entity.Of(pool), allocate, cancellation);

    /// <summary>Who runs there stays; nobody is placed there any more.</summary>
    /// <param name="until">When it takes desktops again by itself; null: when it is returned. One without an end is reminded of after a day.</param>
    public Task<Reply> DrainHost(OperationId id, HostId host, Instant? until = null, CancellationToken cancellation = default) =>
        Once(id, Entity.Of(host), new DrainHost { Until = until }, cancellation);

    /// <summary>
    /// For whoever watches the machines: a host is gone. Believed within what the brake allows, otherwise <see cref="LossHeld"/>: nobody is moved until it
    /// is reported again a minute later, or confirmed by <see cref="LoseHost"/>.
    /// </summary>
    public Task<Reply> ReportHostLost(OperationId id, HostId host, string detail, CancellationToken cancellation = default) =>
        Once(id, Entity.Of(host), new ReportHostLost(detail), cancellation);

    /// <summary>Declares a host lost: its desktops are UNHEALTHY and are placed again elsewhere in the zone.</summary>
    public Task<Reply> LoseHost(OperationId id, HostId host, string detail, CancellationToken cancellation = default) => Once(id, Entity.Of(host), new LoseHost(detail), cancellation);

    public Task<Reply> ReturnHost(OperationId id, HostId host, CancellationToken cancellation = default) => Once(id, Entity.Of(host), new ReturnHost(), cancellation);

    public Task<Reply> DefineBundle(OperationId id, AccountId owner, DefineBundle define, CancellationToken cancellation = default) => Once(id, Entity.Of(owner, define.Bundle.Id), define, cancellation);

    /// <summary><see cref="IpGroupCreated"/>.</summary>
    public Task<Reply> CreateIpGroup(AccountId account, CreateIpGroup create, CancellationToken cancellation = default) => Send(Entity.OfRegistry(account), create, cancellation);

    public Task<Reply> ChangeIpRules(OperationId id, AccountId account, ChangeIpRules change, CancellationToken cancellation = default) => Once(id, Entity.OfRegistry(account), change, cancellation);

    public Task<Reply> DeleteIpGroup(OperationId id, AccountId account, DeleteIpGroup delete, CancellationToken cancellation = default) => Once(id, Entity.OfRegistry(account), delete, cancellation);

    private Task<Reply> Once(OperationId id, Entity entity, Command command, CancellationToken cancellation) => Send(entity, new Once(id, command), cancellation);
}
