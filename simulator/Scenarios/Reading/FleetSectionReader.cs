using System.Collections.Immutable;
using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>What a scenario says of its accounts and regions: all fleets, and of each its directories, hosts and groups, in order.</summary>
internal sealed record FleetParts(
    ImmutableArray<FleetSpec> Fleets, ImmutableArray<DirectorySpec> Directories, ImmutableArray<HostGroup> Hosts, ImmutableArray<UserGroup> Groups)
{
    private static readonly FleetParts None = new([], [], [], []);

    public FleetParts With(FleetSpec fleet, ImmutableArray<DirectorySpec> directories, ImmutableArray<HostGroup> hosts, ImmutableArray<UserGroup> groups) => new(
        Fleets.Add(fleet),
        Directories.AddRange(directories.Select(directory => directory with { Fleet = Fleets.Length })),
        Hosts.AddRange(hosts.Select(group => group with { Fleet = Fleets.Length })),
        Groups.AddRange(groups.Select(group => group with { Fleet = Fleets.Length })));

    public static FleetParts Of(FleetSpec fleet, ImmutableArray<DirectorySpec> directories, ImmutableArray<HostGroup> hosts, ImmutableArray<UserGroup> groups) =>
        None.With(fleet, directories, hosts, groups);
}

/// <summary>Reads the one fleet at the root of a scenario, or those under <c>fleets</c>.</summary>
/// <param name="isTraced">True when a trace is replayed: it gives the users.</param>
/// <param name="traced">How many it gives, or null without a sound trace.</param>
internal sealed class FleetSectionReader(Section root, ImmutableArray<HostTypeSpec> types, bool isTraced, TraceCounts? traced)
{
    public const string Key = "fleets";

    private static readonly Format<string> RegionName = Formats.OneOf([.. Regions.All.Select(region => (region, region))]);

    /// <summary>Region of the first fleet: its local time is the scenario's.</summary>
    public static string HomeOf(Section root)
    {
        var first = root.Has(Key) ? root.Ahead.Maps(Key).FirstOrDefault() : root.Ahead;
        return first is null ? "" : first.Optional("region", RegionName, "");
    }

    public FleetParts Read()
    {
        var holidays = SessionPatternReader.HolidaysOf(root, []);
        if (!root.Has(Key))
        {
            var (fleet, directories, hosts, groups) = Fleet(root, holidays);
            return FleetParts.Of(fleet, directories, hosts, groups);
        }

        var items = root.Maps(Key);
        if (items.IsEmpty) root.Report(Key, "The list is empty; add a fleet with region, directories and groups, or write them without \"fleets\".");
        if (isTraced) root.Report(Key, "A trace is replayed by one account in one region; leave \"fleets\" out, or \"trace\".");
        var all = new FleetParts([], [], [], []);
        foreach (var item in items)
        {
            var (fleet, directories, hosts, groups) = Fleet(item, SessionPatternReader.HolidaysOf(item, holidays));
            item.Close();
            all = all.With(fleet, directories, hosts, groups);
        }

        return all.Fleets.IsEmpty ? all with { Fleets = [new(Scenario.DefaultAccount, "", Scenario.DefaultQuota)] } : all;
    }

    private (FleetSpec, ImmutableArray<DirectorySpec>, ImmutableArray<HostGroup>, ImmutableArray<UserGroup>) Fleet(Section section, ImmutableArray<NodaTime.LocalDate> holidays)
    {
        var region = section.Required("region", RegionName, "");
        var fleet = new FleetSpec(
            section.Optional("account", Formats.Name, Scenario.DefaultAccount),
            region,
            section.Optional("quota", Formats.Whole(1, 10_000_000), Scenario.DefaultQuota));
        var groups = new GroupReader(Regions.TimeZoneOf(region), holidays, isTraced, traced);
        var directories = DirectoryReader.Read(section);
        var enrolment = new EnrolmentReader(Regions.TimeZoneOf(region), fleet.Quota).Read(section, directories.Any(directory => directory.Dedicated));
        return (fleet with { Enrolment = enrolment }, directories, HostReader.Read(section, types), groups.Read(section));
    }
}
