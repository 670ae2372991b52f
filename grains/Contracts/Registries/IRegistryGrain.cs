using System.Collections.Immutable;
using DeskFleet.Core.Registries;

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
    public IEnumerable<string> IdsOf(ListedKind kind) => Entries.Where(entry => entry.Kind == kind).Select(entry => entry.Id);
}
