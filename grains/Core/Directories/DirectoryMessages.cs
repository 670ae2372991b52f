using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Directories;

/// <summary>Registers a directory with its two zones, which can never be changed (PLC-01).</summary>
/// <param name="IsDedicated">Runs on the account's own hosts, with its own Windows image only (BYO-03, BYO-09).</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.register-directory")]
public sealed record RegisterDirectory(AccountId Account, ZoneId ZoneA, ZoneId ZoneB, bool IsDedicated) : Command
{
    [Id(0)]
    public DesktopSettings Desktops { get; init; } = DesktopSettings.Default;
}

/// <summary>Makes a directory: the service's own, or a way to the customer's (DIR-02, DIR-03). It is registered later (DIR-06).</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.create-directory")]
public sealed record CreateDirectory(AccountId Account, DirectoryProfile Profile) : Command;

/// <summary>Ends the registration; refused while there are WorkSpaces.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.deregister-directory")]
public sealed record DeregisterDirectory(AccountId Account) : Command;

/// <summary>Deletes a directory that is not registered and has no WorkSpaces (DIR-17).</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.delete-directory")]
public sealed record DeleteDirectory(AccountId Account) : Command;

/// <summary>Sets settings of a registered directory; others stay as they are (DIR-14).</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.configure-directory")]
public sealed record ConfigureDirectory(AccountId Account, DirectorySettings Settings) : Command;

/// <summary>Sets what desktops get that are launched in a registered directory from now on.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.configure-desktops")]
public sealed record ConfigureDesktops(AccountId Account, DesktopSettings Desktops) : Command;

/// <summary>Puts IP access groups on a registered directory, and takes some away. Those that are there, or gone, already are no fault.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.change-directory-ip-groups")]
public sealed record ChangeDirectoryIpGroups(AccountId Account, ImmutableArray<string> Add, ImmutableArray<string> Remove) : Command;

/// <summary>Asks for a place in the directory, in the zone with fewer WorkSpaces (PLC-02).</summary>
/// <param name="OnTie">The zone to take when both have the same number: the one with more free capacity. Asked a second time.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.lease-place")]
public sealed record LeasePlace(OperationId OperationId, WorkSpaceId WorkSpace, ZoneId? OnTie = null) : Command
{
    /// <summary>What is launched: where all count the same, the zone with fewer of them is preferred. Null: an earlier version does not say.</summary>
    [Id(0)]
    public BundleId? Bundle { get; init; }

    /// <summary>On a tie: when the place was granted that is spoken of. Null: an earlier version does not say.</summary>
    [Id(1)]
    public Instant? GrantedAt { get; init; }
}

/// <summary>A place, and what a launch needs to know of the directory.</summary>
/// <param name="Preferred">The zone with fewer WorkSpaces.</param>
/// <param name="Other">Where to go when the preferred one is full (PLC-04).</param>
/// <param name="IsTie">Both zones had the same number; the one with more free capacity is better.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.place-leased")]
public sealed record PlaceLeased(OperationId OperationId, AccountId Account, ZoneId Preferred, ZoneId Other, bool IsDedicated, bool IsTie) : Reply, IGrant
{
    public Command GiveBack => new CancelLease(OperationId) { GrantedAt = GrantedAt };

    [Id(0)]
    public DesktopSettings Desktops { get; init; } = DesktopSettings.Default;

    /// <summary>The domain that desktops join; null: the directory was made elsewhere and only its id is known.</summary>
    [Id(1)]
    public string? Domain { get; init; }

    /// <summary>Since when the directory has no WorkSpace; null: it has one, or nobody asks (DIR-16).</summary>
    [Id(2)]
    public Instant? EmptySince { get; init; }

    /// <summary>Null: the directory was made elsewhere.</summary>
    [Id(3)]
    public DirectoryType? Type { get; init; }

    /// <summary>When it was granted (<see cref="Lease.GrantedAt"/>).</summary>
    [Id(4)]
    public Instant GrantedAt { get; init; }

    /// <summary>Who owns the hosts that may be used.</summary>
    public AccountId HostOwner => IsDedicated ? Account : Account with { Account = AccountId.Provider };
}

[GenerateSerializer, Immutable, Alias("deskfleet.directory-registered")]
public sealed record DirectoryRegistered(AccountId Account, ZoneId ZoneA, ZoneId ZoneB, bool IsDedicated) : FleetEvent
{
    [Id(0)]
    public DesktopSettings Desktops { get; init; } = DesktopSettings.Default;
}

/// <summary>Asks for a turn in the window that is open now (MNT-03). Asking again takes another one.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.take-turn")]
public sealed record TakeTurn(ZoneId Zone) : Command;

/// <summary>A turn, which may be the one that has just begun.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.turn-taken")]
public sealed record TurnTaken(Instant At) : Reply;

[GenerateSerializer, Immutable, Alias("deskfleet.turn-booked")]
public sealed record TurnBooked(TurnBook Book) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.directory-created")]
public sealed record DirectoryCreated(AccountId Account, DirectoryProfile Profile) : FleetEvent;

/// <summary>From the first WorkSpace that can be used in an empty directory (DIR-16).</summary>
/// <param name="EmptySince">Since when it was empty: said again when it is empty anew, it means nothing.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.occupy-directory")]
public sealed record OccupyDirectory(Instant EmptySince, Instant At) : Command;

/// <summary>It has a WorkSpace that can be used, since then (DIR-16).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.directory-occupied")]
public sealed record DirectoryOccupied(Instant Since) : FleetEvent;

/// <summary>Its last WorkSpace is gone (DIR-16).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.directory-emptied")]
public sealed record DirectoryEmptied : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.directory-deregistered")]
public sealed record DirectoryDeregistered : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.directory-deleted")]
public sealed record DirectoryDeleted : FleetEvent;

/// <summary>These settings have new values.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.directory-configured")]
public sealed record DirectoryConfigured(DirectorySettings Settings) : FleetEvent;

/// <summary>Desktops that are launched from now on get these.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.desktops-configured")]
public sealed record DesktopsConfigured(DesktopSettings Desktops) : FleetEvent;

/// <summary>A directory has these IP access groups from now on, all of them.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.directory-ip-groups-changed")]
public sealed record DirectoryIpGroupsChanged(ImmutableArray<string> Groups) : FleetEvent;
