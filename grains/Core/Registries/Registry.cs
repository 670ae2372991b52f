using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Registries;

/// <summary>
/// What one account has set up in one region: the ids of its directories, images, bundles and keys, of the images that others share
/// with it, and its IP access groups. All of them are few and limited; WorkSpaces are never listed here.
/// </summary>
public sealed record RegistryState(string Key, ImmutableArray<Listed> Entries, ImmutableArray<IpGroup> IpGroups)
{
    public IEnumerable<string> IdsOf(ListedKind kind) => Entries.Where(entry => entry.Kind == kind).Select(entry => entry.Id);

    public IpGroup? Find(string group) => IpGroups.FirstOrDefault(known => known.Id == group);
}

/// <summary>The machine of one account's registry.</summary>
public sealed class Registry : IMachine<RegistryState>
{
    /// <summary>Directories, images, bundles, keys or shared images of one account in one region.</summary>
    public const int MostOfAKind = 200;

    /// <summary>IP access groups of one account in one region.</summary>
    public const int MostIpGroups = 100;

    /// <summary>Rules of one group.</summary>
    public const int MostRules = 10;

    public static EntityKind Kind => EntityKind.Registry;

    public static RegistryState Initial(string key) => new(key, [], []);

    public static Instant? Deadline(RegistryState state) => null;

    public static Decision? Due(RegistryState state, Instant now) => null;

    public static Question? NextQuestion(RegistryState state, Command command, Answers answers, Instant now) => null;

    public static Decision Decide(RegistryState state, Command command, Answers answers, Instant now) => command switch
    {
        Enlist c => Add(state, new(c.Kind, c.Id)),
        Delist c => state.Entries.Contains(new(c.Kind, c.Id)) ? Decision.Of(new Delisted(new(c.Kind, c.Id))) : Decision.Nothing,
        CreateIpGroup c => Create(state, c),
        DeleteIpGroup c => state.Find(c.Group) is null ? NotThere(c.Group) : Decision.Of(new IpGroupDeleted(c.Group)),
        ChangeIpRules c => Change(state, c),
        _ => Decision.Nothing,
    };

    public static RegistryState Evolve(RegistryState state, FleetEvent happened, Instant at) => happened switch
    {
        Enlisted e => state with { Entries = state.Entries.Add(e.Listed) },
        Delisted e => state with { Entries = state.Entries.Remove(e.Listed) },
        IpGroupSet e => state with { IpGroups = state.IpGroups.RemoveAll(known => known.Id == e.Group.Id).Add(e.Group) },
        IpGroupDeleted e => state with { IpGroups = state.IpGroups.RemoveAll(known => known.Id == e.Group) },
        _ => state,
    };

    private static Decision Add(RegistryState state, Listed listed)
    {
        if (state.Entries.Contains(listed))
            return Decision.Nothing;
        return state.IdsOf(listed.Kind).Count() >= MostOfAKind
            ? Decision.Refuse(RefusalCode.LimitExceeded, $"{state.Key} has {MostOfAKind} of kind {listed.Kind}, and no more are possible; delete one first.")
            : Decision.Of(new Enlisted(listed));
    }

    private static Decision Create(RegistryState state, CreateIpGroup create)
    {
        var group = new IpGroup(create.OperationId.ToIpGroupId(), create.Name, create.Description, []);
        if (state.IpGroups.Any(known => known.Name == create.Name))
            return Decision.Refuse(RefusalCode.ResourceExists, $"There is an IP access group '{create.Name}' already; choose another name.");
        if (state.IpGroups.Length >= MostIpGroups)
            return Decision.Refuse(RefusalCode.LimitExceeded, $"{state.Key} has {MostIpGroups} IP access groups, and no more are possible; delete one first.");
        return WithRules(group, create.Rules) is var (made, refused) && refused is not null
            ? Decision.Refuse(refused)
            : Decision.Of(new IpGroupCreated(group.Id), new IpGroupSet(made));
    }

    private static Decision Change(RegistryState state, ChangeIpRules change)
    {
        if (state.Find(change.Group) is not { } group)
            return NotThere(change.Group);
        var kept = change.Replace ? [] : group.Rules.RemoveAll(rule => change.Remove.Contains(rule.Range));
        var (changed, refused) = WithRules(group with { Rules = kept }, change.Add);
        if (refused is not null)
            return Decision.Refuse(refused);
        return changed.Rules.SequenceEqual(group.Rules) ? Decision.Nothing : Decision.Of(new IpGroupSet(changed));
    }

    private static (IpGroup Group, Refused? Refused) WithRules(IpGroup group, ImmutableArray<IpRule> added)
    {
        if (added.FirstOrDefault(rule => !IsRange(rule.Range)) is { } bad)
            return (group, new(RefusalCode.InvalidParameter, $"'{bad.Range}' is no range of addresses; give one such as 10.0.0.0/8."));
        var ranges = added.Select(rule => rule.Range).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<IpRule> rules = [.. group.Rules.Where(rule => !ranges.Contains(rule.Range)), .. added.DistinctBy(rule => rule.Range)];
        return rules.Length > MostRules
            ? (group, new(RefusalCode.LimitExceeded, $"An IP access group has at most {MostRules} rules, not {rules.Length}; make another group."))
            : (group with { Rules = rules }, null);
    }

    /// <summary>One address, or a range in CIDR.</summary>
    private static bool IsRange(string text) =>
        text.Split('/') is [var address, .. var rest] && rest.Length <= 1 && IPAddress.TryParse(address, out var parsed) && address.Split('.').Length == 4 &&
        parsed.ToString() == address && (rest is [] || (int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= 32));

    private static Decision NotThere(string group) =>
        Decision.Refuse(RefusalCode.ResourceNotFound, $"There is no IP access group {group}; look at the id and the region.");
}
