using DeskFleet.Contracts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Silo.Api.Catalog;

/// <summary>Finds bundles by their ids: the provider's, or the account's own (BUN-01).</summary>
internal sealed class Bundles(FleetClient fleet, BundleAliases aliases)
{
    /// <summary>Whose bundle an id names: the provider's ids are known.</summary>
    public static AccountId OwnerOf(BundleId id, AccountId account) =>
        PublicCatalog.Find(id) is null ? account : account with { Account = AccountId.Provider };

    /// <summary>As it would be launched now, or refused.</summary>
    public async Task<(Bundle? Bundle, Refused? Refused)> Find(string id, AccountId account)
    {
        var found = await Read(aliases.Of(id), account);
        return found.Refused is { Code: RefusalCode.ResourceNotFound } && aliases.OfUnknown is { } any ? await Read(any, account) : found;
    }

    private async Task<(Bundle? Bundle, Refused? Refused)> Read(string id, AccountId account)
    {
        var bundle = new BundleId(id);
        return await fleet.DescribeBundle(OwnerOf(bundle, account), bundle) switch
        {
            BundleResolved resolved => (resolved.Bundle, null),
            Refused refused => (null, refused),
            var other => throw new InvalidOperationException($"{id} was described with {other}."),
        };
    }
}

/// <summary>Hardware as the wire calls it.</summary>
internal static class ComputeTypes
{
    public static string Of(Bundle bundle) => bundle.HardwareName.ToUpperInvariant();

    /// <summary>Null: none of this service.</summary>
    public static Hardware? Parse(string name) =>
        Enum.GetValues<Hardware>().Cast<Hardware?>().FirstOrDefault(hardware => $"{hardware}".Equals(name, StringComparison.OrdinalIgnoreCase));
}
