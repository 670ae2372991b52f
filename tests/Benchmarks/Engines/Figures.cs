namespace DeskFleet.Benchmarks.Engines;

/// <summary>One way to play a fleet, over several rounds.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Desktops">How many.</param>
/// <param name="Events">Of one round; it is the same in each.</param>
/// <param name="Seconds">Of each round, on the wall.</param>
/// <param name="BytesAnEvent">Allocated; null: it runs in a process of its own.</param>
internal sealed record Figure(string Name, int Desktops, long Events, IReadOnlyList<double> Seconds, double? BytesAnEvent)
{
    public double MedianSeconds => Seconds.Order().ElementAt(Seconds.Count / 2);

    public double EventsASecond => Events / MedianSeconds;
}

/// <summary>All figures of one run of the benchmark, and where it was made.</summary>
internal sealed record Figures(DateTimeOffset At, string Machine, int Days, int Rounds, IReadOnlyList<Figure> Measured);
