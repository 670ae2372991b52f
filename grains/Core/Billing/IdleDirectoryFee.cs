using NodaTime;

namespace DeskFleet.Core.Billing;

/// <summary>A directory that has had no WorkSpace for 30 days running is charged by the hour until it has one again (DIR-16).</summary>
public static class IdleDirectoryFee
{
    public static readonly Duration FreeTime = Duration.FromDays(30);

    /// <summary>When it is charged; null: not at all. Exactly 30 days are free.</summary>
    /// <param name="emptySince">When its last WorkSpace was gone, or when it was registered.</param>
    /// <param name="until">When it had one again, was deleted, or now.</param>
    public static RunningInterval? Chargeable(Instant emptySince, Instant until) =>
        until > emptySince + FreeTime ? new(emptySince + FreeTime, until) : null;

    /// <summary>Started hours that begin in a month, at the price of an hour.</summary>
    public static Money In(BillingMonth month, Instant emptySince, Instant until, Money hour) =>
        Chargeable(emptySince, until) is { } charged
            ? (hour * BilledHours.In(month, [charged], HourRounding.PerInterval).LongCount()).Rounded
            : Money.Zero;
}
