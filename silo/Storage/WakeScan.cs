using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Silo.Storage;

/// <summary>
/// Wakes the entities whose stored record asks for it: the durable half of wake-ups. It looks at what is due and at nothing else, so an
/// idle fleet costs one empty query a pass, however large it is. Whatever fails is found again by the next pass.
/// </summary>
public sealed partial class WakeScan(
    DueRecords records, WakeShare share, IEntityRouter router, IFleetClock clock, TimeProvider time, ILogger<WakeScan> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly Wake Wake = new();

    private readonly CancellationTokenSource _stop = new();
    private Dictionary<Entity, Told> _told = [];
    private Task _passes = Task.CompletedTask;
    private long _wakes;

    /// <summary>Wakes told so far.</summary>
    public long Wakes => Interlocked.Read(ref _wakes);

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(WakeScan), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => _stop.Dispose();

    private Task Start(CancellationToken cancellation)
    {
        _passes = Task.Run(Run, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        await _passes.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Pass(_stop.Token);
            }
#pragma warning disable CA1031 // Whatever it was, such as a database that is away: the next pass looks again.
            catch (Exception e) when (!_stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(logger, e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(WakeScanOptions.Period, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Pass(CancellationToken cancellation)
    {
        var now = clock.Now;
        var (isMine, before) = (share.Mine(), _told);
        _told = [];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = WakeScanOptions.AtOnce, CancellationToken = cancellation };
        DueRecord? last = null;
        do
        {
            var batch = await records.Read(now - WakeScanOptions.Grace, last, WakeScanOptions.Batch, cancellation);
            var toTell = batch.Where(due => isMine(due.Entity) && !WasTold(due, before, now)).ToList();
            await Parallel.ForEachAsync(toTell, parallel, (due, _) => Tell(due, now));
            last = batch.Length == WakeScanOptions.Batch ? batch[^1] : null;
        }
        while (last is not null);
    }

    /// <summary>Remembers who has been told, as long as they are still due: a retry that is under way is not hurried.</summary>
    private bool WasTold(DueRecord due, Dictionary<Entity, Told> before, Instant now)
    {
        if (!before.TryGetValue(due.Entity, out var told) || told.WakeAt != due.WakeAt || told.At + WakeScanOptions.TellAgainAfter <= now)
            return false;
        lock (_told)
            _told[due.Entity] = told;
        return true;
    }

    private async ValueTask Tell(DueRecord due, Instant now)
    {
        try
        {
            Interlocked.Increment(ref _wakes);
            await router.Tell(due.Entity, Wake);
            lock (_told)
                _told[due.Entity] = new(due.WakeAt, now);
        }
#pragma warning disable CA1031 // One entity that fails holds up no other; it is still due at the next pass.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotWoken(logger, due.Entity, due.WakeAt, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The scan for due entities failed and is repeated: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);

    [LoggerMessage(LogLevel.Warning, "{Entity}, due at {WakeAt}, could not be woken and is tried again: {Obstacle}")]
    private static partial void LogNotWoken(ILogger logger, Entity entity, Instant wakeAt, string obstacle);

    private readonly record struct Told(Instant WakeAt, Instant At);
}
