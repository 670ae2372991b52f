using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Telemetry;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;
using NodaTime;

namespace DeskFleet.Silo.Telemetry;

/// <summary>
/// Counts the overdue deadlines that the log does not tell, by the stored records that ask to be woken: nothing else is read, so while all is well it is one
/// empty query, however large the fleet is. Only who speaks for the fleet counts.
/// </summary>
public sealed partial class OverdueRecords(
    LoopBook loops, DueRecords due, FleetRecords records, FleetOwner owner, IFleetClock clock, TimeProvider time, ILogger<OverdueRecords> logger)
    : SiloLoop(loops.Overdue, ServiceLifecycleStage.Active, Pause, time)
{
    /// <summary>No more records than this are looked at, those that have waited longest; with more the counts say less than there is.</summary>
    public const int Most = 2000;

    private const int PageSize = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private volatile IReadOnlyDictionary<DeadlineKind, int> _counts = ImmutableDictionary<DeadlineKind, int>.Empty;

    /// <summary>As of the last pass; empty before the first, and while the last is so old that nobody knows any more.</summary>
    public IReadOnlyDictionary<DeadlineKind, int> Counts => Watch.Age > Watch.Term ? ImmutableDictionary<DeadlineKind, int>.Empty : _counts;

    protected override async Task Pass(CancellationToken cancellation)
    {
        if (!owner.IsOwner)
        {
            Watch.Rest();
            return;
        }

        Watch.Begin();
        _counts = await Count(due, records, Watch, clock.Now, cancellation);
        Watch.Complete();
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    /// <summary>How many of each kind are overdue now; none is 0, too.</summary>
    public static async Task<IReadOnlyDictionary<DeadlineKind, int>> Count(
        DueRecords due, FleetRecords records, LoopWatch watch, Instant now, CancellationToken cancellation)
    {
        var book = new DeadlineBook(DeadlineBook.OfRecords);
        DueCursor? last = null;
        for (var read = 0; read < Most; read += PageSize)
        {
            var page = await due.Read(now - DeadlineBook.Grace, last, PageSize, watch, cancellation);
            var held = await records.Find(
                page.Due.Select(it => it.Entity).Where(entity => entity.Kind == EntityKind.WorkSpace), cancellation, odd => watch.Skip(new(odd.Entity.ToString(), odd.Obstacle)));
            foreach (var workSpace in held.Values.Select(it => it.Record).OfType<EntityRecord<WorkSpaceState>>())
                watch.Try(workSpace.State.Id, () => book.Move(null, workSpace.State));
            last = page.Next;
            if (last is null)
                break;
        }

        return book.Overdue(now);
    }

    [LoggerMessage(LogLevel.Warning, "Overdue deadlines could not be counted and are counted again: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
