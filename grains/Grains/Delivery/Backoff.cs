using NodaTime;

namespace DeskFleet.Grains.Delivery;

/// <summary>Pauses between attempts: each twice as long as the one before, up to the longest, and of random length in its upper half.</summary>
/// <param name="First">The longest pause after the first failure.</param>
/// <param name="Longest">No pause is longer than this.</param>
public sealed record Backoff(Duration First, Duration Longest)
{
    /// <summary>Doubling more often than this is past any longest pause.</summary>
    private const int MaxDoublings = 30;

    /// <summary>How long to wait after so many failures in a row.</summary>
    /// <param name="failures">1 or more.</param>
    /// <param name="luck">0..1; spreads those who failed together, so that they do not all come back together.</param>
    public Duration Pause(int failures, double luck)
    {
        var full = First * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        return Duration.Min(full, Longest) * (0.5 + (luck / 2));
    }
}
