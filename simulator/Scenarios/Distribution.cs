using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>How durations vary. Draws are whole seconds, cut to what is possible where they are used.</summary>
public abstract record Distribution;

/// <summary>A log-normal spread of durations, told by two of its points.</summary>
/// <param name="Median">Half of all are shorter.</param>
/// <param name="P90">Nine of ten are shorter; at least the median. Equal to it: no spread.</param>
public sealed record Spread(Duration Median, Duration P90) : Distribution;

/// <summary>The bell, truncated at three deviations and, drawn again, at what is possible.</summary>
public sealed record NormalSpread(Duration Mean, Duration Deviation) : Distribution;

/// <summary>Every second from first to last, both included, is as likely as the other.</summary>
public sealed record UniformSpread(Duration From, Duration To) : Distribution;

/// <summary>As observed: uniform within ranges that have their shares.</summary>
/// <param name="Ranges">At least one; the shares sum to 1.</param>
public sealed record EmpiricalSpread(ImmutableArray<LatencyRange> Ranges) : Distribution
{
    public bool Equals(EmpiricalSpread? other) => other is not null && Ranges.SequenceEqual(other.Ranges);

    public override int GetHashCode() => Ranges.Aggregate(0, HashCode.Combine);
}

/// <summary>Another distribution, moved by a fixed time: a log-normal delay after the earliest login.</summary>
public sealed record Shifted(Duration By, Distribution Inner) : Distribution;
