using Orleans;

namespace DeskFleet.Core.Journal;

/// <summary>
/// A place in the journal: who has read up to it goes on after it. Positions grow in the order in which the journal is read and may skip
/// numbers. Keep it as the cursor of a change feed: it stays good when reader or fleet restart.
/// </summary>
/// <param name="Value">0 or more.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.journal-position")]
public readonly record struct JournalPosition(long Value) : IComparable<JournalPosition>
{
    /// <summary>Before the first line.</summary>
    public static JournalPosition Beginning { get; }

    public int CompareTo(JournalPosition other) => Value.CompareTo(other.Value);

    public static bool operator <(JournalPosition left, JournalPosition right) => left.Value < right.Value;

    public static bool operator >(JournalPosition left, JournalPosition right) => left.Value > right.Value;

    public static bool operator <=(JournalPosition left, JournalPosition right) => left.Value <= right.Value;

    public static bool operator >=(JournalPosition left, JournalPosition right) => left.Value >= right.Value;

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
