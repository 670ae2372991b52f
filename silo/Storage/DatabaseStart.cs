using System.Data.Common;

namespace DeskFleet.Silo.Storage;

/// <summary>Makes the database ready before anything of the silo starts; while it does not answer, tries again with growing pauses.</summary>
public sealed partial class DatabaseStart(FleetDatabase database, TimeProvider time, ILogger<DatabaseStart> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);

    /// <summary>Whose the database is to be; null: as it is.</summary>
    public string? Cluster { get; init; }

    /// <param name="patience">How long to keep trying.</param>
    /// <exception cref="StoreException">It cannot be used, or did not answer in time.</exception>
    public async Task Prepare(TimeSpan patience, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, MaxPause.Ticks)))
        {
            try
            {
                await database.CreateIfMissing(cancellation);
                await new SchemaKeeper(database).BringUpToDate(Cluster, cancellation);
                return;
            }
            catch (DbException e) when (database.Explain(e) is { Passes: true } obstacle && time.GetElapsedTime(started) + pause <= patience)
            {
                LogObstacle(logger, obstacle.Message, pause.TotalSeconds);
            }
            catch (DbException e)
            {
                throw database.Explain(e);
            }

            await Task.Delay(pause, time, cancellation);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Obstacle} Trying again in {Seconds} s")]
    private static partial void LogObstacle(ILogger logger, string obstacle, double seconds);
}
