using System.Collections.Concurrent;
using NodaTime;

namespace DeskFleet.Benchmarks.Storage.Wakes;

/// <summary>Which deadlines are armed, and how late each was heard of first. Thread-safe.</summary>
internal sealed class Heard
{
    private readonly ConcurrentDictionary<int, Instant> _due = new();
    private readonly ConcurrentBag<double> _lateSeconds = [];

    public int Waiting => _due.Count;

    /// <summary>Nobody can be heard of before; what was due earlier counts as due then.</summary>
    public Instant From { get; set; } = Instant.MinValue;

    public void Expect(int number, Instant due) => _due[number] = due;

    public void Hear(int number)
    {
        if (_due.TryRemove(number, out var due))
            _lateSeconds.Add((SystemClock.Instance.GetCurrentInstant() - Instant.Max(due, From)).TotalSeconds);
    }

    /// <summary>Waits for all; those that have not come by then count as lost.</summary>
    public async Task<Lateness> All(TimeSpan within)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (Waiting > 0 && TimeProvider.System.GetElapsedTime(started) < within)
            await Task.Delay(100);
        var late = _lateSeconds.Order().ToList();
        var result = new Lateness(At(late, 0.5), At(late, 0.99), At(late, 1), Waiting);
        _lateSeconds.Clear();
        _due.Clear();
        return result;
    }

    private static double At(List<double> late, double share) => late.Count == 0 ? double.NaN : late[(int)Math.Ceiling(share * late.Count) - 1];
}

/// <summary>How late deadlines were heard of, in seconds.</summary>
internal sealed record Lateness(double Median, double NinetyNinth, double Most, int Lost)
{
    public override string ToString() => FormattableString.Invariant($"{Median:0.0} / {NinetyNinth:0.0} / {Most:0.0} s, {Lost} lost");
}
