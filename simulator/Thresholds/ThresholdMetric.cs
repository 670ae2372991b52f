using System.Collections.Immutable;
using System.Globalization;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Bills;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Thresholds;

/// <summary>Something of a run that a threshold may bound.</summary>
/// <param name="Name">As in a scenario: <c>resume.wait.p99</c>.</param>
/// <param name="Kind">What is counted, and so the unit.</param>
/// <param name="Meaning">In a few words.</param>
/// <param name="Measure">The value in the kind's base unit; null where there was nothing to measure.</param>
public sealed record ThresholdMetric(string Name, MetricKind Kind, string Meaning, Func<Scenario, RunSummary, decimal?> Measure)
{
    /// <summary>The same of one group of users; null: it can only be said of the run as a whole.</summary>
    public Func<GroupSummary, GroupCost?, decimal?>? OfGroup { get; init; }

    /// <summary>Measured in the books of a run, not in what its summary begins with.</summary>
    public bool NeedsBooks { get; init; }

    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<ThresholdMetric> All { get; } =
    [
        .. new ThresholdMetric[]
        {
            new("autoStops", MetricKind.Count, "desktops stopped by AutoStop", (_, run) => run.AutoStops) { OfGroup = (group, _) => group.AutoStops },
            new("byol.seats.max", MetricKind.Count, "most seats under the account's own licences", (_, run) => run.ByolSeats.Peak),
            new("capacity.waits", MetricKind.Count, "waits for room in a zone", (_, run) => run.WaitsForCapacity),
            new("connected.max", MetricKind.Count, "most sessions at once", (_, run) => run.Connected.Count),
            new("cost.total", MetricKind.Money, "the bill of all months that the run touches; monthly fees count whole", (_, run) => run.Cost?.Total) { OfGroup = (_, cost) => cost?.Total, NeedsBooks = true },
            new("gaveUp", MetricKind.Count, "sessions whose user gave up waiting", (_, run) => run.GaveUp) { OfGroup = (group, _) => group.GaveUp },
            new("gaveUp.rate", MetricKind.Share, "the share of them", (_, run) => Percent(run.GaveUp, run.SessionsAsked)),
            new("headroom.least", MetricKind.Share, "the least share of a zone's hosts that was free", (_, run) => (decimal?)run.Headroom?.LeastPercent) { NeedsBooks = true },
            new("hosts.inUse.max", MetricKind.Count, "the zones' most hosts in use, added up", (_, run) => run.Zones.Sum(zone => zone.PeakHostsInUse)),
            new("hosts.inUse.zone.max", MetricKind.Count, "most hosts in use in any one zone", (_, run) => run.Zones.Select(zone => zone.PeakHostsInUse).DefaultIfEmpty().Max()),
            new("hours.metered", MetricKind.Hours, "hours metered in closed intervals", (_, run) => run.MeteredHours) { OfGroup = (group, _) => group.MeteredHours },
            new("hours.running", MetricKind.Hours, "desktop hours running", (_, run) => (decimal)run.RunningHours) { OfGroup = (group, _) => (decimal)group.RunningHours },
            new("placement.failureRate", MetricKind.Share, "launches and sign-ins refused for want of room", (_, run) => Percent(NoRoom(run), run.SignIns.All + run.WorkSpaces)),
            new("refusals", MetricKind.Count, "refusals of every kind, but those of people whose desktop a loss has taken and that are for no want of room", (_, run) => run.RefusalsCounted) { OfGroup = (group, _) => group.Refusals },
            new("refusals.rate", MetricKind.Share, "refusals in the launches and sign-ins", (_, run) => Percent(run.RefusalsCounted, run.SignIns.All + run.WorkSpaces)),
            new("resume.wait.max", MetricKind.Time, "the longest wait for a desktop to start", (_, run) => run.ResumeWait.MaxSeconds) { OfGroup = (group, _) => group.ResumeWait.MaxSeconds },
            new("resume.wait.p50", MetricKind.Time, "half of the waits are no longer", (_, run) => run.ResumeWait.P50Seconds) { OfGroup = (group, _) => group.ResumeWait.P50Seconds },
            new("resume.wait.p95", MetricKind.Time, "95 % of the waits are no longer", (_, run) => run.ResumeWait.P95Seconds) { OfGroup = (group, _) => group.ResumeWait.P95Seconds },
            new("resume.wait.p99", MetricKind.Time, "99 % of the waits are no longer", (_, run) => run.ResumeWait.P99Seconds) { OfGroup = (group, _) => group.ResumeWait.P99Seconds },
            new("resume.wait.within90s", MetricKind.Share, "waits of at most 90 s", (_, run) => (decimal)run.ResumeWait.Within90s * 100) { OfGroup = (group, _) => (decimal)group.ResumeWait.Within90s * 100 },
            new("running.max", MetricKind.Count, "most desktops running at once", (_, run) => run.Running.Count),
            new("sessions.opened.rate", MetricKind.Share, "sessions that opened, at once or when tried again, of those asked for", (_, run) => Percent(run.SessionsOpened, run.SessionsAsked)),
            new("starts.queued", MetricKind.Count, "starts that waited for a start slot", (_, run) => run.StartsQueued),
            new("zone.skew.max", MetricKind.Share, "the largest difference between a directory's two zones, of their desktops", (_, run) => run.Directories.Max(directory => directory.SkewPercent)),
        }.OrderBy(metric => metric.Name, StringComparer.Ordinal),
    ];

    /// <summary>By its name, which is one of them.</summary>
    public static ThresholdMetric Of(string name) => All.First(metric => metric.Name == name);

    /// <summary>The value in the kind's base unit; null where there was nothing to measure.</summary>
    /// <param name="group">Null: of the run as a whole.</param>
    public decimal? MeasureOf(string? group, Scenario scenario, RunSummary run)
    {
        if (group is null)
            return Measure(scenario, run);
        var figures = run.Groups.FirstOrDefault(known => known.Group == group);
        return figures is null ? null : OfGroup!(figures, run.Cost?.Groups.FirstOrDefault(known => known.Group == group));
    }

    /// <summary>A value with its unit, as a scenario writes it.</summary>
    public string Show(decimal value) => $"{value.ToString("0.####", CultureInfo.InvariantCulture)} {Unit}".TrimEnd();

    /// <summary>How people read a value: thousands apart, hours whole, money to the cent, nothing beyond a hundredth.</summary>
    public string NumberFormat => Kind switch
    {
        MetricKind.Hours => "#,0",
        MetricKind.Money => "#,0.00",
        _ => "#,0.##",
    };

    /// <summary>Whether a demand holds where there was nothing to measure: no wait at all is no miss, but what is not priced may cost anything.</summary>
    public bool HoldsUnmeasured => Kind != MetricKind.Money;

    /// <summary>Why there is no value.</summary>
    public string Unmeasured => Kind == MetricKind.Money ? $"{CostSummary.NotPriced}: the price book lacks a price for these desktops or this time, so this cannot be judged; add it under billing.prices" : "nothing to measure";

    /// <summary>The base unit; empty for counts.</summary>
    public string Unit => Kind switch
    {
        MetricKind.Time => "s",
        MetricKind.Hours => "h",
        MetricKind.Share => "%",
        MetricKind.Money => CostSummary.UsDollar,
        _ => "",
    };

    private static decimal? Percent(long part, long whole) => whole == 0 ? null : Math.Round(100m * part / whole, 6);

    private static long NoRoom(RunSummary run) => run.Refusals
        .Where(reason => reason.Key.EndsWith($": {RefusalCode.InsufficientCapacity}", StringComparison.Ordinal)
            || reason.Key.EndsWith($": {RefusalCode.CapacityNotAllocated}", StringComparison.Ordinal))
        .Sum(reason => reason.Value);
}

/// <summary>What a metric counts, and its base unit.</summary>
public enum MetricKind
{
    Count,

    /// <summary>Percent.</summary>
    Share,

    /// <summary>Seconds.</summary>
    Time,

    /// <summary>Desktop hours.</summary>
    Hours,

    /// <summary>US dollars.</summary>
    Money,
}
