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
/// <param name="MostHosts">No more hosts than this in a zone; null: as many as can make any difference.</param>
/// <param name="Workers">Runs at a time; the answer does not depend on it.</param>
public sealed record PlanRequest(
    Scenario Scenario,
    TraceReading? Trace,
    ImmutableArray<IPlanTarget> Targets,
    Survival Survival = Survival.Nothing,
    int Seeds = PlanRequest.DefaultSeeds,
    int FreshSeeds = 1,
    int? MostHosts = null,
    int Workers = 1)
{
    /// <summary>As many trials as Google's Borg used for its cell compaction.</summary>
    public const int DefaultSeeds = 11;

    /// <summary>Zones with hosts of the account, by name.</summary>
    public ImmutableArray<string> Zones { get; } =
        [.. Scenario.Hosts.Where(IsOwn).Select(hosts => hosts.Zone).Distinct().Order(StringComparer.Ordinal)];

    public ImmutableArray<Loss> Losses => Loss.CasesOf(Survival, Zones);

    /// <summary>The shortest that any target allows to 99 of 100 waits; null: none limits them.</summary>
    public Duration? MostWait => Targets.Min(target => target.MostWait);

    /// <summary>The fewest that any target allows.</summary>
    public long MostRefusals(MostOf most) => Targets.Min(target => target.MostRefusals(most)) ?? long.MaxValue;

    /// <summary>What a run can come to at most.</summary>
    /// <param name="sessions">That are planned.</param>
    public MostOf Most(long sessions)
    {
        var losses = Scenario.Timeline.OfType<HostsChange>().Count(change => change.Change == HostChange.Lose) + (Survival == Survival.Nothing ? 0 : 1);
        var cutOff = losses * Scenario.Desktops;
        var retries = Scenario.Groups.Max(group => group.Patience.Retries);
        return new(sessions + cutOff, (sessions + cutOff) * (1 + retries), Scenario.Desktops);
    }

    /// <summary>The hardware of a zone: one type, as the rules make sure.</summary>
    public HostTypeSpec TypeOf(string zone) => Scenario.Hosts.First(hosts => IsOwn(hosts) && hosts.Zone == zone && hosts.Count > 0).Type;

    /// <summary>The scenario under a seed, with so many hosts of the account in each zone.</summary>
    public Scenario With(ulong seed, int hosts) => Scenario with
    {
        Seed = seed,
        Hosts =
        [
            .. Scenario.Hosts.Where(group => !IsOwn(group)),
            .. Zones.Select(zone => new HostGroup(HostOwner.Account, zone, TypeOf(zone), hosts)),
        ],
    };

    internal static bool IsOwn(HostGroup hosts) => hosts.Owner == HostOwner.Account;
}
