using System.Globalization;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
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

    /// <summary>Rows that are folded anew in one transaction.</summary>
    private const int RefoldedAtOnce = 50;

    /// <summary>Lines of one WorkSpace that are folded anew; no WorkSpace has so many.</summary>
    private const int MaxLinesOfOne = 1_000_000;

    private static readonly TimeSpan RefoldPause = TimeSpan.FromMinutes(2);
    private static readonly (string, object) View = ("name", "workspace");
    private static readonly (string, object) Made = ("fold", FoldBatch.Version);

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly SqlScripts _scripts = new(database.Dialect);
    private long? _refolded;
    private JournalPosition? _seen;

    /// <summary>Folds one batch.</summary>
    /// <returns>Up to where the view is folded now; null: somebody else is at it.</returns>
    public async Task<JournalPosition?> Step(CancellationToken cancellation)
    {
        var until = tail.Settled;
        await using var session = await WriteSession.Begin(database, _scripts, serviceId, cancellation);
        if (await session.Scalar("Views/Begin", cancellation, View) is not { } stored)
        {
            await LookAtTheOther(session, until, cancellation);
            return null;
        }

        var position = Position(stored);
        if (position >= until)
        {
            Reached();
            return position;
        }

        var next = await Fold(session, position, until, cancellation);
        await session.Commit(cancellation);
        if (next >= until)
            Reached();
        return next;
    }

    /// <summary>All that is settled is folded; that is all there is, unless nobody knows what is settled.</summary>
    private void Reached()
    {
        if (tail.Obstacle is { } obstacle)
            Watch.Fail(obstacle);
        else
            Watch.Complete();
    }

    /// <summary>Another silo is at it. One that holds the place and does not get on, as one that stands still, leaves the lists of all others as they were.</summary>
    private async Task LookAtTheOther(WriteSession session, JournalPosition until, CancellationToken cancellation)
    {
        var position = Position(await session.Scalar("Views/Position", cancellation, View));
        if (position >= until)
            Reached();
        else if (position == _seen)
            Watch.Fail($"another silo is at it and does not get on from line {position.Value}");
        _seen = position;
    }

    private static JournalPosition Position(object? stored) => new(Convert.ToInt64(stored, CultureInfo.InvariantCulture));

    private async Task<JournalPosition> Fold(WriteSession session, JournalPosition position, JournalPosition until, CancellationToken cancellation)
    {
        await using var read = session.Command("Journal/Read", ("after", position.Value), ("until", until.Value), ("limit", Batch));
        var lines = await JournalRows.Read(read, Watch, cancellation);
        var next = lines.Count < Batch ? until : lines.Last!.Value;
        await Store(session, new(lines, Watch), cancellation);
        await session.Execute("Views/Advance", cancellation, View, ("position", next.Value));
        return next;
    }

    private async Task Store(WriteSession session, FoldBatch batch, CancellationToken cancellation)
    {
        if (batch.IsEmpty)
            return;
        foreach (var stale in await Load(session, batch, cancellation))
            batch.FoldAnew(stale, await LinesOf(session, stale, cancellation));
        batch.Fold();
        batch.Mend(await records.Find(batch.Broken, cancellation, odd => Watch.Skip(new(odd.Entity.ToString(), odd.Obstacle))));
        await session.Execute("Views/StoreRows", cancellation, ("rows", batch.Kept()), Made);
        await session.Execute("Views/DropRows", cancellation, ("gone", batch.Gone()));
        await session.Execute("Views/StoreCounts", cancellation, ("counts", batch.Counts()));
        await session.Execute("Views/DropCounts", cancellation);
    }

    /// <returns>Those that another fold made.</returns>
    private static async Task<List<string>> Load(WriteSession session, FoldBatch batch, CancellationToken cancellation)
    {
        await using var command = session.Command("Views/LoadRows", ("ids", batch.Ids), Made);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var stale = new List<string>();
        while (await rows.ReadAsync(cancellation))
        {
            batch.Load(rows.GetString(0), rows.GetInt64(1), rows.GetString(2));
            if (rows.GetInt32(3) != 0)
                stale.Add(rows.GetString(0));
        }

        return stale;
    }

    private async Task<JournalLinesRead> LinesOf(WriteSession session, string id, CancellationToken cancellation)
    {
        await using var command = session.Command(
            "Journal/ReadEntity", ("kind", nameof(EntityKind.WorkSpace)), ("key", id), ("after", 0L), ("limit", MaxLinesOfOne));
        return await JournalRows.Read(command, Watch, cancellation);
    }

    /// <summary>Folds some rows anew that a silo of another version made.</summary>
    /// <returns>How many; 0: none is left that could be, or somebody else is at it.</returns>
    public async Task<int> Refold(CancellationToken cancellation)
    {
        await using var session = await WriteSession.Begin(database, _scripts, serviceId, cancellation);
        if (await session.Scalar("Views/Begin", cancellation, View) is null)
            return 0;
        var stale = await session.Column("Views/Stale", cancellation, Made, ("limit", RefoldedAtOnce));
        if (stale.Count == 0)
            return 0;
        var batch = new FoldBatch(new([], [], null), Watch, stale);
        await Store(session, batch, cancellation);
        await session.Commit(cancellation);
        LogRefolded(logger, batch.Changed);
        return batch.Changed;
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
        {
            await RefoldNowAndThen(cancellation);
            await tail.Past(position, Idle, cancellation);
        }
    }

    /// <summary>At the start, and then as often as it takes to mend within minutes what a silo of another version did during an upgrade.</summary>
    private async Task RefoldNowAndThen(CancellationToken cancellation)
    {
        if (_refolded is { } last && Time.GetElapsedTime(last) < RefoldPause)
            return;
        while (await Refold(cancellation) > 0)
        {
            // The next ones.
        }

        _refolded = Time.GetTimestamp();
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    [LoggerMessage(LogLevel.Warning, "The view of WorkSpaces could not be brought up to date; tried again: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);

    [LoggerMessage(LogLevel.Information, "{Rows} rows of the view were made by a silo of another version and are folded anew")]
    private static partial void LogRefolded(ILogger logger, int rows);
}
