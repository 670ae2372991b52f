using DeskFleet.Core.Billing;
using NodaTime;

namespace DeskFleet.Simulator.Bills;

/// <summary>
/// How a part of a month becomes a whole one, so that hours of some days are not held against fees of a month: fees count whole, everything
/// that comes by the hour or the gigabyte counts as many times as the covered time fits into a month.
/// </summary>
/// <param name="CoveredHours">Of the run within the months.</param>
/// <param name="MonthHours">Of a month; the mean where there are several.</param>
public sealed record Projection(decimal CoveredHours, decimal MonthHours)
{
    private const int HoursPerDay = NodaConstants.HoursPerDay;

    /// <summary>In days, for people.</summary>
    public string Phrases => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"projected to a month of {MonthHours / HoursPerDay:0.#} days from {CoveredHours / HoursPerDay:0.0}: fees whole, hours as many times");

    /// <summary>Null: the run covers every month whole, so there is nothing to project.</summary>
    public static Projection? Of(IReadOnlyList<BillingMonth> months, Instant start, Instant asOf)
    {
        if (months.All(month => start <= month.Start && asOf >= month.End))
            return null;
        var covered = months.Sum(month => Hours(Instant.Max(start, month.Start), Instant.Min(asOf, month.End)));
        return covered <= 0 ? null : new(covered, months.Sum(month => Hours(month.Start, month.End)) / months.Count);
    }

    /// <summary>A month's cost, from the statements of the months.</summary>
    public decimal Of(IReadOnlyList<Statement> months)
    {
        var lines = months.SelectMany(month => month.Lines).ToList();
        var fees = lines.Where(line => !IsByUse(line.Kind)).Sum(line => (line.UnitPrice ?? Money.Zero).Usd * line.Count) / months.Count;
        var used = lines.Where(line => IsByUse(line.Kind)).Sum(line => line.Amount.Usd) * MonthHours / CoveredHours;
        return decimal.Round(fees + used, 2, MidpointRounding.AwayFromZero);
    }

    private static bool IsByUse(ChargeKind kind) => kind is ChargeKind.Hours or ChargeKind.Egress or ChargeKind.IdleDirectory or ChargeKind.PackageStorage;

    private static decimal Hours(Instant from, Instant until) => Math.Max(0, (decimal)(until - from).TotalHours);
}
