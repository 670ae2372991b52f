using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Bills;

/// <summary>What a desktop costs in a month, reckoned from when it ran and what was agreed, by rules BIL-05 to BIL-17 as they are written.</summary>
/// <param name="asOf">Up to when the run is known.</param>
internal sealed class FirstPrinciples(PricesInForce prices, Instant asOf)
{
    private const long Gigabyte = 1L << 30;

    private static readonly Duration Hour = Duration.FromHours(1);

    public IEnumerable<Charge> Of(MeterTrack meter, Month month)
    {
        var now = Instant.Min(asOf, month.End);
        if (meter.FirstAvailableAt is not { } first || first >= month.End || asOf < month.Start || meter.Desktop.Identity is not { } desktop)
            return [];
        if (meter.TerminatedAt is { } ended && ended <= month.Start && first < month.Start)
            return [];
        var plans = PlansOf(meter, now).ToArray();
        return
        [
            .. Base(plans, month, first, at => prices.Of(desktop, at).AutoStopMonth),
            .. Hours(meter, plans, month, at => prices.Of(desktop, at).AutoStopHour),
            .. Monthly(plans, month, at => prices.Of(desktop, at).AlwaysOnMonth),
            .. desktop.HasPlus ? [Fee("PlusMonth", month, first, at => prices.Of(desktop, at).PlusMonth)] : (Charge[])[],
            .. Egress(meter, month, desktop.Region),
        ];
    }

    /// <summary>The plans with their ends; what waits for a month's end is in force from then on.</summary>
    private static IEnumerable<(bool IsHourly, Span Span)> PlansOf(MeterTrack meter, Instant now)
    {
        var plans = meter.Plans.Where(plan => plan.From <= now).ToList();
        if (meter.HourlyFrom is { } hourly && hourly <= now)
            plans.Add((true, hourly));
        for (var i = 0; i < plans.Count; i++)
            yield return (plans[i].IsHourly, new(plans[i].From, i + 1 < plans.Count ? plans[i + 1].From : Instant.MaxValue));
    }

    /// <summary>The fixed part, whole however short the month's hourly part is; the first month's from its day (BIL-05, BIL-09, BIL-15).</summary>
    private IEnumerable<Charge> Base((bool IsHourly, Span Span)[] plans, Month month, Instant first, Func<Instant, decimal?> price)
    {
        if (plans.Any(plan => plan.IsHourly && plan.Span.Start < month.End && plan.Span.End > month.Start))
            yield return Fee("AutoStopBase", month, first, price);
    }

    /// <summary>A month of unlimited use, or what is left of it when it begins within (BIL-11, BIL-12).</summary>
    private IEnumerable<Charge> Monthly((bool IsHourly, Span Span)[] plans, Month month, Func<Instant, decimal?> price) =>
        from plan in plans
        where !plan.IsHourly && plan.Span.Start < month.End && plan.Span.End > month.Start
        select Fee("AlwaysOnMonth", month, plan.Span.Start, price);

    /// <summary>Started hours of each interval under hourly pricing; hour k belongs to the month that it begins in (BIL-08).</summary>
    private IEnumerable<Charge> Hours(MeterTrack meter, (bool IsHourly, Span Span)[] plans, Month month, Func<Instant, decimal?> price)
    {
        IEnumerable<Span> running = meter.RunsSince is { } since && since < asOf ? [.. meter.Running, new Span(since, asOf)] : meter.Running;
        var starts = (
            from plan in plans
            where plan.IsHourly
            from ran in running
            let cut = new Span(Instant.Max(ran.Start, plan.Span.Start), Instant.Min(Instant.Min(ran.End, plan.Span.End), asOf))
            where cut.Start < cut.End && cut.Start < month.End && cut.End > month.Start
            from start in StartsOf(cut)
            where start >= month.Start && start < month.End
            select start).ToArray();
        return from start in prices.RoundsClockHours ? starts.Distinct() : starts
               group start by price(start) into same
               select Charge.Of("Hours", same.Count(), same.Key);
    }

    private IEnumerable<Instant> StartsOf(Span ran)
    {
        var into = ran.Start.ToUnixTimeTicks() % NodaConstants.TicksPerHour;
        for (var at = prices.RoundsClockHours ? ran.Start - Duration.FromTicks(into) : ran.Start; at < ran.End; at += Hour)
            yield return at;
    }

    /// <summary>What was sent on a UTC day, at that day's price, all days of one price in one line (BIL-17).</summary>
    private IEnumerable<Charge> Egress(MeterTrack meter, Month month, string region) =>
        from sent in meter.Egress
        where sent.At >= month.Start && sent.At < Instant.Min(month.End, asOf + Duration.Epsilon)
        group sent.Bytes by prices.EgressGigabyte(region, sent.At.InUtc().Date.AtMidnight().InUtc().ToInstant()) into same
        select Charge.Of("Egress", 1, same.Key, same.Sum(), Gigabyte);

    private Charge Fee(string kind, Month month, Instant from, Func<Instant, decimal?> price)
    {
        var due = Instant.Max(from, month.Start);
        var (part, whole) = prices.ProratesHours
            ? ((long)Math.Ceiling((month.End - due).TotalHours), month.Days * 24L)
            : (month.Days - due.InUtc().Day + 1, month.Days);
        return Charge.Of(kind, 1, price(due), part, whole);
    }
}
