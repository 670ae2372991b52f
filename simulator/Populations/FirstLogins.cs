using DeskFleet.Core.Chances;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>When a user logs in first on a day that he works: in one of the stages, or as the group's pattern says.</summary>
internal sealed class FirstLogins(SessionPattern pattern, SubjectChance chance)
{
    private readonly DurationDraws usual = new(pattern.FirstLoginSpread ?? Bell(pattern), WorkingDay.TurnSecond + 1, WorkingDay.LastSecond);

    /// <summary>The second of the local day.</summary>
    public int SecondOf(int day)
    {
        if (StageOf(day) is { } stage)
            return (int)(SecondOfDay(stage.At) + Math.Floor(chance.Uniform(day, "stage.login") * stage.Within.TotalSeconds));
        return (int)usual.At(chance, day, "first-login", 0).TotalSeconds;
    }

    private LoginStage? StageOf(int day)
    {
        if (pattern.Stages.IsEmpty) return null;
        var point = chance.Uniform(day, "stage");
        foreach (var stage in pattern.Stages)
            if ((point -= stage.Share) < 0) return stage;
        return null;
    }

    private static NormalSpread Bell(SessionPattern pattern) =>
        new(Duration.FromSeconds(SecondOfDay(pattern.FirstLogin)), pattern.FirstLoginDeviation);

    private static long SecondOfDay(LocalTime time) => time.TickOfDay / NodaConstants.TicksPerSecond;
}
