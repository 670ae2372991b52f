using System.Collections.Immutable;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Core.Registries;

/// <summary>What second names of keys may be (ENC-05). A refusal changes nothing.</summary>
public static class KeyAliases
{
    /// <summary>Second names of one account in one region.</summary>
    public const int MaxAliases = 200;

    /// <summary>What every second name begins with.</summary>
    public const string Prefix = "alias/";

    /// <summary>Names that begin so are the provider's.</summary>
    public const string ReservedPrefix = "alias/aws/";

    public static Decision Decide(ImmutableArray<KeyAlias> aliases, Command command) => command switch
    {
        SetKeyAlias c => NameFault(c.Named.Name) is { } fault ? Decision.Refuse(fault) : Set(aliases, c),
        DeleteKeyAlias c when Find(aliases, c.Name) is null => NotThere(c.Name),
        DeleteKeyAlias c => Decision.Of(new KeyAliasDeleted(c.Name)),
        _ => Decision.Nothing,
    };

    public static ImmutableArray<KeyAlias> Evolve(ImmutableArray<KeyAlias> aliases, FleetEvent happened) => happened switch
    {
        KeyAliasSet e => aliases.RemoveAll(known => known.Name == e.Named.Name).Add(e.Named),
        KeyAliasDeleted e => aliases.RemoveAll(known => known.Name == e.Name),
        _ => aliases,
    };

    /// <summary>Null: no key has this name.</summary>
    public static KeyAlias? Find(ImmutableArray<KeyAlias> aliases, string name) => aliases.FirstOrDefault(known => known.Name == name);

    private static Decision Set(ImmutableArray<KeyAlias> aliases, SetKeyAlias set)
    {
        var known = Find(aliases, set.Named.Name);
        if (known is null && !set.MustBeNew)
            return NotThere(set.Named.Name);
        if (known is not null && set.MustBeNew)
            return Decision.Refuse(RefusalCode.ResourceExists, $"{known.Name} names {known.Key} already; update it, or choose another name.");
        if (known is null && aliases.Length >= MaxAliases)
            return Decision.Refuse(RefusalCode.LimitExceeded, $"There are {MaxAliases} second names of keys, and no more are possible; delete one first.");
        return known == set.Named ? Decision.Nothing : Decision.Of(new KeyAliasSet(set.Named));
    }

    private static Refused? NameFault(string name) =>
        !name.StartsWith(Prefix, StringComparison.Ordinal) || name.Length == Prefix.Length
            ? new(RefusalCode.InvalidParameter, $"'{name}' is no second name of a key; begin it with {Prefix}.")
        : name.StartsWith(ReservedPrefix, StringComparison.Ordinal)
            ? new(RefusalCode.InvalidParameter, $"Names that begin with {ReservedPrefix} are reserved; choose another.")
        : null;

    private static Decision NotThere(string name) => Decision.Refuse(RefusalCode.ResourceNotFound, $"There is no {name} in the account and region; look at the name and the region.");
}
