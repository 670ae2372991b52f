using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Reads a scenario from its sections, once the trace it replays, if any, has been read.</summary>
/// <param name="spec">How a trace is replayed, or null when none is.</param>
/// <param name="trace">The trace, or null when there is none or it has faults.</param>
internal sealed class ScenarioReader(Section root, TraceSpec? spec, TraceReading? trace)
{
    public Scenario Read(string defaultName)
    {
        var name = root.Optional("name", Formats.Name, defaultName);
        var region = FleetSectionReader.HomeOf(root);
        var start = Start(region);
        var types = HostTypeReader.Read(root);
        var parts = new FleetSectionReader(root, types, isTraced: spec is not null, trace is null ? null : new TraceCounts(spec!, trace)).Read();
        var scenario = new Scenario(
            name,
            region,
            start,
            Horizon(start),
            root.Optional("launchLead", Formats.Time(Duration.Zero, Duration.FromDays(31)), Scenario.DefaultLaunchLead),
            root.Optional("seed", Formats.Seed, Scenario.DefaultSeed),
            parts.Fleets[0].Account,
            parts.Fleets[0].Quota,
            parts.Directories,
            parts.Hosts,
            types,
            BundleReader.Read(root),
            parts.Groups,
            DriverReader.Read(root.Child("driver")),
            spec)
        {
            Keys = KeyReader.Read(root),
            Fleets = parts.Fleets,
            ListsFleets = root.Has(FleetSectionReader.Key),
            Billing = BillingReader.Read(root),
            Timeline = new TimelineReader(start, Regions.TimeZoneOf(region), types, parts.Fleets).Read(root),
            Thresholds = ThresholdReader.Read(root.Child("thresholds")),
            Runs = root.Optional("runs", Formats.Whole(1, Scenario.MaxRuns), 1),
        };
        return root.Has("launchLead") ? scenario : scenario with { LaunchLead = SetUpTimes.UsualLead(scenario) };
    }

    private Instant Start(string region)
    {
        var format = CalendarFormats.Start(Regions.TimeZoneOf(region));
        return spec is null
            ? root.Required("start", format, Instant.FromUnixTimeSeconds(0))
            : root.Optional("start", format, trace?.FirstMidnight ?? Instant.FromUnixTimeSeconds(0));
    }

    private Duration Horizon(Instant start)
    {
        var format = Formats.Time(Duration.FromSeconds(1), Duration.FromDays(Scenario.MaxHorizonDays));
        if (spec is null) return root.Required("horizon", format, Duration.FromDays(1));
        if (trace is null || root.Has("horizon")) return root.Optional("horizon", format, Duration.FromDays(1));
        return WholeLog(trace.LastMidnight - start);
    }

    private Duration WholeLog(Duration span)
    {
        if (span > Duration.Zero && span <= Duration.FromDays(Scenario.MaxHorizonDays)) return span;
        root.Report("horizon", $"The log lasts from the start for {(long)span.TotalDays} days; give a start and a horizon above 0 " +
            $"and of at most {Scenario.MaxHorizonDays} days within it.");
        return Duration.FromDays(1);
    }
}
