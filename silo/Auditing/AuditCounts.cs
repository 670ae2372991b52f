using System.Collections.Concurrent;
using System.Collections.Immutable;
using DeskFleet.Core.Auditing;
using NodaTime;

namespace DeskFleet.Silo.Auditing;

/// <summary>What this silo's auditor has counted since the start; zero on silos that do not own the audit. Thread-safe.</summary>
public sealed class AuditCounts
{
    private readonly ConcurrentDictionary<DiscrepancyKind, long> _found = new();
    private long _rounds;
    private long _compared;
    private long _repaired;
    private long _undecided;
    private long _lastRoundTicks;

    /// <summary>Rounds completed.</summary>
    public long Rounds => Interlocked.Read(ref _rounds);

    /// <summary>Records compared.</summary>
    public long Compared => Interlocked.Read(ref _compared);

    /// <summary>Discrepancies found; anything but 0 is a fault of the fleet, or of who wrote into its database.</summary>
    public long Found => _found.Values.Sum();

    public ImmutableSortedDictionary<DiscrepancyKind, long> FoundByKind => _found.ToImmutableSortedDictionary();

    /// <summary>Discrepancies that were mended.</summary>
    public long Repaired => Interlocked.Read(ref _repaired);

    /// <summary>Accounts and directories that were on the move in a round, so that their counts were not judged.</summary>
    public long Undecided => Interlocked.Read(ref _undecided);

    /// <summary>When the last round ended; null before the first.</summary>
    public Instant? LastRoundAt => Interlocked.Read(ref _lastRoundTicks) is > 0 and var ticks ? Instant.FromUnixTimeTicks(ticks) : null;

    internal void Count(Discrepancy found) => _found.AddOrUpdate(found.Kind, 1, (_, before) => before + 1);

    internal void CountRepair() => Interlocked.Increment(ref _repaired);

    internal void Count(AuditRound round, Instant at)
    {
        Interlocked.Add(ref _compared, round.Compared);
        Interlocked.Add(ref _undecided, round.Undecided);
        Interlocked.Exchange(ref _lastRoundTicks, at.ToUnixTimeTicks());
        Interlocked.Increment(ref _rounds);
    }
}
