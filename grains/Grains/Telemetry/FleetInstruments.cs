using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DeskFleet.Grains.Telemetry;

/// <summary>The instruments that are told what happened, made from the catalogue. Thread-safe. Runs and silos each have their own.</summary>
public sealed class FleetInstruments : IDisposable
{
    private readonly ImmutableDictionary<InstrumentSpec, Counter<double>> _counters;
    private readonly ImmutableDictionary<InstrumentSpec, Histogram<double>> _histograms;

    public FleetInstruments()
    {
        Meter = new(InstrumentCatalogue.MeterName, typeof(FleetInstruments).Assembly.GetName().Version!.ToString(3));
        _counters = Of(InstrumentKind.Counter).Where(spec => !spec.IsObserved).ToImmutableDictionary(spec => spec, spec => Meter.CreateCounter<double>(spec.Name, spec.Unit, spec.Meaning));
        _histograms = Of(InstrumentKind.Histogram).ToImmutableDictionary(spec => spec, spec => Meter.CreateHistogram(
            spec.Name, spec.Unit, spec.Meaning, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = spec.Buckets }));
    }

    public Meter Meter { get; }

    /// <summary>Whether anybody listens to this instrument; without a listener telemetry costs next to nothing.</summary>
    public bool IsEnabled(InstrumentSpec histogram) => _histograms[histogram].Enabled;

    /// <summary>Whether anybody listens at all.</summary>
    public bool IsListenedTo => _histograms[InstrumentCatalogue.ResumeDuration].Enabled;

    /// <summary>Counts; the attributes are in the order of the catalogue.</summary>
    public void Add(InstrumentSpec counter, double count, params ReadOnlySpan<string?> attributes)
    {
        var instrument = _counters[counter];
        if (instrument.Enabled)
            instrument.Add(count, Tags(counter, attributes));
    }

    /// <summary>Records one value; the attributes are in the order of the catalogue, null leaves one out.</summary>
    public void Record(InstrumentSpec histogram, double value, params ReadOnlySpan<string?> attributes)
    {
        var instrument = _histograms[histogram];
        if (instrument.Enabled)
            instrument.Record(value, Tags(histogram, attributes));
    }

    /// <summary>Reports what <paramref name="observe"/> says whenever somebody looks.</summary>
    public void Observe(InstrumentSpec spec, Func<IEnumerable<Measurement<double>>> observe)
    {
        if (spec.Kind == InstrumentKind.Counter)
            Meter.CreateObservableCounter(spec.Name, observe, spec.Unit, spec.Meaning);
        else if (spec.Kind == InstrumentKind.UpDownCounter)
            Meter.CreateObservableUpDownCounter(spec.Name, observe, spec.Unit, spec.Meaning);
        else
            Meter.CreateObservableGauge(spec.Name, observe, spec.Unit, spec.Meaning);
    }

    /// <summary>
    /// Counters begin at zero: one that first appears with its first failure hides that failure from whoever asks for its increase. Call it once,
    /// when the listeners are there. Those by directory or zone begin when these are first seen.
    /// </summary>
    public void StartAtZero()
    {
        foreach (var counter in _counters.Keys.Where(spec => spec.Attributes.IsEmpty))
            Add(counter, 0);
        foreach (var verb in Enum.GetNames<Core.Drivers.DriverVerb>())
            Add(InstrumentCatalogue.DriverRetries, 0, verb);
        foreach (var kind in Enum.GetNames<Core.Kernel.EntityKind>())
            Add(InstrumentCatalogue.WriteFailures, 0, kind);
    }

    public void Dispose() => Meter.Dispose();

    /// <summary>Attributes in the order of the catalogue; null leaves one out.</summary>
    public static TagList Tags(InstrumentSpec spec, ReadOnlySpan<string?> attributes)
    {
        var tags = default(TagList);
        for (var i = 0; i < attributes.Length; i++)
        {
            if (attributes[i] is { } value)
                tags.Add(spec.Attributes[i], value);
        }

        return tags;
    }

    private static IEnumerable<InstrumentSpec> Of(InstrumentKind kind) => InstrumentCatalogue.All.Where(spec => spec.Kind == kind);
}
