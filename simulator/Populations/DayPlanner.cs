using DeskFleet.Core.Chances;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>One user's working days: whether he comes, when he logs in first, how long he stays, whether he comes back.</summary>
internal sealed class DayPlanner(SessionPattern pattern, SubjectChance chance)
{
    private const double MostDeviations = 3;

    private static readonly Duration ShortestSession = Duration.FromMinutes(1);

    private readonly LogNormal length = new(pattern.Length);
    private readonly LogNormal gap = new(pattern.Gap);

    /// <summary>The sessions of a day, which all end by the day's end: the last is cut, and none begins in its last minute.</summary>
    public IEnumerable<Interval> Sessions(WorkingDay day)
    {
        if (!Attends(day)) yield break;
        var start = day.At(FirstLoginSecond(day.Number));
        for (var number = 0; start + ShortestSession <= day.End; number++)
        {
            var end = Instant.Min(start + length.At(chance.Normal(day.Number, "length", number)), day.End);
            yield return new Interval(start, end);
            if (!ComesBack(day, number)) yield break;
            start = end + gap.At(chance.Normal(day.Number, "gap", number));
        }
    }

    private bool Attends(WorkingDay day) =>
        chance.Uniform(day.Number, "attends") < (day.IsWeekend ? pattern.Weekend : pattern.Attendance);

    /// <summary>With the same chance after every session, the mean number of sessions is PerDay.</summary>
    private bool ComesBack(WorkingDay day, int number) =>
        chance.Uniform(day.Number, "comes-back", number) < 1 - 1 / pattern.PerDay;

    /// <summary>Drawn again while it is beyond three deviations or outside the day: at least half of all draws are inside.</summary>
    private int FirstLoginSecond(int day)
    {
        var mean = pattern.FirstLogin.TickOfDay / NodaConstants.TicksPerSecond;
        for (var attempt = 0; ; attempt++)
        {
            var normal = chance.Normal(day, "first-login", attempt);
            var second = Math.Floor(mean + normal * pattern.FirstLoginDeviation.TotalSeconds + 0.5);
            if (Math.Abs(normal) <= MostDeviations && second is > WorkingDay.TurnSecond and <= WorkingDay.LastSecond) return (int)second;
        }
    }
}
