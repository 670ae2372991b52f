using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using NodaTime;
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
public sealed record Enlist(ListedKind Kind, string Id) : Command
{
    /// <summary>A name that nothing else of the kind may have; null: it needs none (BUN-09).</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>What the account says of it; only together with a name.</summary>
    [Id(1)]
    public string? Description { get; init; }
}

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

/// <summary>What is listed under a name.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.listed-name")]
public sealed record ListedName(Listed Listed, string Name)
{
    /// <summary>As the account gave it.</summary>
    [Id(0)]
    public string? Description { get; init; }

    /// <summary>When it was listed.</summary>
    [Id(1)]
    public Instant? At { get; init; }
}

[GenerateSerializer, Immutable, Alias("deskfleet.enlisted")]
public sealed record Enlisted(Listed Listed) : FleetEvent
{
    /// <summary>Null: it has none.</summary>
    [Id(0)]
    public string? Name { get; init; }

    [Id(1)]
    public string? Description { get; init; }

    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The account says something else of what is listed.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.redescribed")]
public sealed record Redescribed(Listed Listed, string Description) : FleetEvent
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

/// <summary>A second name of a key (ENC-05).</summary>
/// <param name="Name">With its prefix, such as <c>alias/desktops</c>; one a region and account.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.key-alias")]
public sealed record KeyAlias(string Name, KeyArn Key);

/// <summary>Gives a key a second name, or another key the name.</summary>
/// <param name="MustBeNew">True: a name that is there is refused; false: one that is not there is.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.set-key-alias")]
public sealed record SetKeyAlias(OperationId OperationId, KeyAlias Named, bool MustBeNew) : Operation(OperationId);

/// <summary>Takes a second name away; the key stays.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.delete-key-alias")]
public sealed record DeleteKeyAlias(OperationId OperationId, string Name) : Operation(OperationId);

/// <summary>Gives a directory, image, bundle or IP access group tags, all or none (TAG-01).</summary>
/// <param name="Resource">Its id. Whether it is there is the caller's to find out.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.tag-resource")]
public sealed record TagResource(OperationId OperationId, string Resource, ImmutableArray<Tag> Tags) : Operation(OperationId);

/// <summary>Takes tags away; keys that are not there are gone already.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.untag-resource")]
public sealed record UntagResource(OperationId OperationId, string Resource, ImmutableArray<string> Keys) : Operation(OperationId);

/// <summary>One resource's tags.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.resource-tags")]
public sealed record ResourceTags(string Resource, TagSet Tags);

[GenerateSerializer, Immutable, Alias("deskfleet.key-alias-set")]
public sealed record KeyAliasSet(KeyAlias Named) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

[GenerateSerializer, Immutable, Alias("deskfleet.key-alias-deleted")]
public sealed record KeyAliasDeleted(string Name) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>A resource has these tags from now on, all of them.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.resource-tagged")]
public sealed record ResourceTagged(ResourceTags Tagged) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}
