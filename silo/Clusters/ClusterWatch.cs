using DeskFleet.Silo.Gateway;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Clusters;

/// <summary>
/// Stops a silo whose database has gone to another cluster: while it gave no sign of life, such as behind a database that stood still, it counted as gone.
/// </summary>
public sealed partial class ClusterWatch(
    FleetDatabase database, StoreSettings store, InsideProof proof, IHostApplicationLifetime lifetime, LoopBook loops, TimeProvider time, ILogger<ClusterWatch> logger)
    : SiloLoop(loops.Cluster, ServiceLifecycleStage.Active, Pause, time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>The cluster that has the database now; null: this silo's own.</summary>
    public string? Displacing { get; private set; }

    protected override async Task Pass(CancellationToken cancellation)
    {
        var (owner, hasUnproven) = await ClusterClaim.Owner(database, cancellation);
        proof.IsOptional = hasUnproven;
        Watch.Complete();
        if (Displacing is not null || owner is null || owner == store.ClusterId)
            return;
        Displacing = owner;
        LogDisplaced(logger, database.Name, owner, store.ClusterId);
        lifetime.StopApplication();
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    [LoggerMessage(LogLevel.Critical, "{Database} belongs to the cluster '{Owner}' now and no longer to '{Cluster}': this silo stops")]
    private static partial void LogDisplaced(ILogger logger, string database, string owner, string cluster);

    [LoggerMessage(LogLevel.Debug, "Whose the database is could not be read: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
