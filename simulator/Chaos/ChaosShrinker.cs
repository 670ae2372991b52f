using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Chaos;

/// <summary>Makes a failing seed smaller as long as the same judge still finds something: fewer desktops, less done, shorter, fewer faults.</summary>
public static class ChaosShrinker
{
    private const int MaxRuns = 80;

    private static readonly Duration Shortest = Duration.FromHours(1);

    /// <returns>The smallest failing run that was found; the given one when none is smaller.</returns>
    public static ChaosResult Shrink(ChaosResult failing, EngineKind engine)
    {
        var (smallest, runs, found) = (failing, 0, true);
        while (found && runs < MaxRuns)
        {
            found = false;
            foreach (var candidate in Smaller(smallest.Settings))
            {
                if (runs++ >= MaxRuns)
                    break;
                var result = ChaosRunner.RunOnce(candidate, engine);
                if (result.IsSound || result.Violations[0].Judge != failing.Violations[0].Judge)
                    continue;
                (smallest, found) = (result, true);
                break;
            }
        }

        return smallest;
    }

    private static IEnumerable<ChaosSettings> Smaller(ChaosSettings settings)
    {
        if (settings.Desktops > 1)
            yield return settings with { Desktops = settings.Desktops / 2 };
        if (settings.Operations > 0)
            yield return settings with { Operations = settings.Operations / 2 };
        if (settings.Rushes > 0)
            yield return settings with { Rushes = settings.Rushes - 1 };
        if (settings.FaultPhase > Shortest)
            yield return settings with { FaultPhase = Duration.FromHours(Math.Max(1, (int)settings.FaultPhase.TotalHours / 2)) };
        foreach (var kind in settings.Rates.Keys.Order())
            yield return settings with { Rates = settings.Rates.Remove(kind) };
        if (settings.Overlaps)
            yield return settings with { Overlaps = false };
        if (settings.Silos > 1)
            yield return settings with { Silos = 1 };
        if (settings.Desktops > 1)
            yield return settings with { Desktops = settings.Desktops - 1 };
    }
}
