using System.Net;

namespace DeskFleet.Contracts;

/// <summary>Where a backend finds the fleet.</summary>
public sealed class FleetClientOptions
{
    public const int DefaultGatewayPort = 30000;
    public const string DefaultClusterId = "deskfleet";

    /// <summary>The name under which records are stored: the same for every version and every cluster.</summary>
    public const string ServiceId = "deskfleet";

    /// <summary>
    /// When a call without an answer counts as lost: no call waits for a machine, so an answer takes milliseconds. What may be repeated has gone out again
    /// several times by then. Not shorter than the others need to miss a silo: until then what it was given may still be done.
    /// </summary>
    public static readonly TimeSpan CallTime = TimeSpan.FromSeconds(10);

    /// <summary>How long a gateway that failed is left alone: about as long as a silo needs to come back.</summary>
    internal static readonly TimeSpan GatewayRest = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan DefaultJoinTime = TimeSpan.FromSeconds(30);

    /// <summary>The gateway port of the silo on this machine; 1 to 65,535; 30,000 unless set.</summary>
    public int GatewayPort { get; set; } = DefaultGatewayPort;

    /// <summary>
    /// The gateways of a cluster's silos; empty, as it is unless set: the one at <see cref="GatewayPort"/>. Give all of them: while one silo is down
    /// the others answer.
    /// </summary>
    public IList<IPEndPoint> Gateways { get; } = [];

    /// <summary>The cluster's name, as its silos were given it; "deskfleet" unless set.</summary>
    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>How long the host's start waits for a silo before it fails; more than 0; 30 s unless set.</summary>
    public TimeSpan JoinTime { get; set; } = DefaultJoinTime;

    /// <summary>The certificates by which the cluster knows its own; null, as it is unless set: silos without them.</summary>
    public ClusterTls? Tls { get; set; }

    /// <summary>How calls that are not answered, or rejected, are repeated.</summary>
    public RepeatOptions Repeat { get; set; } = RepeatOptions.Default;

    /// <summary>For people: where it looks for silos.</summary>
    internal string Where => Gateways.Count > 0 ? $"any of {string.Join(", ", Gateways)}" : $"gateway port {GatewayPort}";

    /// <exception cref="ArgumentException">A setting is outside its range; the message says the mend.</exception>
    internal void Validate()
    {
        if (GatewayPort is < 1 or > ushort.MaxValue)
            throw new ArgumentException($"A gateway port of {GatewayPort} is not possible; give 1 to 65535.");
        if (JoinTime <= TimeSpan.Zero)
            throw new ArgumentException($"A join time of {JoinTime} is not possible; give more than 0.");
        Repeat.Validate();
    }
}
