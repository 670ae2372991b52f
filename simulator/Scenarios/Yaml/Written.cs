using System.Globalization;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Scenarios.Yaml;

/// <summary>Values as a scenario writes them.</summary>
internal static class Written
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'Z'");

    public static string Time(Duration time) => Units.Time.Show((decimal)time.TotalSeconds);

    public static string Memory(long mebibytes) => Units.Memory.Show(mebibytes);

    public static string Volume(int gigabytes) => Units.Volume.Show(gigabytes);

    /// <summary>By way of the shortest decimal, so that 0.07 is 7 % again.</summary>
    public static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{(decimal)share * 100:0.######} %");

    public static string Number(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    public static string Number(double number) => Number((decimal)number);

    public static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Clocked(LocalTime time) => Clock.Format(time);

    public static string Instant(Instant instant) => Utc.Format(instant);

    public static string Switch(bool on) => on ? "true" : "false";
}
