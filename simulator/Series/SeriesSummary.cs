using System.Collections.Immutable;
using DeskFleet.Simulator.Reports;

namespace DeskFleet.Simulator.Series;

/// <summary>The spread of one figure over the runs of a series.</summary>
/// <param name="Figure">Named as the thresholds name it.</param>
/// <param name="Unit">s, h, % or empty for a count.</param>
/// <param name="Runs">Runs in which there was something to measure.</param>
/// <param name="Median">Of an even number of runs: the lower of the two in the middle, so that it was measured.</param>
public sealed record FigureSpread(string Figure, string Unit, int Runs, decimal Min, decimal Median, decimal Max);

/// <summary>A threshold over all runs: it passes when each of them does.</summary>
public sealed record SeriesThreshold(string Metric, string Demand, int Missed, int Runs)
{
    public bool Passed => Missed == 0;
}

/// <summary>Several runs of one scenario with successive seeds.</summary>
/// <param name="IsPartial">It was interrupted: there are fewer runs, or the last is partial.</param>
public sealed record SeriesSummary(
    bool IsPartial,
    ImmutableArray<ulong> Seeds,
    ImmutableArray<FigureSpread> Spread,
    ImmutableArray<SeriesThreshold> Thresholds,
    ImmutableArray<RunSummary> Runs);
