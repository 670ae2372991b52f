using DeskFleet.Core.Chances;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>One user's working days: whether the user comes, when they log in first, how long they stay, whether they come back.</summary>
internal sealed class DayPlanner(SessionPattern pattern, SubjectChance chance)
{
    public const long ShortestSeconds = 60;
    public const long MaxSeconds = 16 * 3600;

    /// <summary>From the first login of a day; no session of the day begins later, so that everybody sleeps before the next one.</summary>
    public static readonly Duration MaxDay = Duration.FromHours(20);

    private readonly DurationDraws length = new(pattern.Length, ShortestSeconds, MaxSeconds);
    private readonly DurationDraws gap = new(pattern.Gap, ShortestSeconds, MaxSeconds);
    private readonly FirstLogins firstLogins = new(pattern, chance);

    /// <summary>The sessions of a day, in order. They run their length, across midnight and any other hour.</summary>
    public IEnumerable<Interval> Sessions(WorkingDay day)
    {
        if (!Attends(day)) yield break;
        var start = day.At(firstLogins.SecondOf(day));
        var last = start + MaxDay;
        for (var number = 0; start < last; number++)
        {
            var end = start + length.At(chance, day.Number, "length", number);
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
