using DeskFleet.Core.Billing;
using DeskFleet.Simulator.Scenarios.Timelines;
using DeskFleet.Simulator.Thresholds;
using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>Writes a scenario with every default filled in; what is written reads back as the same scenario.</summary>
public static class ScenarioYaml
{
    public static string Write(Scenario scenario)
    {
        var yaml = new YamlWriter()
            .Value("name", scenario.Name)
            .Value("start", Written.Instant(scenario.Start))
            .Value("horizon", Written.Time(scenario.Horizon))
            .Value("launchLead", Written.Time(scenario.LaunchLead))
            .Value("seed", scenario.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Value("runs", Written.Whole(scenario.Runs))
            .List("hostTypes", scenario.HostTypes, HostType)
            .List("bundles", scenario.Bundles, Bundle)
            .List("keys", scenario.Keys, (map, key) => map.Value("name", key.Name).Value("seats", Written.Whole(key.Seats)))
            .Map("driver", driver => DriverYaml.Write(driver, scenario.Driver));
        if (scenario.ListsFleets)
            yaml.List("fleets", [.. scenario.Fleets.Index()], (map, fleet) => Fleet(map, scenario, fleet.Index));
        else
            Fleet(yaml, scenario, 0);
        if (scenario.Billing != BillingTerms.Default) yaml.Map("billing", map => BillingYaml.Write(map, scenario.Billing));
        if (scenario.Trace is { } trace) yaml.Map("trace", map => Trace(map, trace));
        yaml.List("timeline", scenario.Timeline, (map, happening) => Event(map, happening, hosts => scenario.FleetOf(hosts).Account));
        if (!scenario.Thresholds.IsEmpty) yaml.Map("thresholds", map => Thresholds(map, scenario.Thresholds));
        return yaml.ToString();
    }

    private static void Fleet(YamlWriter yaml, Scenario scenario, int number)
    {
        var fleet = scenario.Fleets[number];
        yaml.Value("region", fleet.Region)
            .Value("account", fleet.Account)
            .Value("quota", Written.Whole(fleet.Quota))
            .List("directories", [.. scenario.Directories.Where(directory => directory.Fleet == number)], Directory)
            .List("hosts", [.. scenario.Hosts.Where(hosts => hosts.Fleet == number)], Hosts)
            .List("groups", [.. scenario.Groups.Where(group => group.Fleet == number)], GroupYaml.Write);
        if (fleet.Enrolment != EnrolmentSpec.For(fleet.Quota)) yaml.Map("enrolment", map => EnrolmentYaml.Write(map, fleet.Enrolment));
    }

    private static void Directory(YamlWriter yaml, DirectorySpec directory) => yaml
        .Value("name", directory.Name)
        .Values("zones", directory.Zones)
        .Value("dedicated", Written.Switch(directory.Dedicated));

    private static void HostType(YamlWriter yaml, HostTypeSpec type) => yaml
        .Value("name", type.Name)
        .Value("vCpu", Written.Whole(type.VCpu))
        .Value("memory", Written.Memory(type.MemoryMiB))
        .Value("gpus", Written.Whole(type.Gpus))
        .Value("overcommit", Written.Number(type.Overcommit))
        .Value("startSlots", Written.Whole(type.StartSlots));

    private static void Hosts(YamlWriter yaml, HostGroup hosts) => yaml
        .Value("owner", OwnerOf(hosts.Owner))
        .Value("zone", hosts.Zone)
        .Value("type", hosts.Type.Name)
        .Value("count", Written.Whole(hosts.Count));

    private static void Hosts(YamlWriter yaml, HostGroup hosts, string account)
    {
        Hosts(yaml, hosts);
        if (hosts.Owner == HostOwner.Account) yaml.Value("account", account);
    }

    private static void Bundle(YamlWriter yaml, BundleSpec bundle) => yaml
        .Value("name", bundle.Name)
        .Value("vCpu", Written.Whole(bundle.VCpu))
        .Value("memory", Written.Memory(bundle.MemoryMiB))
        .Value("gpus", Written.Whole(bundle.Gpus))
        .Value("rootVolume", Written.Volume(bundle.RootGB))
        .Value("userVolume", Written.Volume(bundle.UserGB));

    private static void Trace(YamlWriter yaml, TraceSpec trace)
    {
        if (trace.File is { } file) yaml.Value("file", file);
        if (trace.TimeZone is { } zone) yaml.Value("timeZone", zone);
        else yaml.Value("utcOffset", trace.UtcOffset.ToString("Z+HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        if (trace.Users is { } users) yaml.Value("users", Written.Whole(users));
        else yaml.Value("repeatUsers", Written.Whole(trace.RepeatUsers));
        yaml.Value("phaseShift", Written.Time(trace.PhaseShift));
        if (trace.Format is { } format) yaml.Value("format", TraceFormats.Names.First(known => known.Format == format).Name);
        if (trace.Origin is { } origin) yaml.Value("origin", Written.Instant(origin));
        if (trace.DateOrder is { } order) yaml.Value("dateOrder", order == DateOrder.DayFirst ? "dayFirst" : "monthFirst");
        if (trace.OpenSessions is { } open) yaml.Value("openSessions", open switch { OpenSessions.End => "end", OpenSessions.Median => "median", _ => "drop" });
        if (trace.JoinWithin is { } gap) yaml.Value("joinWithin", Written.Time(gap));
    }

    private static void Event(YamlWriter yaml, TimelineEvent happening, Func<HostGroup, string> accountOf)
    {
        yaml.Value("at", Written.Instant(happening.At));
        if (happening is DriverSlowdown slowdown)
            yaml.Map("slowDriver", map => map.Value("factor", Written.Number(slowdown.Factor)).Value("until", Written.Instant(slowdown.Until)));
        if (happening is TimersStopped stop)
            yaml.Map("stopTimers", map => map.Value("until", Written.Instant(stop.Until)));
        if (happening is UpdateReleased released)
            yaml.Value("releaseUpdate", released.Update);
        if (happening is KeyChange key)
            yaml.Value(key.IsEnabled ? "enableKey" : "disableKey", key.Key);
        if (happening is ImagesCaptured captured)
            yaml.Map("captureImages", map => map.Value("group", captured.Group).Value("count", Written.Whole(captured.Count)));
        if (happening is ModeSwitch mode)
            yaml.Map("switchMode", map => map.Value("group", mode.Group).Value("to", mode.To.ToString()));
        if (happening is HostsAdded added)
            yaml.Map("addHost", map => Hosts(map, added.Hosts, accountOf(added.Hosts)));
        if (happening is UsersLeave leaving)
            yaml.Map("leave", map => Leaving(map, leaving));
        if (happening is HostsChange { Hosts: WholeZone zone } whole)
            yaml.Value(whole.Change == HostChange.Lose ? "loseZone" : "returnZone", zone.Zone);
        else if (happening is HostsChange change)
            yaml.Map(change.Change switch { HostChange.Lose => "loseHost", HostChange.Return => "returnHost", _ => "drainHost" }, map => Choice(map, change.Hosts));
    }

    private static void Leaving(YamlWriter yaml, UsersLeave leaving)
    {
        yaml.Value("group", leaving.Group);
        if (leaving.Count is { } count) yaml.Value("count", Written.Whole(count));
    }

    private static void Choice(YamlWriter yaml, HostChoice choice)
    {
        if (choice is NamedHost named) yaml.Value("name", named.Name);
        if (choice is not SomeHosts some) return;
        yaml.Value("zone", some.Zone);
        if (some.Owner is { } owner) yaml.Value("owner", OwnerOf(owner));
        if (some.Account is { } account) yaml.Value("account", account);
        yaml.Value("count", Written.Whole(some.Count));
    }

    internal static void Thresholds(YamlWriter yaml, IEnumerable<ThresholdSpec> thresholds)
    {
        foreach (var threshold in thresholds) yaml.Value(threshold.Metric.Name, threshold.Demand);
    }

    private static string OwnerOf(HostOwner owner) => owner == HostOwner.Account ? "account" : "provider";
}
