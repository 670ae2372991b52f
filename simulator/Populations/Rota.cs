using System.Collections.Immutable;
using DeskFleet.Core.Chances;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>
/// By which pattern a user works on a day: that of the group, or of the shift that they are on by then, or what either has for this day of the week.
/// Shifts go round by the calendar, so a user's shift on a date does not depend on when a run starts.
/// </summary>
internal sealed class Rota(PlannedUser user, SubjectChance chance)
{
    /// <summary>1970-01-01 was a Thursday: a rota of whole weeks moves on Mondays.</summary>
    private const int DaysSinceMonday = 3;

    private readonly SessionPattern _pattern = user.Group.Sessions;
    private readonly ImmutableArray<Week> _shifts = user.Group.Sessions.Shifts.IsEmpty
        ? [new(user.Group.Sessions, chance)]
        : [.. user.Group.Sessions.Shifts.Select(shift => new Week(shift, chance))];

    public IEnumerable<Interval> Sessions(WorkingDay day) => _shifts[ShiftOn(day)].On(day.Date).Sessions(day);

    private int ShiftOn(WorkingDay day)
    {
        var turns = _pattern.RotateDays == 0 ? 0 : (int)Math.Floor((day.Number + DaysSinceMonday) / (double)_pattern.RotateDays);
        var shift = (user.Number + turns) % _shifts.Length;
        return shift < 0 ? shift + _shifts.Length : shift;
    }

    /// <summary>One shift: its pattern, and those of its days that have their own.</summary>
    private sealed class Week(SessionPattern pattern, SubjectChance chance)
    {
        private readonly DayPlanner _usual = new(pattern, chance);
        private readonly ImmutableArray<(DayPattern Day, DayPlanner Planner)> _own = [.. pattern.Days.Select(day => (day, new DayPlanner(day.Pattern, chance)))];

        public DayPlanner On(LocalDate date)
        {
            foreach (var (day, planner) in _own)
            {
                if (day.Days.Contains(date.DayOfWeek))
                    return planner;
            }

            return _usual;
        }
    }
}
