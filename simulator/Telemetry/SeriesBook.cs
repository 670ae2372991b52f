using System.Collections.Immutable;
using DeskFleet.Grains.Telemetry;
using NodaTime;

namespace DeskFleet.Simulator.Telemetry;

/// <summary>Keeps all samples of a run until they are written series by series, as OpenMetrics wants them. Grows with series and time, not with the fleet.</summary>
public sealed class SeriesBook
{
    private readonly List<long> _times = [];
    private readonly Dictionary<string, Chapter> _chapters = new(StringComparer.Ordinal);

    /// <summary>Takes what was collected at one instant, in whole seconds.</summary>
    public void Add(Instant at, ImmutableArray<OpenMetricsFamily> families)
    {
        _times.Add(at.ToUnixTimeSeconds());
        foreach (var family in families)
        {
            if (!_chapters.TryGetValue(family.Name, out var chapter))
                _chapters.Add(family.Name, chapter = new(family with { Samples = [] }));
            foreach (var sample in family.Samples)
                chapter.Add(sample, _times.Count - 1);
        }
    }

    public void Write(TextWriter text)
    {
        foreach (var (_, chapter) in _chapters.OrderBy(chapter => chapter.Key, StringComparer.Ordinal))
            chapter.Write(text, _times);
        text.Write(OpenMetricsText.End + "\n");
    }

    /// <summary>One family: its metrics in the order in which they first appeared, each with all its samples.</summary>
    private sealed class Chapter(OpenMetricsFamily family)
    {
        private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);

        public void Add(OpenMetricsSample sample, int index)
        {
            if (!_series.TryGetValue(sample.Series, out var series))
                _series.Add(sample.Series, series = new(sample.Series));
            series.Add(index, sample.Value);
        }

        public void Write(TextWriter text, List<long> times)
        {
            OpenMetricsText.WriteHead(text, family);
            foreach (var series in _series.Values)
                series.Write(text, times);
        }
    }

    private sealed class Series(string name)
    {
        private readonly List<(int Index, double Value)> _values = [];

        public void Add(int index, double value) => _values.Add((index, value));

        public void Write(TextWriter text, List<long> times)
        {
            foreach (var (index, value) in _values)
                OpenMetricsText.WriteSample(text, new(name, value), times[index]);
        }
    }
}
