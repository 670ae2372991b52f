using DeskFleet.Core.Journal;

namespace DeskFleet.Contracts.Journal;

/// <summary>A reader stood so far back that lines he has not read are no longer kept.</summary>
public sealed class JournalTrimmedException(JournalPosition after, JournalPosition trimmedUpTo)
    : Exception($"Lines up to {trimmedUpTo} are no longer kept and you stand at {after}; list the WorkSpaces anew and go on from {trimmedUpTo}.")
{
    /// <summary>From here on there is every line.</summary>
    public JournalPosition TrimmedUpTo { get; } = trimmedUpTo;
}
