using Orleans.Configuration;

namespace DeskFleet.Silo.Storage;

/// <summary>
/// How soon a cluster misses a silo. A joining silo waits for every member it believes alive, so a killed one must be noticed soon: by
/// its peers after three probes, and where none is left by the age of its last sign of life.
/// </summary>
public static class MembershipTimes
{
    public static readonly TimeSpan Probe = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Refresh = TimeSpan.FromSeconds(15);
    public const int MissedProbes = 3;
    public const int MissedSignsOfLife = 3;

    /// <summary>When the others miss a silo that stands still, at the latest: its last probe may just have been answered, and two of them must agree.</summary>
    public static readonly TimeSpan Death = TimeSpan.FromSeconds(10);

    public static void Configure(ClusterMembershipOptions options)
    {
        (options.ProbeTimeout, options.NumMissedProbesLimit) = (Probe, MissedProbes);
        (options.IAmAliveTablePublishTimeout, options.NumMissedTableIAmAliveLimit) = (SignOfLife, MissedSignsOfLife);
        options.TableRefreshTimeout = Refresh;
        // Whoever was heard of within the longest probe times the misses is not suspected: left to itself that is 24 s, for which callers would hang.
        (options.MinProbeTimeout, options.MaxProbeTimeout, options.ExtendProbeTimeoutDuringDegradation) = (Probe / 2, Probe, false);
    }
}
