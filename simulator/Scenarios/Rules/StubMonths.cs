using System.Globalization;
using DeskFleet.Core.Billing;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>
/// Bills go by months of UTC (BIL-01). A year that begins at a local midnight has thirteen of them, one with a few hours only: whoever wrote the
/// scenario is told.
/// </summary>
internal static class StubMonths
{
    /// <summary>Shorter runs are not about months.</summary>
    private static readonly Duration Month = Duration.FromDays(27);

    private static readonly Duration Stub = Duration.FromDays(1);

    public static IEnumerable<RuleFault> Check(Scenario scenario)
    {
        if (scenario.End - scenario.Start < Month)
            yield break;
        var (first, last) = (BillingMonth.Of(scenario.Start), BillingMonth.Of(scenario.End - Duration.Epsilon));
        if (first.End - scenario.Start is var head && head < Stub)
            yield return Note("start", first, head);
        if (scenario.End - last.Start is var tail && tail < Stub)
            yield return Note("horizon", last, tail);
    }

    private static RuleFault Note(string path, BillingMonth month, Duration part) => new(path, string.Create(
        CultureInfo.InvariantCulture, $"Bills go by months of UTC: the run has {part.TotalHours:0.#} h of {month}, which are a bill of their own."));
}
