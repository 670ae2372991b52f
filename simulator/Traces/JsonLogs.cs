using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads the sessions of Citrix Monitor's OData service: <c>{"value": [{"StartDate", "EndDate", "User": {"UserName"}}]}</c>, in UTC.</summary>
internal sealed class CitrixParser(TraceTimes times, OpenEnds ends, TraceFaults faults)
{
    public IEnumerable<TraceSession> Parse(string text)
    {
        var halves = new List<HalfSession>();
        JsonFile.Read(text, faults, root =>
        {
            var list = root.ValueKind == JsonValueKind.Array ? root : JsonFile.Of(root, "value") ?? JsonFile.Of(root, "Sessions");
            if (list is not { ValueKind: JsonValueKind.Array } sessions)
            {
                faults.File("value", 1, "There is no list of sessions; export /Citrix/Monitor/OData/v4/Data/Sessions with $expand=User.");
                return;
            }

            foreach (var (index, session) in sessions.EnumerateArray().Index())
                if (Read(session, index + 1) is { } half) halves.Add(half);
        });
        if (halves.Count == 0) return [];
        return ends.Close(halves, halves.Min(half => half.Start!.Value), halves.Max(half => half.End ?? half.Start!.Value));
    }

    private HalfSession? Read(JsonElement session, int number)
    {
        var user = JsonFile.Of(session, "User") is { ValueKind: JsonValueKind.Object } known
            ? JsonFile.Text(known, "UserName") ?? JsonFile.Text(known, "Upn") ?? JsonFile.Text(known, "FullName")
            : JsonFile.Text(session, "UserName") ?? (JsonFile.Text(session, "UserId") is { } id ? $"u{id}" : null);
        if (string.IsNullOrEmpty(user)) return Bad(BadLine.UnknownUser, "User", number, "The session has no user; export with $expand=User.");
        if (times.Parse(JsonFile.Text(session, "StartDate") ?? "") is not { } start) return Bad(BadLine.Malformed, "StartDate", number, "The session has no StartDate that is a time.");
        var written = JsonFile.Text(session, "EndDate");
        var isOpen = string.IsNullOrEmpty(written) || written.StartsWith("0001-", StringComparison.Ordinal);
        var end = isOpen ? null : times.Parse(written!)?.After(start.Early);
        if (!isOpen && end is null) return Bad(BadLine.Malformed, "EndDate", number, $"\"{written}\" is no time.");
        return end <= start.Early
            ? Bad(BadLine.NegativeLength, "EndDate", number, "The session does not end after its start.")
            : new(user, start.Early, end, number, $"The session of \"{user}\" has no EndDate");
    }

    private HalfSession? Bad(BadLine kind, string column, int number, string message)
    {
        faults.Line(kind, column, number, $"Entry {number}: {message}");
        return null;
    }
}

/// <summary>
/// Reads CloudWatch's UserConnected, from GetMetricData or as CSV of WorkspaceId, Timestamp and Value: 1 in each period in which somebody is connected. A
/// session is a row of such periods; the period is the commonest distance of two samples.
/// </summary>
internal sealed class CloudWatchParser(TraceTimes times, TraceColumns columns, TraceFaults faults)
{
    private const string Shape = "export WorkspaceId, Timestamp and Value of UserConnected";
    private static readonly Duration UsualPeriod = Duration.FromMinutes(5);

    private sealed record Sample(string Series, Instant At, bool IsConnected, int Line);

    public IEnumerable<TraceSession> Parse(string text)
    {
        var samples = text.AsSpan().TrimStart() is ['{' or '[', ..] ? FromJson(text) : FromCsv(text);
        var period = PeriodOf(samples);
        return samples.GroupBy(sample => sample.Series, StringComparer.Ordinal).SelectMany(series => Sessions([.. series.Where(sample => sample.IsConnected).OrderBy(sample => sample.At)], period)).ToList();
    }

    private static IEnumerable<TraceSession> Sessions(List<Sample> connected, Duration period)
    {
        for (var i = 0; i < connected.Count;)
        {
            var (first, last) = (connected[i], connected[i]);
            for (i++; i < connected.Count && connected[i].At - last.At <= period; i++) last = connected[i];
            yield return new(first.Series, first.At, last.At + period, first.Line);
        }
    }

    private static Duration PeriodOf(List<Sample> samples)
    {
        var gaps = samples.GroupBy(sample => sample.Series, StringComparer.Ordinal)
            .Select(series => series.Select(sample => sample.At).Distinct().Order().ToList())
            .SelectMany(series => series.Zip(series.Skip(1), (one, next) => next - one))
            .CountBy(gap => gap).ToList();
        return gaps.Count == 0 ? UsualPeriod : gaps.OrderByDescending(gap => gap.Value).ThenBy(gap => gap.Key).First().Key;
    }

    private List<Sample> FromCsv(string text)
    {
        var lines = CsvLines.Of(text, Shape, faults).ToList();
        (string[], bool)[] wanted = [(["user", "WorkspaceId", "Label", "Id", "UserName"], true), (["time", "Timestamp", "Time"], true), (["value", "Value", "Maximum", "Average", "Sum"], true)];
        if (lines.Count == 0 || !columns.Read(lines[0].Fields, lines[0].Line, wanted, Shape, faults)) return [];
        var rows = lines.Skip(1).ToList();
        times.Settle(rows.Select(row => columns.Of(row.Fields, "time")), DateOrder.MonthFirst);
        return [.. rows.Select(row => Read(columns.Of(row.Fields, "user"), columns.Of(row.Fields, "time"), columns.Of(row.Fields, "value"), row.Line)).OfType<Sample>()];
    }

    private List<Sample> FromJson(string text)
    {
        var samples = new List<Sample>();
        JsonFile.Read(text, faults, root =>
        {
            if (JsonFile.Of(root, "MetricDataResults") is not { ValueKind: JsonValueKind.Array } results)
            {
                faults.File("MetricDataResults", 1, "There are no MetricDataResults; write what aws cloudwatch get-metric-data answers.");
                return;
            }

            foreach (var result in results.EnumerateArray())
            {
                var series = JsonFile.Text(result, "Label") ?? JsonFile.Text(result, "Id") ?? "";
                if (JsonFile.Of(result, "Timestamps") is not { ValueKind: JsonValueKind.Array } at || JsonFile.Of(result, "Values") is not { ValueKind: JsonValueKind.Array } values) continue;
                foreach (var (time, value) in at.EnumerateArray().Zip(values.EnumerateArray()))
                    if (Read(series, JsonFile.Show(time), JsonFile.Show(value), samples.Count + 1) is { } sample) samples.Add(sample);
            }
        });
        return samples;
    }

    private Sample? Read(string series, string time, string value, int line)
    {
        if (series.Length == 0) faults.Line(BadLine.UnknownUser, "WorkspaceId", line, "The WorkspaceId is empty; drop the line.");
        else if (times.Parse(time) is not { } at) faults.Line(BadLine.Malformed, "Timestamp", line, $"\"{time}\" is no time; write one such as \"2026-03-02T08:45:00Z\".");
        else if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) faults.Line(BadLine.Malformed, "Value", line, $"\"{value}\" is no number.");
        else return new(series, at.Early, number > 0, line);
        return null;
    }
}

/// <summary>Reads JSON that somebody handed in.</summary>
internal static class JsonFile
{
    public static void Read(string text, TraceFaults faults, Action<JsonElement> read)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            read(document.RootElement);
        }
        catch (JsonException broken)
        {
            faults.File("", (int)(broken.LineNumber ?? 0) + 1, "This is not JSON: something here does not fit; check quotes, commas and brackets.");
        }
    }

    /// <summary>A property, in any case; null: there is none.</summary>
    public static JsonElement? Of(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        foreach (var property in element.EnumerateObject())
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return property.Value;
        return null;
    }

    /// <summary>Null: there is none, or it is null.</summary>
    public static string? Text(JsonElement element, string name) => Of(element, name) is { ValueKind: not JsonValueKind.Null } value ? Show(value) : null;

    public static string Show(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
