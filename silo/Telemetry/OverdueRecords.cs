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
    DueRecords due, FleetRecords records, FleetOwner owner, IFleetClock clock, TimeProvider time, ILogger<OverdueRecords> logger)
    : SiloLoop(ServiceLifecycleStage.Active, Pause, time)
{
    /// <summary>No more records than this are looked at, those that have waited longest; with more the counts say less than there is.</summary>
    public const int Most = 2000;

    private const int PageSize = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private volatile IReadOnlyDictionary<DeadlineKind, int> _counts = ImmutableDictionary<DeadlineKind, int>.Empty;

    /// <summary>As of the last pass; empty before the first.</summary>
    public IReadOnlyDictionary<DeadlineKind, int> Counts => _counts;

    protected override async Task Pass(CancellationToken cancellation)
    {
        if (owner.IsOwner)
            _counts = await Count(due, records, clock.Now, cancellation);
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    /// <summary>How many of each kind are overdue now; none is 0, too.</summary>
    public static async Task<IReadOnlyDictionary<DeadlineKind, int>> Count(DueRecords due, FleetRecords records, Instant now, CancellationToken cancellation)
    {
        var book = new DeadlineBook(DeadlineBook.OfRecords);
        DueRecord? last = null;
        for (var read = 0; read < Most; read += PageSize)
        {
            var page = await due.Read(now - DeadlineBook.Grace, last, PageSize, cancellation);
            var held = await records.Find(page.Select(it => it.Entity).Where(entity => entity.Kind == EntityKind.WorkSpace), cancellation);
            foreach (var workSpace in held.Values.Select(it => it.Record).OfType<EntityRecord<WorkSpaceState>>())
                book.Move(null, workSpace.State);
            if (page.Length < PageSize)
                break;
            last = page[^1];
        }

        return book.Overdue(now);
    }

    [LoggerMessage(LogLevel.Warning, "Overdue deadlines could not be counted and are counted again: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
