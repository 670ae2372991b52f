using DeskFleet.Contracts;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Keys;

/// <summary>Finds keys of the caller's account, by whatever name, and keeps what the account says of them.</summary>
internal sealed class KeyBook(FleetClient fleet, KeyNames names)
{
    /// <summary>Keys of other accounts and regions are not there.</summary>
    public async Task<(KeyDescription? Found, Refused? Missing)> Find(string name, AccountId account) =>
        await Find(await names.Resolve(name, account), account);

    public async Task<(KeyDescription? Found, Refused? Missing)> Find(KeyArn key, AccountId account)
    {
        if (!key.IsWellFormed || (key.Region, key.Account) != (account.Region, account.Account))
            return (null, new(RefusalCode.ResourceNotFound, $"There is no key {key} in the account and region; look at the id and the region."));
        return await fleet.DescribeKey(key) switch
        {
            KeyDescription found => (found, null),
            Refused refused => (null, refused),
            var other => throw new InvalidOperationException($"{key} was described with {other}."),
        };
    }

    /// <summary>Lists a key with a description, or gives it another one.</summary>
    public Task<Reply> List(KeyArn key, AccountId account, string? description) =>
        fleet.Send(Entity.OfRegistry(account), new Enlist(ListedKind.Key, NameOf(key)) { Name = NameOf(key), Description = description });

    public static string NameOf(KeyArn key) => key.Value.Split('/')[^1];

    /// <summary>The service has names of its own for refusals.</summary>
    public static WireError Error(Refused refused) => new(
        refused.Code switch
        {
            RefusalCode.ResourceNotFound or RefusalCode.KmsKeyInvalid => "NotFoundException",
            RefusalCode.LimitExceeded => "LimitExceededException",
            RefusalCode.OperationNotSupported => "UnsupportedOperationException",
            _ => "KMSInvalidStateException",
        },
        refused.Message);
}
