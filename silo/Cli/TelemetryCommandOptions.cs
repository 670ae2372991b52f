using System.CommandLine;
using DeskFleet.Silo.Telemetry;

namespace DeskFleet.Silo.Cli;

/// <summary>The options about what the silo tells of itself.</summary>
public sealed class TelemetryCommandOptions
{
    private readonly Option<MetricsAccess> _metrics = SiloCommand.Setting(
        "--metrics", "off|loopback|everywhere", TelemetrySettings.Default.Metrics, "Who may read /metrics, for Prometheus.");

    private readonly Option<string> _otlp = SiloCommand.Setting(
        "--otlp", "URL", Environment.GetEnvironmentVariable(TelemetrySettings.OtlpVariable) ?? "", $"Sends metrics, traces and logs to this OTLP endpoint; {TelemetrySettings.OtlpVariable} says the same.");

    private readonly Option<double> _traceRatio = SiloCommand.Setting(
        "--trace-ratio", "SHARE", TelemetrySettings.DefaultTraceRatio, "The share of traces that begin here and are kept, 0 to 1.");

    private readonly Option<bool> _clientStandIn = SiloCommand.Setting(
        "--client-stand-in", "true|false", TelemetrySettings.Default.HasClientStandIn, "A stand-in measures sessions; false where clients report what they measure.");

    public IEnumerable<Option> All => [_metrics, _otlp, _traceRatio, _clientStandIn];

    public TelemetrySettings Read(ParseResult parsed) => new(parsed.GetValue(_metrics), parsed.GetValue(_otlp)!, parsed.GetValue(_traceRatio))
    {
        HasClientStandIn = parsed.GetValue(_clientStandIn),
    };
}
