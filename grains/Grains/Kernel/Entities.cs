using DeskFleet.Contracts;
using DeskFleet.Contracts.Billing;
using DeskFleet.Contracts.Directories;
using DeskFleet.Contracts.Registries;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Storage;
using NodaTime;
using Directory = DeskFleet.Core.Directories.Directory;

namespace DeskFleet.Grains.Kernel;

/// <summary>Where entity grains keep their one record. A record is named after its kind: keys are unique among one kind only.</summary>
public static class FleetStorage
{
    public const string Name = "fleet";
}

public sealed class WorkSpaceGrain(
    [PersistentState(nameof(EntityKind.WorkSpace), FleetStorage.Name)] IPersistentState<StoredRecord<WorkSpaceState>> store, EntityPorts ports, Biller biller)
    : EntityGrain<WorkSpaceState, WorkSpace>(store, ports), IWorkSpaceGrain
{
    public Task<WorkSpaceDescription?> Describe() => Task.FromResult(Look(WorkSpaceDescription.Of(State, Now)));

    public Task<Reply> Statement(BillingMonth month, string? tag) => Task.FromResult(Look(Bills.Of(State, month, tag, Now, biller)));

    public Task<Duration> RunningTime(Instant from, Instant to) => Task.FromResult(Look(State.Usage.RanIn(from, Instant.Min(to, Now))));
}

public sealed class UserGrain(
    [PersistentState(nameof(EntityKind.User), FleetStorage.Name)] IPersistentState<StoredRecord<UserState>> store, EntityPorts ports)
    : EntityGrain<UserState, User>(store, ports), IUserGrain
{
    public Task<WorkSpaceId?> WorkSpace() => Task.FromResult(Look(State.WorkSpace));
}

public sealed class DirectoryGrain(
    [PersistentState(nameof(EntityKind.Directory), FleetStorage.Name)] IPersistentState<StoredRecord<DirectoryState>> store, EntityPorts ports, Biller biller)
    : EntityGrain<DirectoryState, Directory>(store, ports), IDirectoryGrain
{
    public Task<DirectoryDescription?> Describe() => Task.FromResult(Look(DirectoryDescription.Of(State)));

    public Task<Reply> Statement(BillingMonth month) => Task.FromResult(Look(Bills.Of(State, month, Now, biller)));
}

public sealed class RegistryGrain(
    [PersistentState(nameof(EntityKind.Registry), FleetStorage.Name)] IPersistentState<StoredRecord<RegistryState>> store, EntityPorts ports)
    : EntityGrain<RegistryState, Registry>(store, ports), IRegistryGrain
{
    public Task<RegistryDescription> Describe() => Task.FromResult(
        new RegistryDescription(State.Entries, State.IpGroups) { KeyAliases = State.KeyAliases, Tags = State.Tags, Names = State.Names, Alarms = State.Alarms });
}

public sealed class DedicatedHostGrain(
    [PersistentState(nameof(EntityKind.DedicatedHost), FleetStorage.Name)] IPersistentState<StoredRecord<HostState>> store, EntityPorts ports)
    : EntityGrain<HostState, DedicatedHost>(store, ports), IDedicatedHostGrain;

public sealed class HostPoolGrain(
    [PersistentState(nameof(EntityKind.HostPool), FleetStorage.Name)] IPersistentState<StoredRecord<HostPoolState>> store, EntityPorts ports)
    : EntityGrain<HostPoolState, HostPool>(store, ports), IHostPoolGrain;

public sealed class AccountGrain(
    [PersistentState(nameof(EntityKind.Account), FleetStorage.Name)] IPersistentState<StoredRecord<AccountState>> store, EntityPorts ports, Biller biller)
    : EntityGrain<AccountState, Account>(store, ports), IAccountGrain
{
    public Task<Reply> Statement(BillingMonth month) => Task.FromResult(Look(Bills.Of(State, month, Now, biller)));
}

public sealed class BundleGrain(
    [PersistentState(nameof(EntityKind.Bundle), FleetStorage.Name)] IPersistentState<StoredRecord<CatalogBundleState>> store, EntityPorts ports)
    : EntityGrain<CatalogBundleState, CatalogBundle>(store, ports), IBundleGrain;

public sealed class ImageGrain(
    [PersistentState(nameof(EntityKind.Image), FleetStorage.Name)] IPersistentState<StoredRecord<CatalogImageState>> store, EntityPorts ports)
    : EntityGrain<CatalogImageState, CatalogImage>(store, ports), IImageGrain;

public sealed class KeyGrain(
    [PersistentState(nameof(EntityKind.Key), FleetStorage.Name)] IPersistentState<StoredRecord<KeyState>> store, EntityPorts ports)
    : EntityGrain<KeyState, Key>(store, ports), IKeyGrain;
