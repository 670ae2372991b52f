using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>Times and lengths as the page says them.</summary>
internal static class Phrases
{
    private static readonly LocalTimePattern ClockPattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static string Clock(LocalTime time) => ClockPattern.Format(time);

    /// <summary>A time of day, given since midnight.</summary>
    public static string Clock(Duration sinceMidnight) => Clock(LocalTime.FromTicksSinceMidnight((long)sinceMidnight.TotalTicks));

    public static string Length(Duration length) =>
        length >= Duration.FromHours(2) || length == Duration.FromHours(1) ? $"{Html.Number(length.TotalHours)} h" : $"{Html.Number(length.TotalMinutes)} min";

    public static string Share(double share) => $"{Html.Number(100 * share)} %";
}
