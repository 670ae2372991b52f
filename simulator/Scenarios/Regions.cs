using DeskFleet.Core.Regions;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>The regions a scenario may be in, with the zones of time and of availability that belong to them.</summary>
public static class Regions
{
    /// <summary>Names of all regions, in ordinal order.</summary>
    public static IEnumerable<string> All => Region.Defaults.Select(region => region.Id).Order(StringComparer.Ordinal);

    /// <summary>IANA time zone of a region; UTC for a name that is none.</summary>
    public static string TimeZoneOf(string region) => Region.Defaults.FirstOrDefault(known => known.Id == region)?.TimeZone ?? "Etc/UTC";

    /// <summary>Availability zones of a region: its name with a letter from a to f.</summary>
    public static IEnumerable<string> ZonesOf(string region) => "abcdef".Select(letter => region + letter);
}
