using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>The regions a scenario may be in, with the zones of time and of availability that belong to them.</summary>
public static class Regions
{
    private static readonly ImmutableSortedDictionary<string, string> TimeZones = new Dictionary<string, string>
    {
        ["ap-northeast-1"] = "Asia/Tokyo",
        ["ap-southeast-1"] = "Asia/Singapore",
        ["ap-southeast-2"] = "Australia/Sydney",
        ["eu-central-1"] = "Europe/Berlin",
        ["eu-west-1"] = "Europe/Dublin",
        ["us-east-1"] = "America/New_York",
        ["us-west-2"] = "America/Los_Angeles",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Names of all regions, in ordinal order.</summary>
    public static IEnumerable<string> All => TimeZones.Keys;

    /// <summary>IANA time zone of a region; UTC for a name that is none.</summary>
    public static string TimeZoneOf(string region) => TimeZones.GetValueOrDefault(region, "Etc/UTC");

    /// <summary>Availability zones of a region: its name with a letter from a to f.</summary>
    public static IEnumerable<string> ZonesOf(string region) => "abcdef".Select(letter => region + letter);
}
