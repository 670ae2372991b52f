using DeskFleet.Core.Chances;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>When a user logs in first on a day that they work: in one of the stages, or as the group's pattern says.</summary>
internal sealed class FirstLogins(SessionPattern pattern, SubjectChance chance)
{
    private readonly DurationDraws usual = new(pattern.FirstLoginSpread ?? Bell(pattern), WorkingDay.EarliestSecond, WorkingDay.LatestSecond);

    /// <summary>The second since the midnight that begins the date; a bell about midnight has its left half before it, and its right half after.</summary>
    public int SecondOf(WorkingDay day)
    {
        if (StageOf(day) is { } stage)
            return (int)(SecondOfDay(stage.At) + Math.Floor(chance.Uniform(day.Number, "stage.login") * stage.Within.TotalSeconds));
        return (int)usual.At(chance, day.Number, "first-login", 0).TotalSeconds;
    }

    private LoginStage? StageOf(WorkingDay day)
    {
        if (pattern.Stages.IsEmpty) return null;
        var point = chance.Uniform(day.Number, "stage");
        foreach (var stage in pattern.Stages.Where(stage => stage.IsOn(day.Date.DayOfWeek)))
            if ((point -= stage.Share) < 0) return stage;
        return null;
    }

    private static NormalSpread Bell(SessionPattern pattern) =>
        new(Duration.FromSeconds(SecondOfDay(pattern.FirstLogin)), pattern.FirstLoginDeviation);

    private static long SecondOfDay(LocalTime time) => time.TickOfDay / NodaConstants.TicksPerSecond;
}
