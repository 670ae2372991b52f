using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>What is to be planned.</summary>
/// <param name="Scenario">Suits a plan (<see cref="PlanRules"/>); its own host counts do not matter.</param>
/// <param name="Trace">The log that it replays, or null.</param>
/// <param name="Targets">All must hold.</param>
/// <param name="Seeds">How many successive seeds, from the scenario's on, are common to all candidates; at least 1.</param>
/// <param name="FreshSeeds">How many further seeds the answer is verified with on the production grains.</param>
/// <param name="MaxHosts">No more hosts than this in a zone; null: as many as can make any difference.</param>
/// <param name="Workers">Runs at a time; the answer does not depend on it.</param>
public sealed record PlanRequest(
    Scenario Scenario,
    TraceReading? Trace,
    ImmutableArray<IPlanTarget> Targets,
    Survival Survival = Survival.Nothing,
    int Seeds = PlanRequest.DefaultSeeds,
    int FreshSeeds = 1,
    int? MaxHosts = null,
    int Workers = 1)
{
    /// <summary>As many trials as Google's Borg used for its cell compaction.</summary>
    public const int DefaultSeeds = 11;

    /// <summary>Hosts of this type are counted, and all others stay as the scenario lists them; null: the account has one type in each zone.</summary>
    public string? HostType { get; init; }

    /// <summary>The account and region, where the file has several.</summary>
    public string? Fleet { get; init; }

    /// <summary>Zones whose number is not looked for: it is this one.</summary>
    public ImmutableSortedDictionary<string, int> Held { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Zones with hosts that are counted, by name.</summary>
    public ImmutableArray<string> Zones =>
        [.. Scenario.Hosts.Where(IsCounted).Select(hosts => hosts.Zone).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Those of them whose number is looked for.</summary>
    public ImmutableArray<string> Searched => [.. Zones.Where(zone => !Held.ContainsKey(zone))];

    /// <summary>The fewest that a zone can have: one, or none where hosts of other types stand in each that is searched.</summary>
    public int Fewest => Searched.All(zone => Listed.Any(hosts => hosts.Zone == zone)) ? 0 : 1;

    /// <summary>Where the number holds, in words.</summary>
    public string Where => Held.IsEmpty ? "in each AZ" : $"in {string.Join(" and ", Searched)}";

    /// <summary>Hosts of the account that stay as they are listed.</summary>
    public IEnumerable<HostGroup> Listed => Scenario.Hosts.Where(hosts => IsOwn(hosts) && !IsCounted(hosts) && hosts.Count > 0);

    /// <summary>Hosts of the account that come on a date.</summary>
    public IEnumerable<HostGroup> Added => Scenario.Timeline.OfType<HostsAdded>().Select(added => added.Hosts).Where(IsOwn);

    public ImmutableArray<Loss> Losses => Loss.CasesOf(Survival, Zones);

    /// <summary>The shortest that any target allows to 99 of 100 waits; null: none limits them.</summary>
    public Duration? MaxWait => Targets.Min(target => target.MaxWait);

    /// <summary>The fewest that any target allows.</summary>
    public long MaxRefusals(MaxOf most) => Targets.Min(target => target.MaxRefusals(most)) ?? long.MaxValue;

    /// <summary>What a run can come to at most.</summary>
    /// <param name="sessions">That are planned.</param>
    public MaxOf Most(long sessions)
    {
        var losses = Scenario.Timeline.OfType<HostsChange>().Count(change => change.Change == HostChange.Lose) + (Survival == Survival.Nothing ? 0 : 1);
        var cutOff = losses * Scenario.Desktops;
        var retries = Scenario.Groups.Max(group => group.Patience.Retries);
        return new(sessions + cutOff, (sessions + cutOff) * (1 + retries), Scenario.Desktops);
    }

    /// <summary>The hardware that is counted in a zone: one type, as the rules make sure.</summary>
    public HostTypeSpec TypeOf(string zone) => Scenario.Hosts.First(hosts => IsCounted(hosts) && hosts.Zone == zone).Type;

    /// <summary>Whether the desktops of a group can run on hosts such as those that are counted.</summary>
    public bool RunsOnCounted(UserGroup group) =>
        Scenario.DirectoryOf(group)!.Dedicated && Zones.Any(zone => TypeOf(zone).Fits(Scenario.BundleOf(group)!));

    /// <summary>The scenario under a seed, with so many hosts in each zone that is searched.</summary>
    public Scenario With(ulong seed, int hosts) => Scenario with
    {
        Seed = seed,
        Hosts =
        [
            .. Scenario.Hosts.Where(group => !IsCounted(group)),
            .. Zones.Select(zone => new HostGroup(HostOwner.Account, zone, TypeOf(zone), Held.GetValueOrDefault(zone, hosts))),
        ],
    };

    public bool IsCounted(HostGroup hosts) => IsOwn(hosts) && hosts.Count > 0 && (HostType is null || hosts.Type.Name == HostType);

    internal static bool IsOwn(HostGroup hosts) => hosts.Owner == HostOwner.Account;
}
