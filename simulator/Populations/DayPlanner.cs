using DeskFleet.Core.Chances;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>One user's working days: whether he comes, when he logs in first, how long he stays, whether he comes back.</summary>
internal sealed class DayPlanner(SessionPattern pattern, SubjectChance chance)
{
    private const long ShortestSeconds = 60;
    private const long LongestSeconds = 16 * 3600;

    private static readonly Duration ShortestSession = Duration.FromMinutes(1);

    private readonly DurationDraws length = new(pattern.Length, ShortestSeconds, LongestSeconds);
    private readonly DurationDraws gap = new(pattern.Gap, ShortestSeconds, LongestSeconds);
    private readonly FirstLogins firstLogins = new(pattern, chance);

    /// <summary>The sessions of a day, which all end by the day's end: the last is cut, and none begins in its last minute.</summary>
    public IEnumerable<Interval> Sessions(WorkingDay day)
    {
        if (!Attends(day)) yield break;
        var start = day.At(firstLogins.SecondOf(day.Number));
        for (var number = 0; start + ShortestSession <= day.End; number++)
        {
            var end = Instant.Min(start + length.At(chance, day.Number, "length", number), day.End);
            yield return new Interval(start, end);
            if (!ComesBack(day, number)) yield break;
            start = end + gap.At(chance, day.Number, "gap", number);
        }
    }

    private bool Attends(WorkingDay day) =>
        chance.Uniform(day.Number, "attends") < (pattern.IsWorkingDay(day.Date) ? pattern.Attendance : pattern.Weekend);

    /// <summary>With the same chance after every session, the mean number of sessions is PerDay.</summary>
    private bool ComesBack(WorkingDay day, int number) =>
        chance.Uniform(day.Number, "comes-back", number) < 1 - 1 / pattern.PerDay;
}
