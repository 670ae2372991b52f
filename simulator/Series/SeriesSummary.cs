using System.Collections.Immutable;
using System.Text.Json.Serialization;
using DeskFleet.Simulator.Reports;
using DeskFleet.Simulator.Thresholds;

namespace DeskFleet.Simulator.Series;

/// <summary>The spread of one figure over the runs of a series.</summary>
/// <param name="Figure">Named as the thresholds name it.</param>
/// <param name="Unit">s, h, %, USD or empty for a count.</param>
/// <param name="Runs">Runs in which there was something to measure.</param>
/// <param name="Median">Of an even number of runs: the lower of the two in the middle, so that it was measured.</param>
public sealed record FigureSpread(string Figure, string Unit, int Runs, decimal Min, decimal Median, decimal Max)
{
    /// <summary>The group of users that it is about; null: the run as a whole.</summary>
    public string? Group { get; init; }
}

/// <summary>A threshold over the runs that came to their end: it passes when there is one and each of them does.</summary>
public sealed record SeriesThreshold(string Metric, string Demand, int Missed, int Runs)
{
    /// <summary>The group of users that it is about; null: the run as a whole.</summary>
    public string? Group { get; init; }

    /// <summary>What is measured, and of whom.</summary>
    [JsonIgnore]
    public string Name => ThresholdSpec.NameOf(Metric, Group);

    public bool Passed => Missed == 0 && Runs > 0;
}

/// <summary>Several runs of one scenario with successive seeds.</summary>
/// <param name="IsPartial">It was interrupted: fewer runs came to their end than were asked for.</param>
/// <param name="RunsAsked">How many runs there were to be.</param>
/// <param name="Runs">Those that came to their end, and with them the seeds and all figures.</param>
public sealed record SeriesSummary(
    bool IsPartial,
    int RunsAsked,
    ImmutableArray<ulong> Seeds,
    ImmutableArray<FigureSpread> Spread,
    ImmutableArray<SeriesThreshold> Thresholds,
    ImmutableArray<RunSummary> Runs);
