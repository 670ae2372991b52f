using System.Collections.Immutable;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Drivers;
using NodaTime;

namespace DeskFleet.Grains.Drivers;

/// <summary>A share of the cases takes between two durations, uniformly.</summary>
/// <param name="Weight">Relative to the other ranges of the verb.</param>
public sealed record LatencyBand(double Weight, Duration From, Duration To);

/// <summary>Draws from ranges.</summary>
public static class LatencyRanges
{
    /// <summary>One duration, in whole seconds: first the range, by the weights, then the point in it.</summary>
    /// <param name="number">Of the order; the same order takes the same time.</param>
    public static Duration Draw(this ImmutableArray<LatencyBand> ranges, SubjectChance chance, int number)
    {
        var point = chance.Uniform(number, "range") * ranges.Sum(range => range.Weight);
        var range = ranges[^1];
        foreach (var candidate in ranges)
        {
            range = candidate;
            if ((point -= candidate.Weight) < 0)
                break;
        }

        var spread = (range.To - range.From).TotalSeconds;
        return range.From + Duration.FromSeconds(Math.Floor(chance.Uniform(number, "latency") * (spread + 1)));
    }
}

/// <summary>How often an order goes wrong; shares of 0..1.</summary>
/// <param name="Fail">Reported as failed.</param>
/// <param name="Stall">Never reported.</param>
/// <param name="Twice">Reported twice.</param>
public sealed record DriverFaults(double Fail, double Stall, double Twice)
{
    public static DriverFaults None { get; } = new(0, 0, 0);
}

/// <summary>How long a verb takes on an idle host, and how often it goes wrong. Contention is not here: it comes from start slots.</summary>
public sealed record VerbBehaviour(ImmutableArray<LatencyBand> Latency, DriverFaults Faults);

/// <summary>The stand-in's behaviour as data.</summary>
public sealed record DriverBehaviour(ImmutableDictionary<DriverVerb, VerbBehaviour> Verbs)
{
    /// <summary>What an encrypted C: adds to provisioning (ENC-18).</summary>
    public Duration RootEncryption { get; init; } = Duration.FromMinutes(8);

    /// <summary>What an image that has not been refreshed for long adds to provisioning (BUN-13).</summary>
    public Duration StaleImage { get; init; } = Duration.FromMinutes(5);

    /// <summary>What the order itself adds to the usual time of its verb.</summary>
    public Duration SurchargeOf(DriverCommand order) =>
        (order.EncryptsRoot ? RootEncryption : Duration.Zero) + (order.FromStaleImage ? StaleImage : Duration.Zero);

    /// <summary>Captures as BUN-07 was settled: 90 % within 45 min. Provisioning 20 min +/- 5; resume as RUN-09 was settled: 90 % in 60-90 s, 9 % in 45-60 s, 1 % in 90-120 s.</summary>
    public static DriverBehaviour Default { get; } = new(new Dictionary<DriverVerb, VerbBehaviour>
    {
        [DriverVerb.Boot] = Uniform(15 * 60, 25 * 60),
        [DriverVerb.Resume] = new([Range(0.90, 60, 90), Range(0.09, 45, 60), Range(0.01, 90, 120)], DriverFaults.None),
        [DriverVerb.Hibernate] = Uniform(20, 40),
        [DriverVerb.Reboot] = Uniform(60, 120),
        [DriverVerb.Rebuild] = Uniform(15 * 60, 25 * 60),
        [DriverVerb.Terminate] = Uniform(30, 90),
        [DriverVerb.Maintain] = Uniform(30 * 60, 35 * 60),
        [DriverVerb.Backup] = Uniform(60, 120),
        [DriverVerb.Restore] = Uniform(15 * 60, 25 * 60),
        [DriverVerb.RestoreWithRoot] = Uniform(20 * 60, 40 * 60),
        [DriverVerb.Capture] = new(
            [Range(0.90, 20 * 60, 45 * 60), Range(0.09, 45 * 60, 60 * 60), Range(0.01, 60 * 60, 100 * 60)], DriverFaults.None),
    }.ToImmutableDictionary());

    /// <summary>Every verb takes exactly this long: for scenarios worked out by hand.</summary>
    public static DriverBehaviour Fixed(Func<DriverVerb, Duration> latency) =>
        new(Enum.GetValues<DriverVerb>().ToImmutableDictionary(
            verb => verb, verb => new VerbBehaviour([new(1, latency(verb), latency(verb))], DriverFaults.None)));

    private static VerbBehaviour Uniform(int fromSeconds, int toSeconds) => new([Range(1, fromSeconds, toSeconds)], DriverFaults.None);

    private static LatencyBand Range(double weight, int fromSeconds, int toSeconds) =>
        new(weight, Duration.FromSeconds(fromSeconds), Duration.FromSeconds(toSeconds));
}
