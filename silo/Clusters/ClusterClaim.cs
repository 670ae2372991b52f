using System.Data.Common;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Silo.Clusters;

/// <summary>
/// Whose a shared database is. Two clusters on one database let every entity be active twice: all writes stay guarded, and callers are refused for no
/// reason that they could see.
/// </summary>
public static class ClusterClaim
{
    /// <summary>A member that has given no sign of life for so long is gone; members give one every 5 s.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private static readonly SqlScripts Scripts = new("PostgreSql");

    /// <summary>Makes the database this cluster's. Nobody else may be in such a transaction at the same time.</summary>
    /// <exception cref="StoreException">Members of another cluster live on it.</exception>
    public static async Task Take(DbTransaction transaction, string name, string cluster, CancellationToken cancellation)
    {
        var connection = transaction.Connection!;
        await using var others = connection.Command(transaction, Scripts["Clusters/Others"], ("cluster", cluster), ("seconds", Silence.TotalSeconds));
        if (await others.ExecuteScalarAsync(cancellation) is string other)
            throw new StoreException(Sentence(name, cluster, other), false);
        await using var claim = connection.Command(transaction, Scripts["Clusters/Claim"], ("cluster", cluster));
        await claim.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The cluster whose it is; null: nobody has said so.</summary>
    public static async Task<string?> Owner(FleetDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(null, Scripts["Clusters/Owner"]);
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    private static string Sentence(string name, string cluster, string other) =>
        $"{name} is in use by silos of the cluster {other}, and this one is of '{cluster}': give the same --cluster-id to join them, give another database, or stop "
        + $"them first; one that was killed counts as alive for {Silence.TotalSeconds} s.";
}
