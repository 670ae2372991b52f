using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>What the sessions of a group send (GPU-09, BIL-02, BIL-17).</summary>
/// <param name="QuietKbps">To the client while the screen is quiet, in kbit/s.</param>
/// <param name="BusyKbps">To the client while windows are switched or models turned, in kbit/s.</param>
/// <param name="BusyShare">Of the connected time that is busy, 0 to 1.</param>
/// <param name="EgressMiB">To the Internet in each connected hour.</param>
public sealed record TrafficSpec(decimal QuietKbps, decimal BusyKbps, double BusyShare, long EgressMiB)
{
    /// <summary>Under 300 kbit/s when quiet and several Mbit/s when busy, as the service's answers have it; nothing to the Internet.</summary>
    public static TrafficSpec Usual { get; } = new(250, 4_000, 0.1, 0);

    public const decimal MaxKbps = 1_000_000;
    public const long MaxEgressMiB = 1024 * 1024;

    private const decimal BytesPerKilobit = 125;
    private const long BytesPerMiB = 1024 * 1024;

    /// <summary>Streamed to the client in a session of this length, in bytes.</summary>
    public long StreamedBytes(Duration connected)
    {
        var busy = (decimal)BusyShare;
        return (long)(((QuietKbps * (1 - busy)) + (BusyKbps * busy)) * BytesPerKilobit * (decimal)connected.TotalSeconds);
    }

    /// <summary>Sent to the Internet in a session of this length, in bytes.</summary>
    public long EgressBytes(Duration connected) => (long)(EgressMiB * BytesPerMiB * (decimal)connected.TotalSeconds / NodaConstants.SecondsPerHour);
}
