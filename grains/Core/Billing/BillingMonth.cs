using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Orleans;

namespace DeskFleet.Core.Billing;

/// <summary>A calendar month in UTC, the unit of every bill. It is half-open: it turns on day 1 at 00:00 UTC (BIL-01).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.billing-month")]
public readonly record struct BillingMonth(int Year, int Month) : IComparable<BillingMonth>
{
    public Instant Start => Instant.FromUtc(Year, Month, 1, 0, 0);

    /// <summary>The first instant that is not in it.</summary>
    public Instant End => Next.Start;

    public BillingMonth Next => Month == 12 ? new(Year + 1, 1) : new(Year, Month + 1);

    public BillingMonth Previous => Month == 1 ? new(Year - 1, 12) : new(Year, Month - 1);

    public int Days => CalendarSystem.Iso.GetDaysInMonth(Year, Month);

    public static BillingMonth Of(Instant at)
    {
        var date = at.InUtc().Date;
        return new(date.Year, date.Month);
    }

    /// <summary>Reads <c>2026-03</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static BillingMonth Parse(string text) => TryParse(text) ?? throw new FormatException($"'{text}' is no month; write one such as 2026-03.");

    /// <summary>Reads <c>2026-03</c>; null: it is none.</summary>
    public static BillingMonth? TryParse(string text) =>
        YearMonthPattern.Iso.Parse(text) is { Success: true, Value: var month } ? new(month.Year, month.Month) : null;

    public bool Contains(Instant at) => at >= Start && at < End;

    public int CompareTo(BillingMonth other) => Start.CompareTo(other.Start);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");
}
