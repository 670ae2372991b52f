using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using Orleans;

namespace DeskFleet.Core.Registries;

/// <summary>What a registry lists.</summary>
public enum ListedKind
{
    Directory,
    Image,
    Bundle,
    Key,

    /// <summary>An image of another account that this one may copy; its id is <c>account/region/image</c>.</summary>
    SharedImage,
}

/// <summary>One thing that an account has set up.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.listed")]
public readonly record struct Listed(ListedKind Kind, string Id);

/// <summary>Where users may come from: a range of addresses.</summary>
/// <param name="Range">CIDR, such as <c>10.0.0.0/8</c>.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.ip-rule")]
public sealed record IpRule(string Range, string Description);

/// <summary>An IP access group: its rules, for any number of directories.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.ip-group")]
public sealed record IpGroup(string Id, string Name, string Description, ImmutableArray<IpRule> Rules);

/// <summary>Puts something on the account's list; what is there already stays.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.enlist")]
public sealed record Enlist(ListedKind Kind, string Id) : Command;

/// <summary>Takes something off the account's list; what is not there is gone already.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.delist")]
public sealed record Delist(ListedKind Kind, string Id) : Command;

/// <summary>Makes an IP access group; its id derives from the operation id.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.create-ip-group")]
public sealed record CreateIpGroup(OperationId OperationId, string Name, string Description, ImmutableArray<IpRule> Rules) : Operation(OperationId);

/// <summary>The group is there.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.ip-group-created")]
public sealed record IpGroupCreated(string Group) : Reply;

[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.delete-ip-group")]
public sealed record DeleteIpGroup(string Group) : Command;

/// <summary>Changes the rules of a group. A rule whose range is there already gets the new description.</summary>
/// <param name="Replace">Forget all rules that were there before.</param>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.change-ip-rules")]
public sealed record ChangeIpRules(string Group, bool Replace, ImmutableArray<IpRule> Add, ImmutableArray<string> Remove) : Command;

[GenerateSerializer, Immutable, Alias("deskfleet.enlisted")]
public sealed record Enlisted(Listed Listed) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.delisted")]
public sealed record Delisted(Listed Listed) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>A group is there, or has other rules.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.ip-group-set")]
public sealed record IpGroupSet(IpGroup Group) : FleetEvent;

[GenerateSerializer, Immutable, Alias("deskfleet.ip-group-deleted")]
public sealed record IpGroupDeleted(string Group) : FleetEvent;
