using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Registries;

namespace DeskFleet.Silo.Api.Keys;

/// <summary>What callers name keys by: an ARN, an id, or a second name with or without its ARN (ENC-05).</summary>
internal sealed class KeyNames(FleetClient fleet)
{
    private const string Arn = "arn:";

    /// <summary>The key that a name stands for; a second name that nobody has given stands for a key that is not there.</summary>
    public async Task<KeyArn> Resolve(string name, AccountId account)
    {
        var alias = AliasIn(name);
        if (alias is null)
            return name.StartsWith(Arn, StringComparison.Ordinal) ? new(name) : KeyArn.Of(account, name);
        var given = name.StartsWith(Arn, StringComparison.Ordinal) ? new KeyArn(name) : ArnOf(account, alias);
        if (given.IsDefault || (given.Region, given.Account) != (account.Region, account.Account))
            return given;
        return KeyAliases.Find((await fleet.DescribeRegistry(account)).KeyAliases, alias)?.Key ?? given;
    }

    public static KeyArn ArnOf(AccountId account, string alias) => new($"arn:aws:kms:{account.Region}:{account.Account}:{alias}");

    /// <summary>Null: it is no second name.</summary>
    private static string? AliasIn(string name)
    {
        var last = name.StartsWith(Arn, StringComparison.Ordinal) ? name.Split(':', 6)[^1] : name;
        return last.StartsWith(KeyAliases.Prefix, StringComparison.Ordinal) ? last : null;
    }
}
