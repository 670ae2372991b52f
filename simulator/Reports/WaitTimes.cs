using NodaTime;

namespace DeskFleet.Simulator.Reports;

/// <summary>Waiting times in whole seconds, counted exactly.</summary>
public sealed class WaitTimes
{
    private readonly SortedDictionary<long, long> _counts = [];

    public long Count { get; private set; }

    /// <summary>How often each wait was seen, shortest first.</summary>
    public IEnumerable<KeyValuePair<long, long>> Counts => _counts;

    public void Add(Duration wait) => Add((long)Math.Ceiling(wait.TotalSeconds), 1);

    /// <summary>Adds as many waits of this length.</summary>
    public void Add(long seconds, long count)
    {
        _counts[seconds] = _counts.GetValueOrDefault(seconds) + count;
        Count += count;
    }

    /// <summary>Adds all of another.</summary>
    public void Add(WaitTimes others)
    {
        foreach (var (seconds, count) in others.Counts)
            Add(seconds, count);
    }

    /// <summary>The least wait that this share of the cases does not exceed (nearest rank), in seconds; null without cases.</summary>
    /// <param name="share">In (0, 1].</param>
    public long? Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        foreach (var (seconds, count) in _counts)
        {
            if ((rank -= count) <= 0)
                return seconds;
        }

        return null;
    }

    /// <summary>The share of cases that waited at most this long; 1 without cases.</summary>
    public double ShareWithin(Duration limit) =>
        Count == 0 ? 1 : _counts.TakeWhile(c => c.Key <= limit.TotalSeconds).Sum(c => c.Value) / (double)Count;
}
