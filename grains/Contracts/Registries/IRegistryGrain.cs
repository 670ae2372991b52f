using System.Collections.Immutable;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Registries;
using DeskFleet.Core.Tags;

namespace DeskFleet.Contracts.Registries;

/// <summary>What one account has set up in one region; its key is account/region.</summary>
[Alias("deskfleet.grains.registry")]
public interface IRegistryGrain : IEntityGrain
{
    /// <summary>Everything that it lists.</summary>
    [AnyGateway, Alias("Describe")]
    Task<RegistryDescription> Describe();
}

/// <summary>What a caller may know of a registry.</summary>
/// <param name="Entries">Directories, images, bundles and keys, in the order in which they came.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.registry-description")]
public sealed record RegistryDescription(ImmutableArray<Listed> Entries, ImmutableArray<IpGroup> IpGroups)
{
    /// <summary>Second names of keys.</summary>
    [Id(0)]
    public ImmutableArray<KeyAlias> KeyAliases { get; init; } = [];

    /// <summary>Tags of directories, images, bundles and IP access groups; what has none is left out.</summary>
    [Id(1)]
    public ImmutableArray<ResourceTags> Tags { get; init; } = [];

    /// <summary>Names and descriptions of images and bundles, as the account gave them.</summary>
    [Id(2)]
    public ImmutableArray<ListedName> Names { get; init; } = [];

    /// <summary>Alarms on metrics; null: there never was one.</summary>
    [Id(3)]
    public AlarmBook? Alarms { get; init; }

    public ListedName? NameOf(ListedKind kind, string id) => Names.FirstOrDefault(known => known.Listed == new Listed(kind, id));

    public TagSet TagsOf(string resource) => Tags.FirstOrDefault(known => known.Resource == resource)?.Tags ?? TagSet.Empty;

    public IEnumerable<string> IdsOf(ListedKind kind) => Entries.Where(entry => entry.Kind == kind).Select(entry => entry.Id);
}
