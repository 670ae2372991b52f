using DeskFleet.Contracts.Journal;

namespace DeskFleet.Grains.Journal;

/// <summary>What a reader of the journal may ask.</summary>
public static class JournalLimits
{
    /// <exception cref="ArgumentOutOfRangeException">Limit or wait are outside their range.</exception>
    public static void Check(int limit, TimeSpan wait)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IJournalReader.MaxLines);
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, IJournalReader.MaxWait);
    }
}
