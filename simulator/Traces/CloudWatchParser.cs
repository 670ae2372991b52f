using System.Globalization;
using System.Text.Json;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// Reads CloudWatch's UserConnected, from GetMetricData or as CSV of WorkspaceId, Timestamp and Value: 1 in each period in which somebody is connected. A
/// session is a row of such periods; the period is the commonest distance of two samples.
/// </summary>
internal sealed class CloudWatchParser(TraceTimes times, TraceNames names, TraceColumns columns, SessionBook book, TraceFaults faults)
{
    private const string Shape = "export WorkspaceId, Timestamp and Value of UserConnected";
    private const long UsualPeriod = 300;

    private readonly List<string> _series = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private Sample[] _samples = [];
    private int _count;

    public void Parse(InputSource log)
    {
        if (log.Text.Head.AsSpan().TrimStart() is ['{' or '[', ..]) FromJson(log);
        else FromCsv(log);
        var samples = _samples.AsSpan(0, _count);
        samples.Sort(static (one, other) => one.Series.CompareTo(other.Series) is not 0 and var bySeries ? bySeries
            : one.Second.CompareTo(other.Second) is not 0 and var byTime ? byTime
            : one.Line.CompareTo(other.Line));
        Sessions(samples, PeriodOf(samples));
    }

    private void Sessions(ReadOnlySpan<Sample> samples, long period)
    {
        Sample? first = null;
        var last = 0L;
        foreach (var sample in samples)
        {
            if (!sample.IsConnected) continue;
            if (first is { } open && (sample.Series != open.Series || sample.Second - last > period))
            {
                book.Add(_series[open.Series], open.Second, last + period, open.Line);
                first = null;
            }

            first ??= sample;
            last = sample.Second;
        }

        if (first is { } end) book.Add(_series[end.Series], end.Second, last + period, end.Line);
    }

    /// <summary>The commonest distance, and of several the least.</summary>
    private static long PeriodOf(ReadOnlySpan<Sample> samples)
    {
        var gaps = new Dictionary<long, int>();
        for (var i = 1; i < samples.Length; i++)
            if (samples[i].Series == samples[i - 1].Series && samples[i].Second - samples[i - 1].Second is > 0 and var gap) gaps[gap] = gaps.GetValueOrDefault(gap) + 1;
        return gaps.Count == 0 ? UsualPeriod : gaps.OrderByDescending(gap => gap.Value).ThenBy(gap => gap.Key).First().Key;
    }

    private void FromCsv(InputSource log)
    {
        var lines = new CsvLines(log, Shape, faults);
        (string[], bool)[] wanted = [(["user", "WorkspaceId", "Label", "Id", "UserName"], true), (["time", "Timestamp", "Time"], true), (["value", "Value", "Maximum", "Average", "Sum"], true)];
        if (lines.Head is not { } head || !columns.Read(head.Fields, head.Line, wanted, Shape, faults)) return;
        times.Settle(lines.Rows.Select(row => columns.Of(row.Fields, "time")), DateOrder.MonthFirst);
        if (times.Unsettled is { } problem)
        {
            faults.File("Timestamp", 1, $"These dates cannot be read: {problem}.");
            return;
        }

        _samples = new Sample[lines.Count];
        foreach (var (line, fields) in lines.Rows) Read(columns.Of(fields, "user"), columns.Of(fields, "time"), columns.Of(fields, "value"), line);
    }

    private void FromJson(InputSource log) => JsonFile.Read(log, faults, root =>
    {
        if (JsonFile.Of(root, "MetricDataResults") is not { ValueKind: JsonValueKind.Array } results)
        {
            faults.File("MetricDataResults", 1, "There are no MetricDataResults; write what aws cloudwatch get-metric-data answers.");
            return;
        }

        var number = 0;
        foreach (var result in results.EnumerateArray())
        {
            var series = JsonFile.Text(result, "Label") ?? JsonFile.Text(result, "Id") ?? "";
            if (JsonFile.Of(result, "Timestamps") is not { ValueKind: JsonValueKind.Array } at || JsonFile.Of(result, "Values") is not { ValueKind: JsonValueKind.Array } values) continue;
            foreach (var (time, value) in at.EnumerateArray().Zip(values.EnumerateArray())) Read(series, JsonFile.Show(time), JsonFile.Show(value), ++number);
        }
    });

    private void Read(string series, string time, string value, int line)
    {
        if (series.Length == 0) faults.Line(BadLine.UnknownUser, "WorkspaceId", line, "The WorkspaceId is empty; drop the line.");
        else if (times.Parse(time) is not { Early: var at }) faults.Line(BadLine.Malformed, "Timestamp", line, $"\"{time}\" is no time; write one such as \"2026-03-02T08:45:00Z\".");
        else if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) faults.Line(BadLine.Malformed, "Value", line, $"\"{value}\" is no number.");
        else if (names.Read(series, "user", line) is { } name) Keep(new(at.ToUnixTimeSeconds(), NumberOf(name), line, number > 0));
    }

    private void Keep(Sample sample)
    {
        if (_count == _samples.Length) Array.Resize(ref _samples, Math.Max(1024, _count + (_count / 2)));
        _samples[_count++] = sample;
    }

    private int NumberOf(string series)
    {
        if (_numbers.TryGetValue(series, out var number)) return number;
        _numbers.Add(series, _series.Count);
        _series.Add(series);
        return _series.Count - 1;
    }

    private readonly record struct Sample(long Second, int Series, int Line, bool IsConnected);
}
