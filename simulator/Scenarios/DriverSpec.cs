using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>
/// How the stand-in for the virtualization layer behaves on an idle host, verb by verb. Waits that come from a crowd (start slots,
/// queues) are not in here: the engine makes them.
/// </summary>
/// <param name="Provision">First boot of a new desktop; default 15-25 min.</param>
/// <param name="Resume">Default 90 % in 60-90 s, 9 % in 45-60 s, 1 % in 90-120 s (RUN-09).</param>
/// <param name="Hibernate">Default 20-40 s.</param>
/// <param name="Reboot">Default 60-120 s.</param>
/// <param name="Rebuild">Default 15-25 min.</param>
/// <param name="Terminate">Default 30-90 s.</param>
public sealed record DriverSpec(
    VerbSpec Provision,
    VerbSpec Resume,
    VerbSpec Hibernate,
    VerbSpec Reboot,
    VerbSpec Rebuild,
    VerbSpec Terminate)
{
    public static DriverSpec Default { get; } = new(
        VerbSpec.Flawless(Seconds(15 * 60, 25 * 60, 1)),
        VerbSpec.Flawless(Seconds(60, 90, 0.9), Seconds(45, 60, 0.09), Seconds(90, 120, 0.01)),
        VerbSpec.Flawless(Seconds(20, 40, 1)),
        VerbSpec.Flawless(Seconds(60, 120, 1)),
        VerbSpec.Flawless(Seconds(15 * 60, 25 * 60, 1)),
        VerbSpec.Flawless(Seconds(30, 90, 1)));

    private static LatencyRange Seconds(int from, int to, double share) =>
        new(Duration.FromSeconds(from), Duration.FromSeconds(to), share);
}
