using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Timelines;

/// <summary>One event of the time line with the hosts that it meets.</summary>
/// <param name="Index">Its place in the scenario's time line.</param>
/// <param name="Problem">Why it meets fewer hosts than it says, or null.</param>
public sealed record HostStep(int Index, Instant At, HostChange Change, ImmutableArray<ListedHost> Hosts, string? Problem);

/// <summary>
/// Works out which hosts each event of a time line meets, event by event in time order: two hosts lost twice are four hosts. Depends
/// on the scenario alone; a scenario with other hosts has another timetable.
/// </summary>
public sealed class HostTimetable
{
    private readonly Scenario scenario;
    private readonly ImmutableArray<ListedHost> all;
    private ImmutableArray<ListedHost> hosts;
    private readonly Dictionary<string, HostChange> changed = new(StringComparer.Ordinal);

    private HostTimetable(Scenario scenario)
    {
        this.scenario = scenario;
        all = [.. ListedHost.Of(scenario)];
        hosts = all;
    }

    /// <summary>The steps in time order; those of one instant in the order of the file.</summary>
    public static ImmutableArray<HostStep> Of(Scenario scenario)
    {
        if (!scenario.Timeline.OfType<HostsChange>().Any()) return [];
        var timetable = new HostTimetable(scenario);
        return [.. scenario.Timeline.Index().Where(e => e.Item is HostsChange).OrderBy(e => e.Item.At).Select(e => timetable.Step(e.Index, (HostsChange)e.Item))];
    }

    private HostStep Step(int index, HostsChange e)
    {
        hosts = [.. all.Where(host => host.Since is null || host.Since <= e.At)];
        var (met, problem) = e.Hosts switch
        {
            NamedHost named => Named(named, e.Change),
            SomeHosts some => Some(some, e.Change),
            WholeZone whole => Whole(whole, e.Change),
            _ => ([], null),
        };
        foreach (var host in met) changed[host.Name] = e.Change;
        return new(index, e.At, e.Change, met, problem);
    }

    private (ImmutableArray<ListedHost> Met, string? Problem) Named(NamedHost named, HostChange change)
    {
        if (hosts.FirstOrDefault(host => host.Name == named.Name) is not { } host)
            return ([], all.FirstOrDefault(host => host.Name == named.Name) is { } later ? $"\"{named.Name}\" comes only at {later.Since}." : NoSuchHost(named.Name));
        return CanHappen(host, change) ? ([host], null) : ([], $"\"{named.Name}\" is {StateOf(host)} at this time; it cannot {Verb(change)}.");
    }

    private (ImmutableArray<ListedHost> Met, string? Problem) Some(SomeHosts some, HostChange change)
    {
        var inZone = hosts.Where(host => host.Zone == some.Zone).ToList();
        var owner = some.Owner ?? (some.Account is not null || inZone.Exists(host => host.Owner == HostOwner.Account) ? HostOwner.Account : HostOwner.Provider);
        var there = inZone.Where(host => host.Owner == owner && (some.Account ?? host.Account) == host.Account).ToList();
        var accounts = inZone.Where(host => host.Owner == HostOwner.Account).Select(host => host.Account).Distinct().ToList();
        if (there.Count == 0) return ([], some.Account is null || accounts.Count == 0 ? Nameless(some.Zone) : NotThere(some.Account, some.Zone, accounts));
        if (there.DistinctBy(host => host.Account).Count() > 1) return ([], WhoseOf(some.Zone, accounts));
        ImmutableArray<ListedHost> met = [.. there.Where(host => CanHappen(host, change)).Take(some.Count)];
        return (met, met.Length == some.Count ? null : $"{some.Count} {(some.Count == 1 ? "host is" : "hosts are")} asked for, but only {met.Length} of the {there.Count} in {some.Zone} can {Verb(change)} at this " +
            $"time; lower \"count\" or list more hosts.");
    }

    private (ImmutableArray<ListedHost> Met, string? Problem) Whole(WholeZone whole, HostChange change)
    {
        var there = hosts.Where(host => host.Zone == whole.Zone).ToList();
        var isEndless = scenario.Directories.Any(d => !d.Dedicated && d.Zones.Contains(whole.Zone) && scenario.HasEndlessSharedPoolIn(scenario.FleetOf(d).Region));
        if (there.Count == 0 || isEndless) return ([], Nameless(whole.Zone));
        ImmutableArray<ListedHost> met = [.. there.Where(host => CanHappen(host, change))];
        return (met, met.IsEmpty ? $"No host in {whole.Zone} can {Verb(change)} at this time." : null);
    }

    private bool CanHappen(ListedHost host, HostChange change) => (change, StateOf(host)) switch
    {
        (HostChange.Lose, "lost") => false,
        (HostChange.Return, "there") => false,
        (HostChange.Drain, not "there") => false,
        _ => true,
    };

    private string StateOf(ListedHost host) => changed.TryGetValue(host.Name, out var last)
        ? last switch { HostChange.Lose => "lost", HostChange.Drain => "drained", _ => "there" }
        : "there";

    private static string Verb(HostChange change) => change switch
    {
        HostChange.Lose => "be lost",
        HostChange.Return => "return",
        _ => "be drained",
    };

    private string NoSuchHost(string name) => hosts.IsEmpty
        ? $"There is no host \"{name}\": the scenario lists no hosts, and those of an endless pool have no names before the run; list some under \"hosts\"."
        : $"There is no host \"{name}\"; names are such as \"{hosts[0].Name}\", counted within owner and zone.{Reading.Nearest.Hint(name, hosts.Select(host => host.Name))}";

    private static string NotThere(string account, string zone, List<string> accounts) =>
        $"Account \"{account}\" has no hosts in {zone}; write one of {string.Join(", ", accounts)}.{Reading.Nearest.Hint(account, accounts)}";

    private static string WhoseOf(string zone, List<string> accounts) =>
        $"Several accounts have hosts in {zone}; say whose: write \"account\" with one of {string.Join(", ", accounts)}.";

    private static string Nameless(string zone) =>
        $"No fixed set of hosts stands in {zone}: those of an endless pool have no names before the run, so nothing can happen to " +
            $"them; list the hosts of {zone} under \"hosts\" (owner: account or provider).";
}
