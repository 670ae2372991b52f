using System.Collections.Frozen;
using NodaTime;

namespace DeskFleet.Core.Regions;

/// <summary>A region of the service: configuration, of which this is the default (REG-01).</summary>
/// <param name="TimeZone">IANA name; it fixes the maintenance window and the Sunday update (REG-03).</param>
/// <param name="OffersSimpleAdAndConnector">False: Microsoft AD only.</param>
/// <param name="OffersApplicationManager">WAM is there.</param>
public sealed record Region(string Id, string TimeZone, bool OffersSimpleAdAndConnector = true, bool OffersApplicationManager = true)
{
    public static IReadOnlyList<Region> Defaults { get; } =
    [
        new("us-east-1", "America/New_York"),
        new("us-west-2", "America/Los_Angeles"),
        new("eu-west-1", "Europe/Dublin"),
        new("eu-central-1", "Europe/Berlin", OffersSimpleAdAndConnector: false, OffersApplicationManager: false),
        new("ap-southeast-1", "Asia/Singapore"),
        new("ap-southeast-2", "Australia/Sydney"),
        new("ap-northeast-1", "Asia/Tokyo", OffersApplicationManager: false),
    ];

    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[TimeZone];

    /// <summary>Whether Simple AD and AD Connector are there; so where the name is none of ours.</summary>
    public static bool OffersConnector(string id) => Find(id)?.OffersSimpleAdAndConnector ?? true;

    /// <summary>Whether the application manager is there (WAM-08); so where the name is none of ours.</summary>
    public static bool HasApplicationManager(string id) => Find(id)?.OffersApplicationManager ?? true;

    /// <summary>The time zone of a region by its name; UTC where the name is none of ours.</summary>
    public static DateTimeZone ZoneOf(string id) => Find(id)?.Zone ?? DateTimeZone.Utc;

    private static readonly FrozenDictionary<string, Region> ById = Defaults.ToFrozenDictionary(region => region.Id, StringComparer.Ordinal);

    private static Region? Find(string id) => ById.GetValueOrDefault(id);
}

/// <summary>The connection check (REG-02).</summary>
public static class ConnectionCheck
{
    /// <summary>The region that answers fastest; of equals the one whose name comes first. Null: none answered.</summary>
    /// <param name="roundTrips">Round-trip times by region.</param>
    public static string? Recommend(IEnumerable<KeyValuePair<string, Duration>> roundTrips) => roundTrips
        .OrderBy(trip => trip.Value)
        .ThenBy(trip => trip.Key, StringComparer.Ordinal)
        .Select(trip => trip.Key)
        .FirstOrDefault();
}
