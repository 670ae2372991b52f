using System.Collections.Immutable;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Billing;

/// <summary>What a desktop sent on one day in UTC: no more is kept of its traffic.</summary>
/// <param name="Day">The day's beginning.</param>
/// <param name="EgressBytes">To the Internet, which is charged (BIL-17).</param>
/// <param name="StreamedBytes">To its user's client, which is not (BIL-02).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.traffic-day")]
public sealed record TrafficDay(Instant Day, long EgressBytes, long StreamedBytes)
{
    /// <summary>Bytes of the gigabyte that prices are for: 2^30.</summary>
    public const long Gigabyte = 1L << 30;

    public static ImmutableArray<TrafficDay> Add(ImmutableArray<TrafficDay> days, Instant at, long egressBytes, long streamedBytes)
    {
        var day = at.InUtc().Date.AtMidnight().InUtc().ToInstant();
        return days is [.., var last] && last.Day == day
            ? days.SetItem(days.Length - 1, new(day, last.EgressBytes + egressBytes, last.StreamedBytes + streamedBytes))
            : days.Add(new(day, egressBytes, streamedBytes));
    }
}
