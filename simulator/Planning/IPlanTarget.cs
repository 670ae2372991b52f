using System.Globalization;
using DeskFleet.Simulator.Thresholds;
using NodaTime;

namespace DeskFleet.Simulator.Planning;

/// <summary>How much a run can come to at most; the same for every number of hosts.</summary>
/// <param name="Waits">Waits for a desktop: no session waits twice, unless its user is cut off.</param>
/// <param name="SignIns">Sign-ins, those that are tried again included.</param>
/// <param name="Desktops">All that are launched.</param>
public sealed record MaxOf(long Waits, long SignIns, long Desktops);

/// <summary>Something that must hold for a number of hosts to be enough.</summary>
public interface IPlanTarget
{
    /// <summary>In words, such as <c>resume wait p99 &lt;= 120 s</c>. Stored results are only used again under the same words.</summary>
    string Text { get; }

    /// <summary>Whether it holds at the end of a run.</summary>
    bool Holds(PlanFigures figures);

    /// <summary>Whether nothing that may yet happen in the run can save it.</summary>
    bool IsLost(PlanFigures figures, MaxOf most) => false;

    /// <summary>More refusals than this it never allows; null: it does not limit them.</summary>
    long? MaxRefusals(MaxOf most) => null;

    /// <summary>99 of 100 waits may be no longer than this; null: it does not limit them.</summary>
    Duration? MaxWait => null;

    /// <summary>More hosts help it as long as somebody waits for room or for a start slot, and not beyond.</summary>
    bool NeedsRoomOnly => true;

    /// <summary>By how much it missed, in words; null: somebody else says it.</summary>
    string? Shortfall(PlanFigures figures) => null;
}

/// <summary>At most so many refusals for want of room; with a quota that refuses, none holds.</summary>
/// <param name="Most">From 0.</param>
public sealed record RefusalTarget(long Most) : IPlanTarget
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"refused for capacity <= {Most}");

    public bool Holds(PlanFigures figures) => figures.OverQuota == 0 && figures.Refused <= Most;

    public bool IsLost(PlanFigures figures, MaxOf most) => !Holds(figures);

    public long? MaxRefusals(MaxOf most) => Most;
}

/// <summary>99 % of those who wait for their desktop wait at most so long.</summary>
/// <param name="Most">Above zero.</param>
public sealed record WaitTarget(Duration Most) : IPlanTarget
{
    /// <summary>One in a hundred may wait longer.</summary>
    public const int OneIn = 100;

    public string Text => string.Create(CultureInfo.InvariantCulture, $"resume wait p99 <= {Most.TotalSeconds:0} s");

    public bool Holds(PlanFigures figures) => (figures.Waits.Percentile(0.99) ?? 0) <= Most.TotalSeconds;

    public bool IsLost(PlanFigures figures, MaxOf most) => figures.LongWaits > most.Waits / OneIn;

    public Duration? MaxWait => Most;
}

/// <summary>At most this share of launches and sign-ins is refused for want of room.</summary>
/// <param name="Percent">From 0 to 100.</param>
public sealed record RefusalShareTarget(decimal Percent) : IPlanTarget
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"refused for capacity <= {Percent:0.####} % of launches and sign-ins");

    public bool Holds(PlanFigures figures) => figures.OverQuota == 0 && figures.Refused <= Percent / 100 * (figures.Asked + figures.Desktops);

    public bool IsLost(PlanFigures figures, MaxOf most) => figures.OverQuota > 0 || figures.Refused > MaxRefusals(most);

    public long? MaxRefusals(MaxOf most) => (long)decimal.Floor(Percent / 100 * (most.SignIns + most.Desktops));
}

/// <summary>
/// A threshold on refusals of every kind. Those for want of room are among them, so they are bounded by it, and a run with more of them is lost.
/// </summary>
public sealed record RefusalsThresholdTarget(ThresholdSpec Threshold) : IPlanTarget
{
    private readonly ThresholdTarget _whole = new(Threshold);

    public string Text => _whole.Text;

    public bool Holds(PlanFigures figures) => !IsLost(figures) && _whole.Holds(figures);

    public bool IsLost(PlanFigures figures, MaxOf most) => IsLost(figures);

    public long? MaxRefusals(MaxOf most) => (long)Threshold.Limit;

    public string? Shortfall(PlanFigures figures) => _whole.Shortfall(figures) is { } missed && figures.Ended is { Summary: { } run }
        ? $"{missed}: {string.Join(", ", run.Refusals.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value} {reason.Key}")))}"
            + Instead(figures, run)
        : null;

    /// <summary>Hosts help against want of room only; where that is not what is missed, the threshold on it is the one to write.</summary>
    private static string Instead(PlanFigures figures, Reports.RunSummary run) =>
        figures.Refused == 0 && run.RefusalsCounted > 0 ? "; none for want of room, so no hosts help: write \"placement.failureRate: <= 0 %\" instead" : "";

    private bool IsLost(PlanFigures figures) => figures.OverQuota + figures.Refused > Threshold.Limit;
}

/// <summary>Any other threshold, judged when a run has ended. Where a whole AZ is lost it is not judged: it would count those without.</summary>
public sealed record ThresholdTarget(ThresholdSpec Threshold) : IPlanTarget
{
    public string Text => $"{Threshold.Name} {Threshold.Demand}";

    /// <summary>It is measured in the run's books, which a plan keeps for nothing else.</summary>
    public bool NeedsBooks => Threshold.Group is not null || Threshold.Metric.NeedsBooks;

    public bool Holds(PlanFigures figures) => figures.Ended is not { } run || Threshold.Holds(Measured(run));

    /// <summary>What is about waits and refusals; how full hosts are, and what they cost, changes with every host.</summary>
    public bool NeedsRoomOnly => Threshold.Metric.Name.Split('.')[0] is "resume" or "refusals" or "gaveUp" or "sessions";

    public string? Shortfall(PlanFigures figures)
    {
        if (figures.Ended is not { } run || Threshold.Holds(Measured(run)))
            return null;
        return $"{Threshold.Name} is {(Measured(run) is { } value ? Threshold.Show(value) : Threshold.Metric.Unmeasured)} where {Threshold.Demand} is demanded";
    }

    private decimal? Measured(EndedRun run) => Threshold.Measure(run.Scenario, run.Summary);
}
