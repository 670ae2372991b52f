using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace DeskFleet.Simulator.Alerts;

/// <summary>Asks a Prometheus server.</summary>
public sealed class PrometheusClient(HttpClient http, Uri server)
{
    /// <summary>Prometheus gives at most 11,000 points a series.</summary>
    private const int MaxPoints = 10_000;

    /// <summary>At which evaluations an expression had a value, for each series.</summary>
    /// <exception cref="HttpRequestException">It does not answer, or refuses the expression; the message says why.</exception>
    public async Task<IReadOnlyDictionary<string, ImmutableSortedSet<Instant>>> ActiveAt(string expression, Instant from, Instant to, CancellationToken cancellation)
    {
        var active = new Dictionary<string, ImmutableSortedSet<Instant>.Builder>(StringComparer.Ordinal);
        for (var begin = from; begin <= to; begin += AlertReplay.Step * MaxPoints)
        {
            var end = Instant.Min(to, begin + (AlertReplay.Step * (MaxPoints - 1)));
            foreach (var series in (await Range(expression, begin, end, cancellation)).EnumerateArray())
                Add(active, series);
        }

        return active.ToDictionary(series => series.Key, series => series.Value.ToImmutable(), StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, ImmutableSortedSet<Instant>.Builder> active, JsonElement series)
    {
        var labels = string.Join(", ", series.GetProperty("metric").EnumerateObject()
            .Where(label => label.Name != "__name__").Select(label => $"{label.Name}=\"{label.Value}\""));
        if (!active.TryGetValue(labels, out var times))
            active.Add(labels, times = ImmutableSortedSet.CreateBuilder<Instant>());
        foreach (var point in series.GetProperty("values").EnumerateArray())
            times.Add(Instant.FromUnixTimeMilliseconds((long)(point[0].GetDouble() * 1000)));
    }

    private async Task<JsonElement> Range(string expression, Instant from, Instant to, CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["query"] = expression,
            ["start"] = Seconds(from),
            ["end"] = Seconds(to),
            ["step"] = AlertReplay.Step.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        });
        using var response = await http.PostAsync(new Uri(server, "api/v1/query_range"), form, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        using var json = JsonDocument.Parse(text);
        return response.IsSuccessStatusCode
            ? json.RootElement.GetProperty("data").GetProperty("result").Clone()
            : throw new HttpRequestException(json.RootElement.GetProperty("error").GetString());
    }

    private static string Seconds(Instant at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
