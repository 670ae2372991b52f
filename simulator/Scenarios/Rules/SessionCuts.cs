using System.Globalization;
using DeskFleet.Simulator.Populations;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>
/// Where sessions cannot be as they are written: lengths that would be over 16 hours, and days with more sessions than fit. Such a scenario is sound,
/// but whoever wrote it is told what comes out.
/// </summary>
internal static class SessionCuts
{
    /// <summary>Less than one in a hundred is no news.</summary>
    private const double LeastShare = 0.01;

    private static readonly Duration Longest = Duration.FromSeconds(DayPlanner.MaxSeconds);

    public static IEnumerable<RuleFault> Check(Scenario scenario) => scenario.Trace is not null
        ? []
        : scenario.Groups.Index().SelectMany(group => Check($"{PartPaths.Group(scenario, group.Index)}.sessions", group.Item.Sessions));

    private static IEnumerable<RuleFault> Check(string path, SessionPattern pattern) => pattern.Shifts.IsEmpty
        ? OfWeek(path, pattern)
        : pattern.Shifts.Index().SelectMany(shift => OfWeek($"{path}.shifts[{shift.Index}]", shift.Item));

    private static IEnumerable<RuleFault> OfWeek(string path, SessionPattern pattern) =>
        OfDay(path, pattern).Concat(pattern.Days.Index().SelectMany(day => OfDay($"{path}.weekdays[{day.Index}]", day.Item.Pattern)));

    private static IEnumerable<RuleFault> OfDay(string path, SessionPattern pattern)
    {
        if (pattern.Length is Spread spread && ShareAbove(spread) is var share && share >= LeastShare)
            yield return new($"{path}.length", Invariant($"{100 * share:0} % of the sessions would last longer than 16 h; they are cut to 16 h."));
        if (pattern.Length is NormalSpread normal && normal.Mean + (3 * normal.Deviation) > Longest)
            yield return new($"{path}.length", "Some sessions would last longer than 16 h; their lengths are drawn again.");
        if (pattern.PerDay > 1 && Middle(pattern.Length) is { } length && Middle(pattern.Gap) is { } gap && DayOf(pattern.PerDay, length, gap) is var hours && hours > DayPlanner.MaxDay.TotalHours)
            yield return new($"{path}.perDay", Invariant($"{pattern.PerDay:0.##} sessions of {length.TotalHours:0.#} h with breaks of {gap.TotalHours:0.#} h take {hours:0} h; none begins later than 20 h after the day's first login, so there are fewer."));
    }

    private static double DayOf(double perDay, Duration length, Duration gap) => ((perDay - 1) * (length + gap).TotalHours) + length.TotalHours;

    /// <summary>Half are shorter; null: not told by two points.</summary>
    private static Duration? Middle(Distribution distribution) => distribution switch
    {
        Spread spread => spread.Median,
        NormalSpread normal => normal.Mean,
        UniformSpread uniform => (uniform.From + uniform.To) / 2,
        _ => null,
    };

    private static double ShareAbove(Spread spread)
    {
        const double normal90 = 1.2815515655446004;
        var sigma = Math.Log(spread.P90.TotalSeconds / spread.Median.TotalSeconds) / normal90;
        return sigma == 0 ? 0 : UpperTail(Math.Log(Longest.TotalSeconds / spread.Median.TotalSeconds) / sigma);
    }

    /// <summary>The share of a standard normal above z, to four digits (Abramowitz and Stegun, 26.2.17).</summary>
    private static double UpperTail(double z)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        var tail = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return z >= 0 ? tail : 1 - tail;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
