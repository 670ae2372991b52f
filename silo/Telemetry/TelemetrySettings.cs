namespace DeskFleet.Silo.Telemetry;

/// <summary>Who may read <c>/metrics</c>.</summary>
public enum MetricsAccess
{
    /// <summary>Nobody: there is no such path.</summary>
    Off,

    /// <summary>Programs on this machine.</summary>
    Loopback,

    /// <summary>Whoever reaches the HTTP port.</summary>
    Everywhere,
}

/// <summary>Where telemetry goes.</summary>
/// <param name="Otlp">The OTLP endpoint of a collector, such as <c>http://127.0.0.1:4317</c>; empty: nothing is sent and nothing is traced.</param>
/// <param name="TraceRatio">The share of traces that begin here and are kept; 0 to 1. A caller who traces decides for what he calls.</param>
public sealed record TelemetrySettings(MetricsAccess Metrics, string Otlp, double TraceRatio)
{
    public const double DefaultTraceRatio = 0.1;

    /// <summary>What OpenTelemetry's programs read; used where the option is not given.</summary>
    public const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static TelemetrySettings Default { get; } = new(MetricsAccess.Loopback, "", DefaultTraceRatio);

    /// <summary>A stand-in measures sessions in the place of their clients.</summary>
    public bool HasClientStandIn { get; init; } = true;

    public bool Exports => Otlp.Length > 0;

    /// <summary>What is wrong with them, one sentence each.</summary>
    public IEnumerable<string> Faults()
    {
        if (Exports && !(Uri.TryCreate(Otlp, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return $"--otlp: '{Otlp}' is no address; give one such as http://127.0.0.1:4317.";
        if (TraceRatio is not (>= 0 and <= 1))
            yield return $"--trace-ratio: {TraceRatio} is not possible; give 0 to 1.";
    }
}
