using System.Diagnostics;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Clusters;

/// <summary>
/// Notices that this process stood still, such as a machine that was moved. Its peers may have declared it dead meanwhile and gone on without it, while it would
/// answer from memory what it knew before. So before it answers anybody again it looks into the database whether it is still a member. Thread-safe.
/// </summary>
public sealed partial class FreezeWatch : IDisposable
{
    /// <summary>Who stood still for so long may be dead to the others, who need <see cref="MembershipTimes.Death"/>; no shorter pause of a busy machine counts.</summary>
    public static readonly TimeSpan Doubtful = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly FleetDatabase _database;
    private readonly ILocalSiloDetails _silo;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<FreezeWatch> _logger;
    private readonly Thread _heart;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Lock _turn = new();
    private long _lastBeat = Stopwatch.GetTimestamp();
    private volatile bool _isDead;
    private Task<bool>? _check;

    public FreezeWatch(FleetDatabase database, ILocalSiloDetails silo, IHostApplicationLifetime lifetime, ILogger<FreezeWatch> logger)
    {
        (_database, _silo, _lifetime, _logger) = (database, silo, lifetime, logger);
        _heart = new(Run) { IsBackground = true, Name = nameof(FreezeWatch), Priority = ThreadPriority.AboveNormal };
        _heart.Start();
    }

    /// <summary>Costs two reads of memory and a clock as long as the process runs.</summary>
    /// <exception cref="SiloUnavailableException">The others go on without this silo, or it does not know: ask another one.</exception>
    public Task Confirm()
    {
        LookAtClock();
        return Volatile.Read(ref _check) is { } check ? Await(check) : Task.CompletedTask;
    }

    public void Dispose()
    {
        _stop.Set();
        _heart.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.Wait(Beat))
        {
            LookAtClock();
            Volatile.Write(ref _lastBeat, Stopwatch.GetTimestamp());
        }
    }

    private void LookAtClock()
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastBeat)) is var still && still >= Doubtful)
            Begin(still);
    }

    /// <summary>One check at a time; it is begun by whoever looks first.</summary>
    private void Begin(TimeSpan still)
    {
        lock (_turn)
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastBeat)) < Doubtful)
                return;
            LogStoodStill(_logger, still.TotalSeconds);
            Volatile.Write(ref _check, Task.Run(IsMember));
            Volatile.Write(ref _lastBeat, Stopwatch.GetTimestamp());
        }
    }

    private async Task Await(Task<bool> check)
    {
        var isMember = await check;
        _ = Interlocked.CompareExchange(ref _check, isMember ? null : _isDead ? check : Task.Run(IsMember), check);
        if (!isMember)
            throw new SiloUnavailableException("This silo stood still and the others may go on without it; ask another one.");
    }

    private async Task<bool> IsMember()
    {
        try
        {
            if (await ClusterClaim.IsMember(_database, _silo.ClusterId, _silo.SiloAddress, CancellationToken.None))
                return true;
            _isDead = true;
            LogDead(_logger);
            _lifetime.StopApplication();
        }
#pragma warning disable CA1031 // Whatever it was: nobody knows whether it is a member, and the next caller asks again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUnknown(_logger, e.Message);
        }

        return false;
    }

    [LoggerMessage(LogLevel.Warning, "This silo stood still for {Seconds:0.0} s: it asks whether it is still a member before it answers anybody")]
    private static partial void LogStoodStill(ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Critical, "The others declared this silo dead while it stood still: it answers nobody and stops; start it again")]
    private static partial void LogDead(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Whether this silo is still a member could not be read: {Obstacle}")]
    private static partial void LogUnknown(ILogger logger, string obstacle);
}
