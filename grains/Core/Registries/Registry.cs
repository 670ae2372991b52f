using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using DeskFleet.Core.Alarms;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using NodaTime;

namespace DeskFleet.Core.Registries;

/// <summary>
/// What one account has set up in one region: the ids of its directories, images, bundles and keys, of the images that others share
/// with it, and its IP access groups. All of them are few and limited; WorkSpaces are never listed here.
/// </summary>
public sealed record RegistryState(string Key, ImmutableArray<Listed> Entries, ImmutableArray<IpGroup> IpGroups)
{
    /// <summary>Second names of keys, in the order in which they came.</summary>
    public ImmutableArray<KeyAlias> KeyAliases { get; init; } = [];

    /// <summary>Names that are taken. What was listed before names were kept is not here.</summary>
    public ImmutableArray<ListedName> Names { get; init; } = [];

    /// <summary>Tags of what is listed; what has none is left out. WorkSpaces keep their own.</summary>
    public ImmutableArray<ResourceTags> Tags { get; init; } = [];

    /// <summary>Alarms on metrics, and whom their changes have yet to be told; null: it never had one.</summary>
    public AlarmBook? Alarms { get; init; }

    /// <summary>What the directory service's own tags of a directory are kept under, before its id.</summary>
    public const string DirectoryServicePrefix = "ds/";

    public IEnumerable<string> IdsOf(ListedKind kind) => Entries.Where(entry => entry.Kind == kind).Select(entry => entry.Id);

    public IpGroup? Find(string group) => IpGroups.FirstOrDefault(known => known.Id == group);

    public TagSet TagsOf(string resource) => Tags.FirstOrDefault(known => known.Resource == resource)?.Tags ?? TagSet.Empty;

    /// <summary>With these tags for the resource, in place of those that it had.</summary>
    internal RegistryState With(ResourceTags tagged) => WithoutTags(tagged.Resource) is var rest && tagged.Tags.Count == 0
        ? rest
        : rest with { Tags = rest.Tags.Add(tagged) };

    internal RegistryState WithoutTags(string resource) => this with { Tags = Tags.RemoveAll(known => known.Resource == resource) };

    /// <summary>Without any tags of what is gone, those of the directory service too.</summary>
    internal RegistryState WithoutAnyTags(string resource) => WithoutTags(resource).WithoutTags(DirectoryServicePrefix + resource);
}

/// <summary>The machine of one account's registry.</summary>
public sealed class Registry : IStateMachine<RegistryState>
{
    /// <summary>Directories, images, bundles, keys or shared images of one account in one region.</summary>
    public const int MaxOfAKind = 200;

    /// <summary>IP access groups of one account in one region.</summary>
    public const int MaxIpGroups = 100;

    /// <summary>Rules of one group.</summary>
    public const int MaxRules = 10;

    /// <summary>Tags of all that is listed together: they are one record.</summary>
    public const int MostTags = 2000;

    public static EntityKind Kind => EntityKind.Registry;

    public static RegistryState Initial(string key) => new(key, [], []);

    public static Instant? Deadline(RegistryState state) => null;

    public static Decision? Due(RegistryState state, Instant now) => null;

    public static Question? NextQuestion(RegistryState state, Command command, Answers answers, Instant now) => null;

    public static Decision Decide(RegistryState state, Command command, Answers answers, Instant now) => command switch
    {
        Enlist c => Add(state, new(c.Kind, c.Id), c),
        Delist c => state.Entries.Contains(new(c.Kind, c.Id)) ? Decision.Of(new Delisted(new(c.Kind, c.Id))) : Decision.Nothing,
        CreateIpGroup c => Create(state, c),
        DeleteIpGroup c => state.Find(c.Group) is null ? NotThere(c.Group) : Decision.Of(new IpGroupDeleted(c.Group)),
        ChangeIpRules c => Change(state, c),
        SetKeyAlias or DeleteKeyAlias => KeyAliases.Decide(state.KeyAliases, command),
        TagResource c => Tag(state, c),
        PutAlarm or DeleteAlarms or EnableAlarmActions or SetAlarmState or AlarmsEvaluated or AlarmNotified => (state.Alarms ?? AlarmBook.Empty).Decide(command, now),
        UntagResource c => Retagged(c.Resource, TagRules.Remove(state.TagsOf(c.Resource), c.Keys)),
        _ => Decision.Nothing,
    };

    public static RegistryState Evolve(RegistryState state, FleetEvent happened, Instant at) => happened switch
    {
        Enlisted e => state with
        {
            Entries = state.Entries.Add(e.Listed),
            Names = e.Name is { } name ? state.Names.Add(new(e.Listed, name) { Description = e.Description, At = at }) : state.Names,
        },
        Redescribed e => state with
        {
            Names = [.. state.Names.Select(known => known.Listed == e.Listed ? known with { Description = e.Description } : known)],
        },
        Delisted e => state.WithoutAnyTags(e.Listed.Id) with
        {
            Entries = state.Entries.Remove(e.Listed),
            Names = state.Names.RemoveAll(known => known.Listed == e.Listed),
        },
        IpGroupSet e => state with { IpGroups = state.IpGroups.RemoveAll(known => known.Id == e.Group.Id).Add(e.Group) },
        IpGroupDeleted e => state.WithoutTags(e.Group) with { IpGroups = state.IpGroups.RemoveAll(known => known.Id == e.Group) },
        KeyAliasSet or KeyAliasDeleted => state with { KeyAliases = KeyAliases.Evolve(state.KeyAliases, happened) },
        ResourceTagged e => state.With(e.Tagged),
        AlarmDeleted e => state.WithoutTags(AlarmBook.TagName(e.Name)) with { Alarms = (state.Alarms ?? AlarmBook.Empty).Evolve(e, at) },
        AlarmPut or AlarmChanged or AlarmActionDone => state with { Alarms = (state.Alarms ?? AlarmBook.Empty).Evolve(happened, at) },
        _ => state,
    };

    private static Decision Add(RegistryState state, Listed listed, Enlist enlist)
    {
        if (state.Entries.Contains(listed))
            return Redescribed(state, listed, enlist);
        if (enlist.Name is { } name && state.Names.FirstOrDefault(known => known.Listed.Kind == listed.Kind && known.Name == name) is { } taken)
            return Decision.Refuse(RefusalCode.ResourceExists, $"{taken.Listed.Id} has the name '{name}' already; choose another.");
        return state.IdsOf(listed.Kind).Count() >= MaxOfAKind
            ? Decision.Refuse(RefusalCode.LimitExceeded, $"{state.Key} has {MaxOfAKind} of kind {listed.Kind}, and no more are possible; delete one first.")
            : Decision.Of(new Enlisted(listed) { Name = enlist.Name, Description = enlist.Description });
    }

    /// <summary>What is listed already may get another description; its name stays.</summary>
    private static Decision Redescribed(RegistryState state, Listed listed, Enlist enlist) =>
        enlist.Description is { } text && state.Names.FirstOrDefault(known => known.Listed == listed) is { } known && known.Description != text
            ? Decision.Of(new Redescribed(listed, text))
            : Decision.Nothing;

    private static Decision Tag(RegistryState state, TagResource tag)
    {
        var before = state.TagsOf(tag.Resource);
        var decision = TagRules.Put(before, tag.Tags);
        var total = state.Tags.Sum(known => known.Tags.Count) - before.Count + (decision.Events is [TagsChanged changed] ? changed.Tags.Count : before.Count);
        return total > MostTags
            ? Decision.Refuse(RefusalCode.LimitExceeded, $"That would make {total} tags of at most {MostTags} in {state.Key}; remove some first.")
            : Retagged(tag.Resource, decision);
    }

    /// <summary>The rules are those of a WorkSpace's tags; only whose they are differs.</summary>
    private static Decision Retagged(string resource, Decision decision) =>
        decision.Events is [TagsChanged changed] ? Decision.Of(new ResourceTagged(new(resource, changed.Tags))) : decision;

    private static Decision Create(RegistryState state, CreateIpGroup create)
    {
        var group = new IpGroup(create.OperationId.ToIpGroupId(), create.Name, create.Description, []);
        if (state.IpGroups.Any(known => known.Name == create.Name))
            return Decision.Refuse(RefusalCode.ResourceExists, $"There is an IP access group '{create.Name}' already; choose another name.");
        if (state.IpGroups.Length >= MaxIpGroups)
            return Decision.Refuse(RefusalCode.LimitExceeded, $"{state.Key} has {MaxIpGroups} IP access groups, and no more are possible; delete one first.");
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
        return rules.Length > MaxRules
            ? (group, new(RefusalCode.LimitExceeded, $"An IP access group has at most {MaxRules} rules, not {rules.Length}; make another group."))
            : (group with { Rules = rules }, null);
    }

    /// <summary>One address, or a range in CIDR.</summary>
    private static bool IsRange(string text) =>
        text.Split('/') is [var address, .. var rest] && rest.Length <= 1 && IPAddress.TryParse(address, out var parsed) && address.Split('.').Length == 4 &&
        parsed.ToString() == address && (rest is [] || (int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= 32));

    private static Decision NotThere(string group) =>
        Decision.Refuse(RefusalCode.ResourceNotFound, $"There is no IP access group {group}; look at the id and the region.");
}
