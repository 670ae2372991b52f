using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Reports;

/// <summary>The time around a loss of hosts: [Start, End), kept minute by minute.</summary>
/// <param name="At">When the hosts are lost.</param>
/// <param name="What">What is lost, in words.</param>
public sealed record LossWindow(Instant At, string What, Instant Start, Instant End)
{
    /// <summary>A page with more charts than this says less.</summary>
    public const int Most = 6;

    private static readonly Duration Before = Duration.FromMinutes(15);
    private static readonly Duration After = Duration.FromHours(2);
    private static readonly Duration AfterReturn = Duration.FromHours(1);
    private static readonly Duration Longest = Duration.FromHours(6);

    /// <summary>The first losses of a scenario's time line; those of one instant are one.</summary>
    public static ImmutableArray<LossWindow> Of(Scenario scenario)
    {
        var changes = scenario.Timeline.OfType<HostsChange>().OrderBy(change => change.At).ToList();
        return
        [
            .. changes.Where(change => change.Change == HostChange.Lose && change.At >= scenario.Start)
                .GroupBy(change => change.At)
                .Take(Most)
                .Select(loss => new LossWindow(
                    loss.Key,
                    string.Join(" and ", loss.Select(change => change.Hosts.Told).Distinct()),
                    FullMinute(scenario.Start, Instant.Max(scenario.Start, loss.Key - Before)),
                    Instant.Min(scenario.End, EndOf(loss.Key, changes)))),
        ];
    }

    private static Instant EndOf(Instant lost, List<HostsChange> changes)
    {
        var returned = changes.Find(change => change.Change == HostChange.Return && change.At > lost)?.At;
        return Instant.Min(lost + Longest, Instant.Max(lost + After, (returned ?? lost) + AfterReturn));
    }

    private static Instant FullMinute(Instant start, Instant at) => start + Duration.FromMinutes(Math.Floor((at - start).TotalMinutes));
}

/// <summary>What one loss did to people.</summary>
public sealed class LossFigures(LossWindow window)
{
    /// <summary>Recovered: this share of those who want a desktop are connected.</summary>
    private const double Recovered = 0.99;

    private readonly HashSet<WorkSpaceId> _cutOff = [];
    private readonly HashSet<WorkSpaceId> _back = [];
    private int _hosts;
    private int? _connectedBefore;

    public LossWindow Window => window;

    /// <summary>One of its hosts is gone; sessions on it end after this.</summary>
    public void HostLost(int connected)
    {
        _hosts++;
        _connectedBefore ??= connected;
    }

    public void CutOff(Instant at, WorkSpaceId workSpace)
    {
        if (at == window.At)
            _cutOff.Add(workSpace);
    }

    /// <summary>Its user has a session again.</summary>
    public void CameBack(WorkSpaceId workSpace)
    {
        if (_cutOff.Contains(workSpace))
            _back.Add(workSpace);
    }

    /// <param name="number">Of the window among those of the fleet's gauges.</param>
    public LossSummary Summary(FleetObserver fleet, int number)
    {
        var (wanted, connected) = (fleet.Wanted.Minutes[number], fleet.Connected.Minutes[number]);
        var first = (int)((window.At - window.Start) / Duration.FromMinutes(1));
        var back = Enumerable.Range(first + 1, Math.Max(0, connected.Count - first - 1))
            .Select(i => (int?)i)
            .FirstOrDefault(i => connected.Greatest(i!.Value, i.Value + 1) >= Recovered * wanted.Greatest(i.Value, i.Value + 1));
        return new(
            window.At,
            window.What,
            _hosts,
            _cutOff.Count,
            _back.Count,
            _connectedBefore ?? 0,
            (_connectedBefore ?? 0) - _cutOff.Count,
            MinuteAt(back));
    }

    private Instant? MinuteAt(int? minute) => minute is { } i ? window.Start + Duration.FromMinutes(i) : null;
}

/// <summary>A loss of hosts and what it did to people, by the minute.</summary>
/// <param name="CutOff">Sessions that ended with the hosts.</param>
/// <param name="CameBack">Of those who were cut off: had a session again before the run ended.</param>
/// <param name="ConnectedAfter">Right after it: those who go home later are no loss.</param>
/// <param name="RecoveredAt">The first minute after it in which 99 % of those who wanted a desktop were connected; null: not within that time.</param>
public sealed record LossSummary(
    Instant At, string What, int Hosts, long CutOff, long CameBack, int ConnectedBefore, int ConnectedAfter, Instant? RecoveredAt);
