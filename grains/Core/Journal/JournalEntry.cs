using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Journal;

/// <summary>One line of the journal, as it is read.</summary>
/// <param name="Position">The cursor behind this line.</param>
/// <param name="Sequence">Counts the lines of this entity from 1.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.journal-entry")]
public sealed record JournalEntry(JournalPosition Position, Instant At, Entity Entity, long Sequence, FleetEvent Event);

/// <summary>Some lines of the journal, in its order.</summary>
/// <param name="Next">Where to go on; behind the last entry, or where the reader stood when there is none yet.</param>
/// <param name="TrimmedUpTo">Lines up to here are no longer kept: a reader who stood before it has missed some.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.journal-page")]
public sealed record JournalPage(ImmutableArray<JournalEntry> Entries, JournalPosition Next, JournalPosition TrimmedUpTo)
{
    /// <summary>The end of the journal, where the reader stands behind it: the journal is older than his cursor. Otherwise null.</summary>
    [Id(0)]
    public JournalPosition? EndsBefore { get; init; }
}
