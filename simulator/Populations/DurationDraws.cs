using DeskFleet.Core.Chances;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>Draws of one distribution: whole seconds between two bounds, both included, the same for the same question.</summary>
internal sealed class DurationDraws(Distribution distribution, long leastSeconds, long mostSeconds)
{
    private const double MaxDeviations = 3;

    /// <summary>Then the nearest bound is taken; it happens only where a bell lies outside the bounds almost wholly.</summary>
    private const int MaxAttempts = 1000;

    /// <param name="number">Counts the draws of the same name within a day.</param>
    public Duration At(SubjectChance chance, int day, string draw, int number) =>
        Duration.FromSeconds(Math.Clamp(Seconds(distribution, chance, day, draw, number), leastSeconds, mostSeconds));

    private long Seconds(Distribution shape, SubjectChance chance, int day, string draw, int number) => shape switch
    {
        Spread spread => (long)new LogNormal(spread).At(chance.Normal(day, draw, number)).TotalSeconds,
        NormalSpread normal => Normal(normal, chance, day, draw, number),
        UniformSpread uniform => Within(uniform.From, uniform.To, chance.Uniform(day, draw, number)),
        EmpiricalSpread empirical => Empirical(empirical, chance, day, draw, number),
        Shifted shifted => (long)shifted.By.TotalSeconds + Seconds(shifted.Inner, chance, day, draw, number),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "No such distribution."),
    };

    /// <summary>Drawn again while it is beyond three deviations or out of bounds; the draws of two numbers never meet.</summary>
    private long Normal(NormalSpread normal, SubjectChance chance, int day, string draw, int number)
    {
        for (var attempt = 0; ; attempt++)
        {
            var deviations = chance.Normal(day, draw, (number * MaxAttempts) + attempt);
            var seconds = (long)Math.Floor(normal.Mean.TotalSeconds + (deviations * normal.Deviation.TotalSeconds) + 0.5);
            var isPossible = seconds >= leastSeconds && seconds <= mostSeconds;
            if ((Math.Abs(deviations) <= MaxDeviations && isPossible) || attempt == MaxAttempts - 1) return seconds;
        }
    }

    private static long Empirical(EmpiricalSpread empirical, SubjectChance chance, int day, string draw, int number)
    {
        var point = chance.Uniform(day, draw + ".range", number);
        var range = empirical.Ranges[^1];
        foreach (var candidate in empirical.Ranges)
        {
            range = candidate;
            if ((point -= candidate.Share) < 0) break;
        }

        return Within(range.From, range.To, chance.Uniform(day, draw, number));
    }

    private static long Within(Duration from, Duration to, double share) =>
        (long)from.TotalSeconds + (long)Math.Floor(share * ((to - from).TotalSeconds + 1));
}
