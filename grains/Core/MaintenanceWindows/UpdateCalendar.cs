using System.Globalization;
using NodaTime;

namespace DeskFleet.Core.MaintenanceWindows;

/// <summary>An update of the service.</summary>
/// <param name="Name">Its month, such as <c>2017-04</c>.</param>
/// <param name="ReleasedAt">From here on it is pending wherever it is not installed.</param>
public sealed record ServiceUpdate(string Name, Instant ReleasedAt);

/// <summary>
/// When service updates come out (MNT-04): one a month, on the second Tuesday as its day begins in the region. So each reaches the desktops in
/// the window of the following Sunday, and those that are woken once a month in the one after the third Monday (MNT-05).
/// </summary>
public static class UpdateCalendar
{
    /// <summary>The newest update that is out.</summary>
    public static ServiceUpdate Newest(DateTimeZone zone, Instant now)
    {
        var month = now.InZone(zone).Date.ToYearMonth();
        var ofThisMonth = Of(zone, month);
        return ofThisMonth.ReleasedAt <= now ? ofThisMonth : Of(zone, month.PlusMonths(-1));
    }

    /// <summary>Those that come out from an instant on and before another one, in their order.</summary>
    public static IEnumerable<ServiceUpdate> Between(DateTimeZone zone, Instant from, Instant to)
    {
        for (var month = from.InZone(zone).Date.ToYearMonth(); Of(zone, month) is var update && update.ReleasedAt < to; month = month.PlusMonths(1))
        {
            if (update.ReleasedAt >= from)
                yield return update;
        }
    }

    private static ServiceUpdate Of(DateTimeZone zone, YearMonth month)
    {
        var secondTuesday = month.OnDayOfMonth(7).Next(IsoDayOfWeek.Tuesday);
        return new(month.ToString("uuuu'-'MM", CultureInfo.InvariantCulture), zone.AtStartOfDay(secondTuesday).ToInstant());
    }
}
