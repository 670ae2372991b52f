using System.Data.Common;
using DeskFleet.Silo.Gateway;
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

    /// <summary>Makes the database this cluster's and learns what proves calls within it. Nobody else may be in such a transaction at the same time.</summary>
    /// <exception cref="StoreException">Members of another cluster live on it.</exception>
    public static async Task Take(DbTransaction transaction, string name, string cluster, InsideProof proof, CancellationToken cancellation)
    {
        var connection = transaction.Connection!;
        await using var others = connection.Command(transaction, Scripts["Clusters/Others"], ("cluster", cluster), ("seconds", Silence.TotalSeconds));
        if (await others.ExecuteScalarAsync(cancellation) is string other)
            throw new StoreException(Sentence(name, cluster, other), false);
        await using var claim = connection.Command(transaction, Scripts["Clusters/Claim"], ("cluster", cluster), ("proof", proof.Value));
        var shared = (string)(await claim.ExecuteScalarAsync(cancellation))!;
        proof.Share(shared, (await Owner(connection, transaction, cancellation)).HasUnproven);
    }

    /// <summary>The cluster whose it is, null when nobody has said so; and whether a member lives whose calls prove nothing.</summary>
    public static async Task<(string? Name, bool HasUnproven)> Owner(FleetDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        return await Owner(connection, null, cancellation);
    }

    /// <summary>Whether a silo is among the members and not declared dead.</summary>
    public static async Task<bool> IsMember(FleetDatabase database, string cluster, SiloAddress silo, CancellationToken cancellation)
    {
        await using var connection = await database.Open(cancellation);
        await using var command = connection.Command(
            null,
            Scripts["Clusters/IsMember"],
            ("cluster", cluster),
            ("address", $"{silo.Endpoint.Address}"),
            ("port", silo.Endpoint.Port),
            ("generation", silo.Generation));
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<(string? Name, bool HasUnproven)> Owner(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
    {
        await using var command = connection.Command(transaction, Scripts["Clusters/Owner"], ("seconds", Silence.TotalSeconds));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetString(0), rows.GetBoolean(1)) : (null, false);
    }

    private static string Sentence(string name, string cluster, string other) =>
        $"{name} is in use by silos of the cluster {other}, and this one is of '{cluster}': give the same --cluster-id to join them, give another database, or stop "
        + $"them first; one that was killed counts as alive for {Silence.TotalSeconds} s.";
}
