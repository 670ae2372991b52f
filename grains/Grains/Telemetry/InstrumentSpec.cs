using System.Collections.Immutable;

namespace DeskFleet.Grains.Telemetry;

/// <summary>How values of an instrument add up.</summary>
public enum InstrumentKind
{
    /// <summary>Only grows while its process lives.</summary>
    Counter,

    /// <summary>How many there are now; adds up over attributes.</summary>
    UpDownCounter,

    /// <summary>A value of now that does not add up.</summary>
    Gauge,

    /// <summary>How values are spread.</summary>
    Histogram,
}

/// <summary>Who reports an instrument.</summary>
public enum InstrumentSource
{
    /// <summary>Each silo for what it decided itself: add up over silos. In a simulation, the run.</summary>
    Events,

    /// <summary>One owner in the cluster for the whole fleet: take the maximum over silos, never the sum.</summary>
    Fleet,

    /// <summary>Each silo for itself; a simulation, which has no silo of its own to watch, does not report it.</summary>
    Process,

    /// <summary>A simulation alone.</summary>
    Simulation,
}

/// <summary>One instrument, said once: code, documents, dashboards and rules are all held against this.</summary>
/// <param name="Name">In the words of OpenTelemetry, such as <c>deskfleet.resume.duration</c>.</param>
/// <param name="Unit">UCUM: <c>s</c>, <c>{session}</c>, <c>1</c>.</param>
/// <param name="Meaning">One line for people.</param>
public sealed record InstrumentSpec(string Name, InstrumentKind Kind, string Unit, InstrumentSource Source, string Meaning)
{
    /// <summary>The keys of its attributes; ids of WorkSpaces, users and sessions never are among them.</summary>
    public ImmutableArray<string> Attributes { get; init; } = [];

    /// <summary>Upper bounds of a histogram's buckets, in its unit; each includes its bound.</summary>
    public ImmutableArray<double> Buckets { get; init; } = [];

    /// <summary>The metric of CloudWatch that it stands for (MON-01); null: none.</summary>
    public string? CloudWatch { get; init; }

    /// <summary>It is asked for its value when somebody looks, and not told of each change.</summary>
    public bool IsObserved { get; init; }

    /// <summary>As Prometheus knows it.</summary>
    public string PrometheusName => OpenMetricsNames.Of(Name, Unit, isCounter: Kind == InstrumentKind.Counter, isGauge: Kind != InstrumentKind.Histogram);
}
