using DeskFleet.Core.Journal;

namespace DeskFleet.Contracts.Journal;

/// <summary>A reader stands where the journal has not come yet: it was restored from a backup that is older than his cursor.</summary>
public sealed class JournalAheadException(JournalPosition after, JournalPosition end)
    : Exception($"The journal ends at {end} and you stand at {after}: an older backup was restored. List the WorkSpaces anew and go on from {end}.")
{
    /// <summary>Where the journal ends; what comes after it is new.</summary>
    public JournalPosition End { get; } = end;
}
