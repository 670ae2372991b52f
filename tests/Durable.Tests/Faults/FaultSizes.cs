using DeskFleet.Durable.Tests.Support;

namespace DeskFleet.Durable.Tests.Faults;

/// <summary>How large the fault runs are: <c>tests/faults.sh</c> makes the largest, <c>tests/run.sh --full</c> smaller ones, and each other test run a glance.</summary>
/// <param name="Times">How often the fault comes.</param>
/// <param name="Kills">Of the only silo.</param>
/// <param name="Still">How long a silo stands still.</param>
/// <param name="Parted">How long each way is cut.</param>
/// <param name="Away">How long the database stands still.</param>
/// <param name="Calm">Before each fault.</param>
/// <param name="LeastAcknowledged">People work until there are so many.</param>
internal sealed record FaultSizes(int Times, int Kills, int People, TimeSpan Still, TimeSpan Parted, TimeSpan Away, TimeSpan Calm, int LeastAcknowledged)
{
    private static readonly FaultSizes Glance = new(1, 3, 6, Seconds(12), Seconds(12), Seconds(12), Seconds(3), 1);
    private static readonly FaultSizes Small = new(1, 30, 12, Seconds(30), Seconds(40), Seconds(60), Seconds(10), 2_000);
    private static readonly FaultSizes Large = new(3, 200, 24, Seconds(30), Seconds(40), Seconds(60), Seconds(20), 10_000);

    public static bool IsLarge { get; } = Environment.GetEnvironmentVariable("DESKFLEET_FAULTS") == "large";

    /// <summary>DESKFLEET_FAULTS_KILLS makes fewer kills, for whoever has less time.</summary>
    public static FaultSizes Now { get; } = int.TryParse(Environment.GetEnvironmentVariable("DESKFLEET_FAULTS_KILLS"), out var kills) ? Standard with { Kills = kills } : Standard;

    private static FaultSizes Standard => IsLarge ? Large : FullRun.Is ? Small : Glance;

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
