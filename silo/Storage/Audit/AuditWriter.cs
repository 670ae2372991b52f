using System.Data.Common;
using System.Numerics;
using System.Threading.Channels;

namespace DeskFleet.Silo.Storage.Audit;

/// <summary>
/// Writes rows to the trail's table, many in one transaction. Some wait until theirs is stored; others are owed: they are stored as soon as the database
/// takes them, and what it cannot take for long is counted as lost. Thread-safe.
/// </summary>
public sealed partial class AuditWriter : IAsyncDisposable
{
    /// <summary>Rows that may be owed at a time, so that memory is bounded while the database is away.</summary>
    public const int MaxOwed = 20_000;

    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(5);

    private readonly AuditTable _table;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditWriter> _logger;
    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(MaxOwed);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private long _lost;

    public AuditWriter(AuditTable table, TimeProvider time, ILogger<AuditWriter> logger)
    {
        (_table, _time, _logger) = (table, time, logger);
        _writing = Task.Run(Run);
    }

    /// <summary>Rows that are in no table and never will be.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Stores a row.</summary>
    /// <returns>False: it is not known to be stored.</returns>
    public async Task<bool> Store(AuditRow row, TimeSpan patience)
    {
        var entry = new Entry(row) { Done = new(TaskCreationOptions.RunContinuationsAsynchronously) };
        if (!_entries.Writer.TryWrite(entry))
            return false;
        try
        {
            return await entry.Done.Task.WaitAsync(patience, _time);
        }
        catch (TimeoutException)
        {
            entry.Done.TrySetResult(false);
            return false;
        }
    }

    /// <summary>Stores a row as soon as can be, and waits for it for a while.</summary>
    public async Task Keep(AuditRow row, TimeSpan patience)
    {
        var entry = new Entry(row) { Done = new(TaskCreationOptions.RunContinuationsAsynchronously), IsOwed = true };
        if (!_entries.Writer.TryWrite(entry))
            Lose(1, "too many are owed");
        else
            await ((Task)entry.Done.Task).WaitAsync(patience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Stores a row as soon as can be.</summary>
    public void Owe(AuditRow row)
    {
        if (!_entries.Writer.TryWrite(new(row) { IsOwed = true }))
            Lose(1, "too many are owed");
    }

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        _stop.CancelAfter(LastPatience);
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Run()
    {
        var batch = new List<Entry>();
        while (batch.Count > 0 || await _entries.Reader.WaitToReadAsync())
        {
            while (batch.Count < Batch && _entries.Reader.TryRead(out var entry))
            {
                // Who has given up waiting has been refused already.
                if (entry.IsOwed || !entry.Done!.Task.IsCompleted)
                    batch.Add(entry);
            }

            if (batch.Count > 0 && !await Write(batch) && !await MayTryAgain())
            {
                Lose(batch.Count + _entries.Reader.Count, "the silo ends");
                return;
            }
        }
    }

    /// <returns>Whether nothing of it is left to be written.</returns>
    private async Task<bool> Write(List<Entry> batch)
    {
        if (await Appended(batch) is not { } obstacle)
        {
            batch.ForEach(entry => entry.Done?.TrySetResult(true));
            batch.Clear();
            return true;
        }

        if (!obstacle.Passes)
        {
            await OneByOne(batch, obstacle);
            return true;
        }

        LogAway(_logger, obstacle.Message);
        batch.ForEach(entry => entry.Done?.TrySetResult(false));
        batch.RemoveAll(entry => !entry.IsOwed);
        return batch.Count == 0;
    }

    /// <summary>The database refuses something of them: the others must not suffer.</summary>
    private async Task OneByOne(List<Entry> batch, StoreException obstacle)
    {
        foreach (var entry in batch)
        {
            var isStored = batch.Count > 1 && await Appended([entry]) is null;
            if (!isStored && entry.IsOwed)
                Lose(1, obstacle.Message);
            entry.Done?.TrySetResult(isStored);
        }

        batch.Clear();
    }

    private async Task<StoreException?> Appended(List<Entry> batch)
    {
        try
        {
            await _table.Append([.. batch.Select(entry => entry.Row)], _stop.Token);
            return null;
        }
        catch (DbException e)
        {
            return _table.Database.Explain(e);
        }
#pragma warning disable CA1031 // Whatever it was: what is not stored is not answered as stored.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(e.Message, passes: true, e);
        }
    }

    private async Task<bool> MayTryAgain()
    {
        await Task.Delay(Pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_entries.Reader.Completion.IsCompleted && !_stop.IsCancellationRequested;
    }

    private void Lose(int rows, string why)
    {
        // Said the first time, and then whenever they have become twice as many.
        if (rows > 0 && Interlocked.Add(ref _lost, rows) is var all && (all == rows || BitOperations.Log2((ulong)all) > BitOperations.Log2((ulong)(all - rows))))
            LogLost(_logger, rows, why, all);
    }

    [LoggerMessage(LogLevel.Warning, "The audit trail cannot be written to the database; changes are refused until it can: {Obstacle}")]
    private static partial void LogAway(ILogger logger, string obstacle);

    [LoggerMessage(LogLevel.Error, "{Rows} records of the audit trail are lost ({Why}), {All} since the start")]
    private static partial void LogLost(ILogger logger, int rows, string why, long all);

    private sealed record Entry(AuditRow Row)
    {
        /// <summary>Whether it is stored, for who waits; null: it is owed.</summary>
        public TaskCompletionSource<bool>? Done { get; init; }

        /// <summary>It is stored whenever it can be, whoever waits.</summary>
        public bool IsOwed { get; init; }
    }
}
