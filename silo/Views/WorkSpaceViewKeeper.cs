using System.Globalization;
using DeskFleet.Core.Journal;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Journal;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Views;

/// <summary>
/// Folds the journal into the view, batch after batch: rows, counts and the position are one transaction, and a lock on the position lets
/// one silo of the cluster in at a time. So whichever silos live, each line is folded in exactly once.
/// </summary>
public sealed partial class WorkSpaceViewKeeper(
    FleetDatabase database, JournalTail tail, FleetRecords records, LoopBook loops, string serviceId, TimeProvider time, ILogger<WorkSpaceViewKeeper> logger)
    : SiloLoop(loops.View, ServiceLifecycleStage.Active, WorkSpaceViewKeeper.Pause, time)
{
    /// <summary>Lines a transaction.</summary>
    public const int Batch = 500;

    /// <summary>Another silo is at it, or the database is away: look again after this.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly (string, object) View = ("name", "workspace");

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly SqlScripts _scripts = new(database.Dialect);

    /// <summary>Folds one batch.</summary>
    /// <returns>Up to where the view is folded now; null: somebody else is at it.</returns>
    public async Task<JournalPosition?> Step(CancellationToken cancellation)
    {
        var until = tail.Settled;
        await using var session = await WriteSession.Begin(database, _scripts, serviceId, cancellation);
        if (await session.Scalar("Views/Begin", cancellation, View) is not { } stored)
            return null;
        var position = new JournalPosition(Convert.ToInt64(stored, CultureInfo.InvariantCulture));
        if (position >= until)
        {
            Watch.Complete();
            return position;
        }

        var next = await Fold(session, position, until, cancellation);
        await session.Commit(cancellation);
        if (next >= until)
            Watch.Complete();
        return next;
    }

    private async Task<JournalPosition> Fold(WriteSession session, JournalPosition position, JournalPosition until, CancellationToken cancellation)
    {
        await using var read = session.Command("Journal/Read", ("after", position.Value), ("until", until.Value), ("limit", Batch));
        var lines = await JournalRows.Read(read, Watch, cancellation);
        var next = lines.Count < Batch ? until : lines.Last!.Value;
        var batch = new FoldBatch(lines, Watch);
        if (!batch.IsEmpty)
        {
            await Load(session, batch, cancellation);
            batch.Fold();
            batch.Mend(await records.Find(batch.Broken, cancellation, odd => Watch.Skip(new(odd.Entity.ToString(), odd.Obstacle))));
            await session.Execute("Views/StoreRows", cancellation, ("rows", batch.Kept()));
            await session.Execute("Views/DropRows", cancellation, ("gone", batch.Gone()));
            await session.Execute("Views/StoreCounts", cancellation, ("counts", batch.Counts()));
            await session.Execute("Views/DropCounts", cancellation);
        }

        await session.Execute("Views/Advance", cancellation, View, ("position", next.Value));
        return next;
    }

    private static async Task Load(WriteSession session, FoldBatch batch, CancellationToken cancellation)
    {
        await using var command = session.Command("Views/LoadRows", ("ids", batch.Ids));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            batch.Load(rows.GetString(0), rows.GetInt64(1), rows.GetString(2));
    }

    protected override async Task Prepare(CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var create = connection.Command(null, _scripts["Views/Create"], ("service", serviceId), View);
        await create.ExecuteNonQueryAsync(cancellation);
    }

    protected override async Task Pass(CancellationToken cancellation)
    {
        while (await Step(cancellation) is { } position)
            await tail.Past(position, Idle, cancellation);
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    [LoggerMessage(LogLevel.Warning, "The view of WorkSpaces could not be brought up to date; tried again: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
