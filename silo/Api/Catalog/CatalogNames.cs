using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Protocol;

namespace DeskFleet.Silo.Api.Catalog;

/// <summary>Names of images and of bundles: each once in an account and region (BUN-09). The registry lists what it names.</summary>
internal sealed class CatalogNames(FleetClient fleet)
{
    /// <summary>Lists an id under a name, before it is made; null: done.</summary>
    public async Task<Refused?> Take(ListedKind kind, string id, string name, string? description, AccountId account) =>
        await fleet.Send(Entity.OfRegistry(account), new Enlist(kind, id) { Name = name, Description = description }) as Refused;

    /// <summary>What was not made is taken off the list; the refusal that says why is the answer.</summary>
    public async Task<ApiResult> GiveBack(ListedKind kind, string id, AccountId account, ApiResult refusal)
    {
        await fleet.Send(Entity.OfRegistry(account), new Delist(kind, id));
        return refusal;
    }
}
