using System.Text.Json;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;
using NodaTime.Text;

namespace DeskFleet.Simulator.Chaos.Judges.Bills;

/// <summary>What one desktop costs at one instant; null: there is no price, and the line counts 0 (BIL-22, BIL-23).</summary>
internal readonly record struct DesktopPrice(decimal? AlwaysOnMonth, decimal? AutoStopMonth, decimal? AutoStopHour, decimal? PlusMonth);

/// <summary>The price book as a run writes it, and the switches of the bill.</summary>
internal sealed class PricesInForce
{
    private readonly (Instant From, string? Region, JsonElement List)[] _lists;

    public PricesInForce(JsonElement file)
    {
        _lists =
        [
            .. from list in file.GetProperty("prices").List("lists")
               let start = LocalDatePattern.Iso.Parse(list.Text("effectiveFrom")!).GetValueOrThrow().AtMidnight().InUtc().ToInstant()
               select (start, list.Text("region"), list),
        ];
        var options = file.Part("options") ?? default;
        RoundsClockHours = options.Text("hourRounding") == "PerClockHour";
        ProratesHours = options.Text("proration") == "Hour";
    }

    /// <summary>Each clock hour that is touched counts once, instead of started hours of each interval (BIL-08).</summary>
    public bool RoundsClockHours { get; }

    /// <summary>A first month is charged by hours instead of days (BIL-15).</summary>
    public bool ProratesHours { get; }

    public DesktopPrice Of(Identity desktop, Instant at)
    {
        if (At(desktop.Region, at) is not { } list || list.Part("hardware")?.Part(desktop.Hardware) is not { } row)
            return default;
        var (month, hour) = desktop.OwnLicence ? (list.Amount("byolMonthOff") ?? 0, list.Amount("byolHourOff") ?? 0) : (0, 0);
        return new(row.Amount("alwaysOnMonth") - month, row.Amount("autoStopMonth"), row.Amount("autoStopHour") - hour, list.Amount("plusMonth"));
    }

    public decimal? EgressGigabyte(string region, Instant at) => At(region, at)?.Amount("egressGigabyte");

    /// <summary>A region's own list goes before the general one, and a newer before an older.</summary>
    private JsonElement? At(string region, Instant at)
    {
        var known = _lists.Where(list => list.From <= at && (list.Region is null || list.Region == region)).ToArray();
        return known.Length == 0 ? null : known.MaxBy(list => (list.Region is not null, list.From)).List;
    }
}
