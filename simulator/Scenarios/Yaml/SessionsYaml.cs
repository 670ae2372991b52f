using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>Writes <c>sessions</c> of a group.</summary>
internal static class SessionsYaml
{
    public static void Write(YamlWriter yaml, SessionPattern pattern)
    {
        yaml.Values("workingDays", Days(pattern.WorkingDays)).Values("holidays", pattern.Holidays.Select(CalendarFormats.Show));
        Pattern(yaml, pattern);
        Weekdays(yaml, pattern);
        if (pattern.RotateDays > 0) yaml.Value("rotateEvery", Written.Time(Duration.FromDays(pattern.RotateDays)));
        yaml.List("shifts", pattern.Shifts, Shift);
    }

    private static void Shift(YamlWriter yaml, SessionPattern shift)
    {
        yaml.Values("workingDays", Days(shift.WorkingDays));
        Pattern(yaml, shift);
        Weekdays(yaml, shift);
    }

    private static void Weekdays(YamlWriter yaml, SessionPattern pattern) => yaml.List("weekdays", pattern.Days, (map, day) =>
    {
        map.Values("days", Days(day.Days));
        Pattern(map, day.Pattern);
    });

    private static IEnumerable<string> Days(IEnumerable<IsoDayOfWeek> days) => days.Select(day => day.ToString()[..3]);

    private static void Pattern(YamlWriter yaml, SessionPattern pattern) => yaml
        .Value("attendance", Written.Share(pattern.Attendance))
        .Value("weekend", Written.Share(pattern.Weekend))
        .Map("firstLogin", map => FirstLogin(map, pattern))
        .List("stages", pattern.Stages, Stage)
        .Value("perDay", Written.Number(pattern.PerDay))
        .Map("length", map => Spread(map, pattern.Length, Written.Time))
        .Map("gap", map => Spread(map, pattern.Gap, Written.Time));

    private static void FirstLogin(YamlWriter yaml, SessionPattern pattern)
    {
        if (pattern.FirstLoginSpread is { } spread) Spread(yaml, spread, TimeOfDay);
        else yaml.Value("mean", Written.Clocked(pattern.FirstLogin)).Value("deviation", Written.Time(pattern.FirstLoginDeviation));
    }

    private static string TimeOfDay(Duration sinceMidnight) => Written.Clocked(LocalTime.FromTicksSinceMidnight((long)sinceMidnight.TotalTicks));

    private static void Stage(YamlWriter yaml, LoginStage stage)
    {
        yaml.Value("at", Written.Clocked(stage.At))
            .Value("within", Written.Time(stage.Within))
            .Value("share", Written.Share(stage.Share));
        if (!stage.Days.IsEmpty) yaml.Values("days", Days(stage.Days));
    }

    private static void Spread(YamlWriter yaml, Distribution distribution, Func<Duration, string> show)
    {
        if (distribution is Spread spread) LogNormal(yaml, spread);
        if (distribution is Shifted { Inner: Spread delay } shifted)
            yaml.Map("logNormal", map => LogNormal(map.Value("earliest", show(shifted.By)), delay));
        if (distribution is NormalSpread normal)
            yaml.Map("normal", map => map.Value("mean", show(normal.Mean)).Value("deviation", Written.Time(normal.Deviation)));
        if (distribution is UniformSpread uniform)
            yaml.Map("uniform", map => map.Value("from", show(uniform.From)).Value("to", show(uniform.To)));
        if (distribution is EmpiricalSpread empirical)
            yaml.List("empirical", empirical.Ranges, (map, range) => map.Value("share", Written.Share(range.Share)).Value("from", show(range.From)).Value("to", show(range.To)));
    }

    private static void LogNormal(YamlWriter yaml, Spread spread) => yaml
        .Value("median", Written.Time(spread.Median))
        .Value("p90", Written.Time(spread.P90));
}
