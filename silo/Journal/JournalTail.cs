using System.Collections.Immutable;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Journal;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Journal;

/// <summary>
/// Knows up to where the journal is settled: no line can appear at or before there any more. Lines get their position before they are
/// committed, so a later one may be seen first; who read on past it would lose the earlier one. A position is settled when every
/// transaction that ran when it was seen has ended. One query a silo and <see cref="Period"/>, however many read. Thread-safe.
/// </summary>
public sealed partial class JournalTail(FleetDatabase database, TimeProvider time, ILogger<JournalTail> logger)
    : IJournal, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>How long another silo's line may go unnoticed; lines of this silo are looked for at once.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks, however much is written.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _bell = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _sql = new SqlScripts(database.Dialect)["Journal/Settled"];
    private readonly RisingMark _settled = new();
    private int _rung;
    private Sight? _unsettled;
    private Task _looks = Task.CompletedTask;

    public JournalPosition Settled => new(_settled.Value);

    /// <summary>Waits until something after the position is settled, but not longer than <paramref name="wait"/>.</summary>
    public Task Past(JournalPosition position, TimeSpan wait, CancellationToken cancellation) => _settled.Past(position.Value, wait, time, cancellation);

    /// <summary>This silo has written lines: looks soon.</summary>
    public void Append(ImmutableArray<LoggedEvent> events)
    {
        if (Interlocked.Exchange(ref _rung, 1) == 0)
            _bell.Release();
    }

    /// <summary>Looks once. Returns whether something seen is still not settled.</summary>
    public async Task<bool> Look(CancellationToken cancellation)
    {
        var seen = await See(cancellation);
        if (_unsettled is { } earlier && seen.OldestRunning >= earlier.NextToBegin)
            (_unsettled, _) = (null, Raise(earlier.End));
        if (seen.OldestRunning == seen.NextToBegin)
            (_unsettled, _) = (null, Raise(seen.End));
        else if (seen.End > _settled.Value)
            _unsettled ??= seen;
        return _unsettled is not null;
    }

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(JournalTail), ServiceLifecycleStage.BecomeActive, Start, Stop);

    public void Dispose()
    {
        _stop.Dispose();
        _bell.Dispose();
    }

    private bool Raise(long position)
    {
        _settled.Raise(position);
        return true;
    }

    private Task Start(CancellationToken cancellation)
    {
        _looks = Task.Run(Run, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        await _looks.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var isUnsettled = await Look(_stop.Token);
                await Task.Delay(Pause, time, _stop.Token);
                if (!isUnsettled)
                    await Bell();
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it was, such as a database that is away: the next look sees.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(logger, e.Message);
                await Task.Delay(Period, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Bell()
    {
        if (await _bell.WaitAsync(Period, _stop.Token))
            Volatile.Write(ref _rung, 0);
    }

    private async Task<Sight> See(CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(null, _sql);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
    }

    [LoggerMessage(LogLevel.Warning, "The end of the journal could not be read; tried again: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);

    /// <param name="End">The newest line.</param>
    /// <param name="OldestRunning">The oldest transaction that runs.</param>
    /// <param name="NextToBegin">The next transaction.</param>
    private readonly record struct Sight(long End, long OldestRunning, long NextToBegin);
}
