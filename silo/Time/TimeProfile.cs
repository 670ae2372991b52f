using NodaTime;

namespace DeskFleet.Silo.Time;

/// <summary>How the fleet's time goes, for people who test against it; checked.</summary>
/// <param name="Scale">How many times faster than real the fleet's clock runs: 1 to 1,000.</param>
/// <param name="IsInstant">Machines take no time: whatever the driver is told is done at once.</param>
/// <param name="Ahead">How far the clock is ahead at the start.</param>
/// <param name="IsControlled">The control endpoint may move the clock and reset the silo.</param>
public sealed record TimeProfile(double Scale, bool IsInstant, Duration Ahead, bool IsControlled)
{
    public const double FastestScale = 1000;

    public static TimeProfile Real { get; } = new(1, false, Duration.Zero, false);

    /// <summary>What is wrong with it, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        if (!(Scale >= 1 && Scale <= FastestScale))
            yield return FormattableString.Invariant($"--time-scale: {Scale} is not possible; give 1 to {FastestScale}.");
        if (Ahead < Duration.Zero || Ahead > MovableClock.FarthestAhead)
            yield return FormattableString.Invariant($"--clock-offset: {Ahead.TotalHours} hours are not possible; give 0 to {MovableClock.FarthestAhead.TotalHours:0}.");
    }
}
