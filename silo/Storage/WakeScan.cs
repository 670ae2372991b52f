using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Loops;
using NodaTime;

namespace DeskFleet.Silo.Storage;

/// <summary>
/// Wakes the entities whose stored record asks for it: the durable half of wake-ups. It looks at what is due and at nothing else, so an
/// idle fleet costs one empty query a pass, however large it is. Whatever fails is found again by the next pass. At its start and when a silo has died it
/// looks ahead too: effects that the dead one had not delivered go out at once, and not when their retry is due.
/// </summary>
public sealed partial class WakeScan(
    LoopBook loops, DueRecords records, WakeShare share, IEntityRouter router, ISiloStatusOracle silos, IFleetClock clock, TimeProvider time, ILogger<WakeScan> logger)
    : SiloLoop(loops.WakeScan, ServiceLifecycleStage.Active, WakeScanOptions.Period, time), ISiloStatusListener
{

    private Dictionary<Entity, SentWake> _told = [];
    private long _wakes;
    private long _looksAheadUntil;
    private int _deaths;

    /// <summary>Wakes told so far.</summary>
    public long Wakes => Interlocked.Read(ref _wakes);

    /// <summary>What a dead silo was about to do is done by whoever is left.</summary>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status != SiloStatus.Dead)
            return;
        LookAhead();
        Ring();
    }

    protected override Task Prepare(CancellationToken cancellation)
    {
        LookAhead();
        silos.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    protected override async Task Pass(CancellationToken cancellation)
    {
        var now = clock.Now;
        // Whoever was told before a death may have died with it.
        var (isMine, before) = (share.Mine(), Interlocked.Exchange(ref _deaths, 0) > 0 ? [] : _told);
        _told = [];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = WakeScanOptions.AtOnce, CancellationToken = cancellation };
        var until = now.ToUnixTimeTicks() < Interlocked.Read(ref _looksAheadUntil) ? now + WakeScanOptions.Ahead : now - WakeScanOptions.Grace;
        DueCursor? last = null;
        do
        {
            var batch = await records.Read(until, last, WakeScanOptions.Batch, Watch, cancellation);
            var toSend = batch.Due.Where(due => isMine(due.Entity) && !WasTold(due, before, now)).ToList();
            await Parallel.ForEachAsync(toSend, parallel, (due, _) => Send(due, now));
            last = batch.Next;
        }
        while (last is not null);
        Watch.Complete();
    }

    private void LookAhead()
    {
        Interlocked.Exchange(ref _looksAheadUntil, (clock.Now + WakeScanOptions.LooksAheadFor).ToUnixTimeTicks());
        Interlocked.Increment(ref _deaths);
    }

    /// <summary>Remembers who has been told, as long as they are still due: a retry that is under way is not hurried.</summary>
    private bool WasTold(DueRecord due, Dictionary<Entity, SentWake> before, Instant now)
    {
        if (!before.TryGetValue(due.Entity, out var told) || told.WakeAt != due.WakeAt || told.At + WakeScanOptions.SendAgainAfter <= now)
            return false;
        lock (_told)
            _told[due.Entity] = told;
        return true;
    }

    private async ValueTask Send(DueRecord due, Instant now)
    {
        try
        {
            Interlocked.Increment(ref _wakes);
            await router.Send(due.Entity, new Wake { StoredWakeAt = due.WakeAt });
            lock (_told)
                _told[due.Entity] = new(due.WakeAt, now);
        }
#pragma warning disable CA1031 // One entity that fails holds up no other; it is still due at the next pass.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Watch.Skip(due.Entity, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The scan for due entities failed and is repeated: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);

    private readonly record struct SentWake(Instant WakeAt, Instant At);
}
