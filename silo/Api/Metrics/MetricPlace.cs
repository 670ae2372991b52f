using System.Globalization;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;
using NodaTime;

namespace DeskFleet.Silo.Api.Metrics;

/// <summary>Where a page of GetMetricData goes on.</summary>
/// <param name="Query">How many queries have been answered in full.</param>
/// <param name="Point">How many points of the next one.</param>
/// <param name="Now">Of the first page: later points would shift the others.</param>
internal sealed record MetricPlace(int Query, int Point, Instant Now)
{
    private const string Listed = "GetMetricData";

    public static (MetricPlace? Place, WireError? Error) Read(string? token, Instant now)
    {
        var (place, error) = PageToken.Read(Listed, token);
        if (error is null && place is null)
            return (new(0, 0, now), null);
        return place?.Split(' ') is [var query, var point, var at] && Number(query) is { } queries && Number(point) is { } points &&
            long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= now.ToUnixTimeMilliseconds()
            ? (new(queries, points, Instant.FromUnixTimeMilliseconds(milliseconds)), null)
            : (null, new("InvalidNextToken", "NextToken is none of this request; begin without one."));
    }

    public override string ToString() => PageToken.Of(Listed, FormattableString.Invariant($"{Query} {Point} {Now.ToUnixTimeMilliseconds()}"));

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
