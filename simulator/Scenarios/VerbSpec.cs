using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>Latency and faults of one driver verb.</summary>
/// <param name="Latency">At least one range; their shares sum to 1.</param>
/// <param name="Fail">Share of commands that end in failure, 0 to 1; default 0.</param>
/// <param name="Stall">Share of commands that are accepted and never complete; default 0. Fail and stall together are at most 1.</param>
/// <param name="Twice">Share of completions that are told twice; default 0.</param>
public sealed record VerbSpec(ImmutableArray<LatencyRange> Latency, double Fail, double Stall, double Twice)
{
    /// <summary>A verb without faults.</summary>
    public static VerbSpec Flawless(params ReadOnlySpan<LatencyRange> latency) => new([.. latency], 0, 0, 0);

    /// <summary>The latency, in whole seconds, of two uniform draws in [0, 1).</summary>
    /// <param name="range">Chooses the range by its share.</param>
    /// <param name="within">Chooses the second within the range.</param>
    public Duration LatencyAt(double range, double within)
    {
        var upTo = 0.0;
        foreach (var candidate in Latency)
        {
            upTo += candidate.Share;
            if (range < upTo) return candidate.At(within);
        }

        return Latency[^1].At(within);
    }
}

/// <summary>A part of a verb's latencies, uniform over the whole seconds from first to last.</summary>
/// <param name="From">Shortest, at least 0 s.</param>
/// <param name="To">Longest, at most 24 h, included.</param>
/// <param name="Share">Weight of this range, above 0 and at most 1; default 1.</param>
public sealed record LatencyRange(Duration From, Duration To, double Share)
{
    /// <summary>The latency of a uniform draw in [0, 1), in whole seconds.</summary>
    public Duration At(double within)
    {
        var choices = (To - From).TotalSeconds + 1;
        return From + Duration.FromSeconds((long)Math.Floor(within * choices));
    }
}
