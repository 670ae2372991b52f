using DeskFleet.Simulator.Reports.Figures;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>The points of a time chart: as many as a screen shows, each the extreme of the steps that it stands for.</summary>
internal sealed class TimeBuckets
{
    private const int MaxPoints = 700;
    private static readonly int[] StepsPerPoint = [1, 5, 15, 30, 60, 120, 240, 360, 720, 1440];
    private static readonly LocalDateTimePattern Label = LocalDateTimePattern.CreateWithInvariantCulture("ddd d MMM HH:mm");
    private readonly int _first;
    private readonly int _stepsPerPoint;

    /// <param name="start">Of the run; where its tracks begin.</param>
    public TimeBuckets(TimeSpanOfRun span, Instant start, Duration step)
    {
        var steps = (int)Math.Ceiling(span.Length / step);
        _first = (int)Math.Floor((span.Start - start) / step);
        _stepsPerPoint = StepsPerPoint.First(n => n == StepsPerPoint[^1] || steps / n <= MaxPoints);
        Count = (int)Math.Ceiling((double)steps / _stepsPerPoint);
        Span = span;
        HoursPerPoint = _stepsPerPoint * step.TotalHours;
    }

    public TimeSpanOfRun Span { get; }

    public int Count { get; }

    public double HoursPerPoint { get; }

    public string Length => HoursPerPoint >= 1 ? $"{Html.Number(HoursPerPoint)} h" : $"{Html.Number(60 * HoursPerPoint)} min";

    public IReadOnlyList<string> Labels => [.. Enumerable.Range(0, Count).Select(i => Label.Format(Span.LocalAt(i * HoursPerPoint)))];

    public double[] Greatest(Track track) => [.. Enumerable.Range(0, Count).Select(i => (double)track.Greatest(From(i), From(i + 1)))];

    public double[] Least(Track track) => [.. Enumerable.Range(0, Count).Select(i => (double)track.Least(From(i), From(i + 1)))];

    private int From(int point) => _first + (point * _stepsPerPoint);
}
