using DeskFleet.Simulator.Scenarios;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>How the people of the scenario are taken to work.</summary>
internal static class AssumedPeople
{
    private static readonly LocalDatePattern Date = LocalDatePattern.CreateWithInvariantCulture("d MMM");

    public static string Of(Scenario scenario) => Html.Table(
        ["group", "users", "bundle", "mode", "account and directory", "works"],
        scenario.Groups.Select(group => Row(scenario, group))) + Trace(scenario.Trace);

    private static IEnumerable<string> Row(Scenario scenario, UserGroup group) =>
    [
        Html.Text(group.Name),
        Html.Number(group.Users) + (group.GrowthPerWeek > 0 ? $", {Html.Number((double)group.GrowthPerWeek)} more a week" : ""),
        Html.Text(Bundle(scenario.BundleOf(group)!)),
        group.Mode == RunningModeName.AutoStop ? $"AutoStop after {Phrases.Length(group.AutoStop)}" : "AlwaysOn",
        Html.Text($"{scenario.Fleets[group.Fleet].Account} in {scenario.Fleets[group.Fleet].Region}: {group.Directory}{(scenario.DirectoryOf(group)!.Dedicated ? ", own hosts" : ", shared hosts")}"),
        Html.Text($"{(scenario.Trace is null ? Pattern(group.Sessions, group.TimeZone) : $"as recorded, {group.TimeZone}")}; {Patient(group.Patience)}"),
    ];

    private static string Bundle(BundleSpec bundle) =>
        $"{bundle.Name}: {bundle.VCpu} vCPU, {Html.Number(bundle.MemoryMiB / 1024.0)} GiB{(bundle.Gpus > 0 ? $", {bundle.Gpus} GPU" : "")}";

    private static string Pattern(SessionPattern sessions, string timeZone) => sessions.Shifts.IsEmpty
        ? Week(sessions, timeZone)
        : $"{sessions.Shifts.Length} shifts{(sessions.RotateDays > 0 ? $", to the next every {Phrases.Length(Duration.FromDays(sessions.RotateDays))}" : "")}: " +
            string.Join("; or ", sessions.Shifts.Select(shift => Week(shift, timeZone)));

    private static string Week(SessionPattern sessions, string timeZone) =>
        string.Join("; ", sessions.Days.Select(day => $"on {string.Join(", ", day.Days.Select(name => name.ToString()[..3]))} {Day(day.Pattern, timeZone)}").Prepend(Day(sessions, timeZone)));

    private static string Day(SessionPattern sessions, string timeZone) =>
        $"{Phrases.Share(sessions.Attendance)} come {Days(sessions)}, {Phrases.Share(sessions.Weekend)} on the other days{Holidays(sessions)}; first login {FirstLogin(sessions)} {timeZone}; " +
        $"{Html.Number(sessions.PerDay)} sessions a day of {Told(sessions.Length, Phrases.Length)}, breaks of {Told(sessions.Gap, Phrases.Length)}";

    private static string Days(SessionPattern sessions) => sessions.WorkingDays.SequenceEqual(SessionPattern.MondayToFriday)
        ? "Monday to Friday"
        : string.Join(", ", sessions.WorkingDays.Select(day => day.ToString()[..3]));

    private static string Holidays(SessionPattern sessions) =>
        sessions.Holidays.IsEmpty ? "" : $" and the holidays {string.Join(", ", sessions.Holidays.Select(Date.Format))}";

    private static string FirstLogin(SessionPattern sessions)
    {
        var usual = sessions.FirstLoginSpread is { } spread
            ? Told(spread, Phrases.Clock)
            : $"{Phrases.Clock(sessions.FirstLogin)} ± {Phrases.Length(sessions.FirstLoginDeviation)}";
        var stages = sessions.Stages.Select(stage => $"{Phrases.Share(stage.Share)} from {Phrases.Clock(stage.At)} within {Phrases.Length(stage.Within)}").ToList();
        return stages.Count == 0 ? usual
            : sessions.Stages.Sum(stage => stage.Share) >= 1 ? string.Join(", ", stages)
            : $"{string.Join(", ", stages)}, the others {usual}";
    }

    /// <param name="show">Of a length, or of a time of day.</param>
    private static string Told(Distribution distribution, Func<Duration, string> show) => distribution switch
    {
        Spread spread => $"{show(spread.Median)} (p90 {show(spread.P90)})",
        NormalSpread normal => $"{show(normal.Mean)} ± {Phrases.Length(normal.Deviation)}",
        UniformSpread uniform => $"{show(uniform.From)} to {show(uniform.To)}",
        Shifted shifted => $"{show(shifted.By)} and {Told(shifted.Inner, Phrases.Length)}",
        EmpiricalSpread empirical => string.Join(", ", empirical.Ranges.Select(range => $"{Phrases.Share(range.Share)} {show(range.From)} to {show(range.To)}")),
        _ => "",
    };

    private static string Patient(Patience patience) => $"cut off, back after about {Phrases.Length(patience.ReconnectAfter)}; refused, " +
        (patience.Retries == 0 ? "not again in this session" : $"again up to {patience.Retries} times, about {Phrases.Length(patience.RetryAfter)} apart");

    private static string Trace(TraceSpec? trace) => trace is null ? ""
        : trace is { RepeatUsers: 1, Users: null } ? "<p>Sessions are those of the log.</p>\n"
        : $"<p>Sessions are those of the log; its people are repeated, each copy at most {Phrases.Length(trace.PhaseShift)} earlier or later than the original.</p>\n";
}
