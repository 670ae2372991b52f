using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Chaos.Judges.Bills;

/// <summary>A month of bills: UTC, from its first day at 00:00 (BIL-01).</summary>
internal readonly record struct Month(YearMonth Calendar)
{
    public Instant Start => Calendar.OnDayOfMonth(1).AtMidnight().InUtc().ToInstant();

    public Instant End => Next.Start;

    public Month Next => new(Calendar.PlusMonths(1));

    public int Days => Calendar.ToDateInterval().Length;

    public static Month Of(Instant at) => new(at.InUtc().Date.ToYearMonth());

    public static Month Parse(string text) => new(YearMonthPattern.Iso.Parse(text).GetValueOrThrow());

    public override string ToString() => YearMonthPattern.Iso.Format(Calendar);
}
