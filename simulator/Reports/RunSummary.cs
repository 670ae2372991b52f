using System.Collections.Immutable;
using System.Text.Json.Serialization;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Runs;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Thresholds;
using NodaTime;

namespace DeskFleet.Simulator.Reports;

/// <summary>What a run was made from: the same inputs give the same bytes.</summary>
/// <param name="ScenarioHash">XXH3 of the scenario file.</param>
/// <param name="TraceHash">XXH3 of the trace file; null without one.</param>
/// <param name="Version">Of DeskFleet.</param>
public sealed record RunInputs(string Scenario, string ScenarioHash, string? TraceHash, ulong Seed, string Version);

/// <summary>The highest value of a gauge and when it was reached first.</summary>
public sealed record PeakFigure(int Count, Instant At);

/// <summary>Distribution of waits in seconds; nulls without cases.</summary>
/// <param name="Within90s">The share that waited at most 90 s (RUN-09).</param>
public sealed record WaitFigures(long Count, long? P50Seconds, long? P95Seconds, long? P99Seconds, long? MaxSeconds, double Within90s)
{
    public static WaitFigures Of(WaitTimes waits) => new(
        waits.Count,
        waits.Percentile(0.50),
        waits.Percentile(0.95),
        waits.Percentile(0.99),
        waits.Percentile(1),
        Math.Round(waits.ShareWithin(Duration.FromSeconds(90)), 6));
}

/// <summary>One group of users.</summary>
public sealed record GroupSummary(
    string Group,
    int WorkSpaces,
    long SessionsOpened,
    long Resumes,
    WaitFigures ResumeWait,
    long AutoStops,
    long MeteredHours,
    double RunningHours,
    double ConnectedHours,
    long Refusals,
    long GaveUp);

/// <summary>When the listed hosts were fullest.</summary>
/// <param name="LeastPercent">The least share of a zone's hosts that was free, in percent of what they hold.</param>
/// <param name="Zone">Where.</param>
/// <param name="Binding">What was scarcest: vCPU, memory or GPU.</param>
/// <param name="CapacityWorkSpaces">Desktops that all hosts hold at the scenario's mix of bundles, at that moment.</param>
/// <param name="SurvivesOneHost">In no zone and at no time did the desktops need more than all hosts but the largest hold.</param>
public sealed record HeadroomSummary(
    double LeastPercent, Instant At, string Zone, string Binding, int CapacityWorkSpaces, bool SurvivesOneHost, double ShortOfOneHostHours);

/// <summary>One availability zone.</summary>
public sealed record ZoneSummary(string Zone, int WorkSpaces, int UnbalancedLaunches, int PeakRunning, int PeakHostsInUse, double RunningHours);

/// <summary>Seats under the accounts' own licences against what they have agreed to (BYO-12), all accounts together; <c>bill</c> has each.</summary>
public sealed record SeatFigures(int Live, int Peak, int Commitment);

/// <summary>Sessions at the edges of a run, which is a window cut out of the life of a fleet.</summary>
/// <param name="OpenAtStart">Going on when the run starts: their users are connected already, without a sign-in.</param>
/// <param name="OpenAtEnd">Going on when the run ends.</param>
/// <param name="Before">Of the log, over before the run starts; left out.</param>
/// <param name="After">Of the log, begun when the run is over; left out.</param>
public sealed record WindowFigures(long OpenAtStart, long OpenAtEnd, long Before, long After);

/// <summary>Updates that were released to desktops (MNT-04). A newer one takes the place of one that is pending.</summary>
/// <param name="Done">Times that a desktop had an update installed.</param>
/// <param name="Pending">Desktops without their update at the end of the run.</param>
/// <param name="Missed">Those of them that have missed a window.</param>
/// <param name="WindowsMissed">Times that a window ended without the update that it should have brought to a desktop.</param>
public sealed record MaintenanceSummary(long Done, long Pending, long Missed, long WindowsMissed);

/// <summary>What the fleet did, in figures. It depends on the run's inputs alone: not on engine, machine or time of day.</summary>
public sealed record RunSummary(
    RunInputs Inputs,
    bool IsPartial,
    Instant Start,
    Instant End,
    int WorkSpaces,
    PeakFigure Wanted,
    PeakFigure Connected,
    PeakFigure Running,
    ImmutableArray<ZoneSummary> Zones,
    int ZoneDifference,
    long SessionsAsked,
    long SessionsOpened,
    long Resumes,
    WaitFigures ResumeWait,
    long StartsQueued,
    long WaitsForCapacity,
    long GaveUp,
    ImmutableSortedDictionary<string, long> Refusals,
    long AutoStops,
    long MeteredHours,
    double RunningHours,
    double ConnectedHours,
    SeatFigures ByolSeats,
    long Events,
    string EventLogHash)
{
    /// <summary>How it did against the scenario's thresholds; null without any.</summary>
    public ImmutableArray<ThresholdResult>? Thresholds { get; init; }

    /// <summary>It was interrupted while desktops were launched: nothing has been measured.</summary>
    [JsonIgnore]
    public bool IsBeforeStart => End <= Start;

    /// <summary>Null where hosts are endless.</summary>
    public HeadroomSummary? Headroom { get; init; }

    public ImmutableArray<GroupSummary> Groups { get; init; } = [];

    /// <summary>Of the refusals, those of people whose desktop a loss has taken, for no want of room: thresholds do not count them.</summary>
    public long RefusedByLoss { get; init; }

    /// <summary>Refusals that thresholds count.</summary>
    [JsonIgnore]
    public long RefusalsCounted => Refusals.Values.Sum() - RefusedByLoss;

    /// <summary>Of the running hours, those of desktops that had lost their host and were not up again: they are not metered.</summary>
    public double ComingBackHours { get; init; }

    /// <summary>How evenly each directory is spread, in the scenario's order.</summary>
    public ImmutableArray<DirectoryBalance> Directories { get; init; } = [];

    /// <summary>
    /// What became of the sign-ins: they opened a session, were refused, gave up or still wait. There is no other end.
    /// </summary>
    public SignInFigures SignIns { get; init; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>What began before the run or went on after it.</summary>
    public WindowFigures Window { get; init; } = new(0, 0, 0, 0);

    /// <summary>What each loss of hosts did to people, in time order; empty when the scenario loses none.</summary>
    public ImmutableArray<LossSummary> Losses { get; init; } = [];

    /// <summary>Null: the scenario releases no update.</summary>
    public MaintenanceSummary? Maintenance { get; init; }

    /// <summary>What the run came to in money.</summary>
    public CostSummary? Cost { get; init; }

    public static RunSummary Of(RunInputs inputs, Scenario scenario, RunResult run)
    {
        var fleet = run.Fleet;
        return new(
            inputs,
            run.IsPartial,
            scenario.Start,
            run.ReachedAt,
            fleet.Desktops,
            PeakOf(fleet.Wanted),
            PeakOf(fleet.Connected),
            PeakOf(fleet.Running),
            [.. fleet.Zones.Select(zone => Of(zone.Key, zone.Value))],
            DirectoryBalance.Of(scenario, fleet).Max(directory => directory.Difference),
            fleet.SessionsAsked,
            fleet.SessionsOpened,
            fleet.Resumes.Total,
            WaitFigures.Of(fleet.ResumeWaits),
            fleet.StartsQueued,
            fleet.WaitsForCapacity,
            fleet.GaveUp,
            fleet.RefusalsByReason.ToImmutableSortedDictionary(StringComparer.Ordinal),
            fleet.AutoStops.Total,
            fleet.MeteredHours,
            Hours(fleet.Running),
            Hours(fleet.Connected),
            new(fleet.Seats.Value, fleet.Seats.Peak, fleet.CommittedSeats),
            run.Events,
            run.LogHash)
        {
            Directories = DirectoryBalance.Of(scenario, fleet),
            SignIns = SignInFigures.Of(fleet),
            ComingBackHours = Hours(fleet.ComingBack),
            RefusedByLoss = fleet.RefusedByLoss,
            Window = new(fleet.OpenAtStart, fleet.Connected.Value, run.Outside.Before, run.Outside.After),
            Losses = [.. fleet.Losses.Select((loss, i) => loss.Summary(fleet, i))],
        };
    }

    private static PeakFigure PeakOf(Gauge gauge) => new(gauge.Peak, gauge.PeakAt);

    private static ZoneSummary Of(string zone, ZoneFigures figures) => new(
        zone, figures.WorkSpaces, figures.Unbalanced, figures.Running.Peak, figures.HostsInUse.Peak, Hours(figures.Running));

    private static double Hours(Gauge gauge) => Math.Round(gauge.TotalUnitSeconds / NodaConstants.SecondsPerHour, 3);
}
