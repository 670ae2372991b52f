namespace DeskFleet.Simulator.Reports.Page;

/// <summary>The least and the most of all runs of a series, point by point.</summary>
internal sealed class Band
{
    public double[] Least { get; private set; } = [];

    public double[] Most { get; private set; } = [];

    /// <param name="values">Of one run; each run has as many points as the first.</param>
    public void Add(double[] values)
    {
        if (Least.Length == 0)
            (Least, Most) = ([.. values], [.. values]);
        for (var i = 0; i < values.Length; i++)
            (Least[i], Most[i]) = (Math.Min(Least[i], values[i]), Math.Max(Most[i], values[i]));
    }
}
