using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads <c>timeline</c>.</summary>
/// <param name="start">Where <c>after</c> counts from.</param>
/// <param name="timeZone">Zone of the local times: the region's.</param>
/// <param name="types">Of hosts that are added.</param>
/// <param name="fleets">Whose they may be.</param>
internal sealed class TimelineReader(Instant start, string timeZone, ImmutableArray<HostTypeSpec> types, ImmutableArray<FleetSpec> fleets)
{
    private const int MaxCaptures = 100;

    private static readonly string[] Happenings = ["loseHost", "returnHost", "drainHost", "loseZone", "returnZone", "slowDriver", "stopTimers", "releaseUpdate", "disableKey", "enableKey", "captureImages", "switchMode", "addHost", "leave"];

    private static readonly Format<HostOwner?> Owner = Formats.OneOf<HostOwner?>(("account", HostOwner.Account), ("provider", HostOwner.Provider));

    private static readonly Format<Duration> Offset = Formats.Time(Duration.Zero, Duration.FromDays(Scenario.MaxHorizonDays));

    private readonly Format<Instant> moment = CalendarFormats.Start(timeZone);

    public ImmutableArray<TimelineEvent> Read(Section root) => [.. root.Maps("timeline").Select(ReadOne)];

    private TimelineEvent ReadOne(Section item)
    {
        var at = Moment(item, "at", "after", start);
        var given = Happenings.Where(item.Has).ToList();
        if (item.IsGiven && given.Count != 1)
            item.ReportHere($"An event of the time line is exactly one of {string.Join(", ", Happenings)}; write one in each item.");
        var happening = Happening(item, given.FirstOrDefault(), at);
        item.Close();
        return happening;
    }

    private TimelineEvent Happening(Section item, string? what, Instant at) => what switch
    {
        "loseHost" => new HostsChange(at, HostChange.Lose, Hosts(item.Child(what))),
        "returnHost" => new HostsChange(at, HostChange.Return, Hosts(item.Child(what))),
        "drainHost" => new HostsChange(at, HostChange.Drain, Hosts(item.Child(what))),
        "loseZone" => new HostsChange(at, HostChange.Lose, new WholeZone(item.Required(what, Formats.Name, ""))),
        "returnZone" => new HostsChange(at, HostChange.Return, new WholeZone(item.Required(what, Formats.Name, ""))),
        "slowDriver" => Slowdown(item.Child(what), at),
        "stopTimers" => Stop(item.Child(what), at),
        "disableKey" => new KeyChange(at, item.Required(what, Formats.Name, ""), IsEnabled: false),
        "enableKey" => new KeyChange(at, item.Required(what, Formats.Name, ""), IsEnabled: true),
        "captureImages" => Captured(item.Child(what), at),
        "switchMode" => Switched(item.Child(what), at),
        "addHost" => Added(item.Child(what), at),
        "leave" => Leaving(item.Child(what), at),
        "releaseUpdate" => new UpdateReleased(at, item.Required(what, Formats.Name, "")),
        _ => new DriverSlowdown(at, at, 1),
    };

    private static HostChoice Hosts(Section section)
    {
        var isNamed = section.Has("name");
        if (isNamed && (section.Has("zone") || section.Has("count") || section.Has("owner") || section.Has("account")))
            section.Report("name", "A name says it all; leave \"zone\", \"count\", \"owner\" and \"account\" out, or \"name\".");
        var named = new NamedHost(section.Optional("name", Formats.HostName, ""));
        var some = new SomeHosts(
            isNamed ? section.Optional("zone", Formats.Name, "") : section.Required("zone", Formats.Name, ""),
            section.Optional("owner", Owner, null),
            section.Optional("count", Formats.Whole(1, HostGroup.MaxHosts), 1))
        {
            Account = section.Optional("account", Formats.Name, "") is { Length: > 0 } account ? account : null,
        };
        if (some is { Owner: HostOwner.Provider, Account: not null })
            section.Report("account", "Hosts of the provider belong to no account; leave \"account\" out, or \"owner\".");
        section.Close();
        return isNamed ? named : some;
    }

    private DriverSlowdown Slowdown(Section section, Instant at)
    {
        var factor = section.Required("factor", Formats.Number(0.1m, 100), 1);
        var until = End(section, at, "slowdown");
        section.Close();
        return new(at, until, factor);
    }

    private TimersStopped Stop(Section section, Instant at)
    {
        var until = End(section, at, "stop");
        section.Close();
        return new(at, until);
    }

    private static ImagesCaptured Captured(Section section, Instant at)
    {
        var captured = new ImagesCaptured(
            at, section.Required("group", Formats.Name, ""), section.Optional("count", Formats.Whole(1, MaxCaptures), 1));
        section.Close();
        return captured;
    }

    private static ModeSwitch Switched(Section section, Instant at)
    {
        var switched = new ModeSwitch(
            at, section.Required("group", Formats.Name, ""), section.Required("to", GroupReader.Mode, RunningModeName.AutoStop));
        section.Close();
        return switched;
    }

    private HostsAdded Added(Section section, Instant at)
    {
        var hosts = HostReader.ReadAdded(section, types);
        var account = section.Optional("account", Formats.Name, "");
        section.Close();
        return new(at, hosts with { Fleet = FleetOf(section, hosts, account) });
    }

    /// <summary>The one that is named, or the only one in the zone's region.</summary>
    private int FleetOf(Section section, HostGroup hosts, string account)
    {
        var inRegion = fleets.Index().Where(fleet => Regions.ZonesOf(fleet.Item.Region).Contains(hosts.Zone)).ToList();
        var meant = inRegion.Where(fleet => account.Length == 0 || fleet.Item.Account == account).ToList();
        if (meant.Count == 0 && inRegion.Count > 0)
            section.Report("account", $"\"{account}\" is no account in the region of {hosts.Zone}; write one of {string.Join(", ", inRegion.Select(fleet => fleet.Item.Account))}.");
        if (meant.Count > 1 && hosts.Owner == HostOwner.Account)
            section.Report("account", $"Several accounts are in the region of {hosts.Zone}; say whose the hosts are: write \"account\" with one of {string.Join(", ", meant.Select(fleet => fleet.Item.Account))}.");
        return meant.Count == 0 ? 0 : meant[0].Index;
    }

    private static UsersLeave Leaving(Section section, Instant at)
    {
        var leaving = new UsersLeave(at, section.Required("group", Formats.Name, ""), section.Optional("count", Formats.Whole(1, UserGroup.MaxUsers).OrNull(), null));
        section.Close();
        return leaving;
    }

    private Instant End(Section section, Instant at, string what)
    {
        var until = Moment(section, "until", "for", at);
        if (section.IsGiven && until <= at && (section.Has("until") || section.Has("for")))
            section.Report(section.Has("until") ? "until" : "for", $"The {what} ends before it begins; give a later end.");
        return Instant.Max(until, at);
    }

    /// <summary>A local time, or a time since another.</summary>
    private Instant Moment(Section section, string absolute, string relative, Instant origin)
    {
        var (hasOne, hasOther) = (section.Has(absolute), section.Has(relative));
        if (section.IsGiven && hasOne == hasOther)
            section.Report(hasOne ? relative : absolute, $"Give \"{absolute}\" (a local time such as \"2026-03-02T09:05\") or \"{relative}\" " +
                "(a duration such as \"9 h\"), one of the two.");
        return hasOne ? section.Optional(absolute, moment, origin) : origin + section.Optional(relative, Offset, Duration.Zero);
    }
}
