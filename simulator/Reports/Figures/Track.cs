using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>A number that changes over time, as its least and greatest value in each step, at the ends of instants: what a chart is drawn from.</summary>
public sealed class Track
{
    /// <summary>Steps are a minute, unless that would be more of them than this.</summary>
    private const int MaxSteps = 20_160;

    private readonly Instant _start;
    private readonly int[] _least;
    private readonly int[] _greatest;
    private readonly EndOfInstant _end;
    private int _value;

    /// <summary>A track over [start, end), at 0.</summary>
    public Track(Instant start, Instant end)
        : this(start, end, StepFor(end - start))
    {
    }

    public Track(Instant start, Instant end, Duration step)
    {
        (_start, Step) = (start, step);
        var steps = (int)Math.Ceiling((end - start) / step);
        (_least, _greatest, _end) = (new int[steps], new int[steps], new(Note));
    }

    public Duration Step { get; }

    /// <summary>Steps that the run has reached.</summary>
    public int Count { get; private set; }

    /// <summary>Whole minutes, at least one.</summary>
    public static Duration StepFor(Duration horizon) => Duration.FromMinutes(Math.Max(1, Math.Ceiling(horizon.TotalMinutes / MaxSteps)));

    public void Set(Instant at, int value)
    {
        _end.Changing(at);
        Advance(at);
        _value = value;
    }

    private void Note(Instant at)
    {
        var step = StepOf(at);
        if (step < 0 || step >= _least.Length)
            return;
        Reach(step + 1);
        _least[step] = Math.Min(_least[step], _value);
        _greatest[step] = Math.Max(_greatest[step], _value);
    }

    /// <summary>The value stays until <paramref name="now"/>, which is not included.</summary>
    public void Advance(Instant now)
    {
        _end.Reach(now);
        Reach((int)Math.Min(_least.Length, Math.Ceiling((now - _start) / Step)));
    }

    /// <summary>The greatest value in steps [from, to), which are cut to those reached; 0 without any.</summary>
    public int Greatest(int from, int to) => Within(_greatest, from, to) is { IsEmpty: false } span ? Max(span) : 0;

    /// <summary>The least value in steps [from, to), which are cut to those reached; 0 without any.</summary>
    public int Least(int from, int to) => Within(_least, from, to) is { IsEmpty: false } span ? Min(span) : 0;

    private static int Max(ReadOnlySpan<int> span)
    {
        var best = span[0];
        foreach (var value in span)
            best = Math.Max(best, value);
        return best;
    }

    private static int Min(ReadOnlySpan<int> span)
    {
        var best = span[0];
        foreach (var value in span)
            best = Math.Min(best, value);
        return best;
    }

    private ReadOnlySpan<int> Within(int[] values, int from, int to) => values.AsSpan(Math.Min(from, Count)..Math.Min(to, Count));

    private int StepOf(Instant at) => (int)Math.Floor((at - _start) / Step);

    private void Reach(int steps)
    {
        for (; Count < steps; Count++)
            _least[Count] = _greatest[Count] = _value;
    }
}
