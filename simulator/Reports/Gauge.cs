using System.Collections.Immutable;
using DeskFleet.Simulator.Reports.Figures;
using NodaTime;

namespace DeskFleet.Simulator.Reports;

/// <summary>A number that changes over time: its hourly means and maxima and its peak, from the run's start on. What it passes through within an instant is no peak.</summary>
public sealed class Gauge
{
    private readonly Instant _start;
    private readonly Instant _end;
    private readonly double[] _unitSeconds;
    private readonly int[] _maxima;
    private readonly EndOfInstant _changes;
    private Instant _since;

    /// <summary>A gauge of a run over [start, end), at 0.</summary>
    /// <param name="windows">Kept minute by minute besides, however long the run is.</param>
    public Gauge(Instant start, Instant end, params ImmutableArray<LossWindow> windows)
    {
        (_start, _end, _since, PeakAt, _changes) = (start, end, start, start, new(Note));
        _unitSeconds = new double[HoursBetween(start, end)];
        _maxima = new int[HoursBetween(start, end)];
        Track = new(start, end);
        Minutes = [.. windows.Select(window => new Track(window.Start, window.End, Duration.FromMinutes(1)))];
    }

    public int Value { get; private set; }

    /// <summary>The same by the minute, for charts.</summary>
    public Track Track { get; }

    /// <summary>One track a window.</summary>
    public ImmutableArray<Track> Minutes { get; }

    public int Peak { get; private set; }

    /// <summary>When the peak was reached first.</summary>
    public Instant PeakAt { get; private set; }

    /// <summary>The integral over the run so far, in unit-seconds.</summary>
    public double TotalUnitSeconds => _unitSeconds.Sum();

    public void Add(Instant at, int change) => Set(at, Value + change);

    public void Set(Instant at, int value)
    {
        _changes.Changing(at);
        Advance(at);
        Value = value;
        Track.Set(at, value);
        foreach (var minutes in Minutes)
            minutes.Set(at, value);
    }

    /// <summary>Nothing more happens.</summary>
    public void Close(Instant now)
    {
        Advance(now);
        _changes.Close();
    }

    private void Note(Instant at)
    {
        if (at >= _start && at < _end)
            Note(HourOf(at), at);
    }

    /// <summary>Counts the time up to <paramref name="now"/> at the current value.</summary>
    public void Advance(Instant now)
    {
        _changes.Reach(now);
        now = Instant.Min(now, _end);
        Track.Advance(now);
        foreach (var minutes in Minutes)
            minutes.Advance(now);
        while (_since < now)
        {
            var hour = HourOf(_since);
            var next = Instant.Min(now, _start + Duration.FromHours(hour + 1));
            _unitSeconds[hour] += Value * (next - _since).TotalSeconds;
            Note(hour, _since);
            _since = next;
        }
    }

    public double MeanOfHour(int hour) => _unitSeconds[hour] / NodaConstants.SecondsPerHour;

    public int MaximumOfHour(int hour) => _maxima[hour];

    /// <summary>Hours begun between the two; none when a run was interrupted before its start.</summary>
    public static int HoursBetween(Instant start, Instant end) => Math.Max(0, (int)Math.Ceiling((end - start).TotalHours));

    private int HourOf(Instant at) => (int)Math.Floor((at - _start).TotalHours);

    private void Note(int hour, Instant at)
    {
        _maxima[hour] = Math.Max(_maxima[hour], Value);
        if (Value > Peak)
            (Peak, PeakAt) = (Value, at);
    }
}
