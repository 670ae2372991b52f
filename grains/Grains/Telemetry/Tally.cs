using System.Diagnostics.Metrics;

namespace DeskFleet.Grains.Telemetry;

/// <summary>Numbers by instrument and attributes. What once was there stays, at zero, so that no series ends with its last count. Not thread-safe.</summary>
internal sealed class Tally
{
    private readonly Dictionary<InstrumentSpec, Dictionary<(string?, string?, string?), long>> _counts = [];

    public void Add(InstrumentSpec spec, long change, string? first = null, string? second = null, string? third = null)
    {
        var counts = Of(spec);
        counts[(first, second, third)] = counts.GetValueOrDefault((first, second, third)) + change;
    }

    public bool Has(InstrumentSpec spec, string first) => Of(spec).ContainsKey((first, null, null));

    public void Put(InstrumentSpec spec, long value, string? first = null) => Of(spec)[(first, null, null)] = value;

    public void Raise(InstrumentSpec spec, long value, string? first = null, string? second = null)
    {
        var counts = Of(spec);
        counts[(first, second, null)] = Math.Max(value, counts.GetValueOrDefault((first, second, null)));
    }

    /// <summary>Puts all counts of these to zero.</summary>
    public void Clear(params ReadOnlySpan<InstrumentSpec> specs)
    {
        foreach (var spec in specs)
        {
            var counts = Of(spec);
            foreach (var key in counts.Keys)
                counts[key] = 0;
        }
    }

    /// <summary>Puts every count to zero.</summary>
    public void Clear() => Clear([.. _counts.Keys]);

    public IReadOnlyList<Measurement<double>> Measure(InstrumentSpec spec) =>
        [.. Of(spec).Select(count => new Measurement<double>(count.Value, FleetInstruments.Tags(spec, [count.Key.Item1, count.Key.Item2, count.Key.Item3])))];

    private Dictionary<(string?, string?, string?), long> Of(InstrumentSpec spec)
    {
        if (!_counts.TryGetValue(spec, out var counts))
            _counts.Add(spec, counts = []);
        return counts;
    }
}
