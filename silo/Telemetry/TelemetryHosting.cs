using DeskFleet.Grains.Telemetry;
using DeskFleet.Silo.Storage;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DeskFleet.Silo.Telemetry;

/// <summary>Puts telemetry into the silo: instruments, traces and logs by OpenTelemetry, <c>/metrics</c> for Prometheus.</summary>
internal static class TelemetryHosting
{
    private const string ServiceName = "deskfleet-silo";

    /// <summary>Orleans' own meter, and the runtime's.</summary>
    private static readonly string[] OtherMeters = ["Microsoft.Orleans", "System.Runtime"];

    public static void AddFleetTelemetry(this WebApplicationBuilder builder, SiloSettings settings)
    {
        var telemetry = settings.Telemetry;
        var collector = new MetricCollector();
        builder.Services.AddSingleton(collector);
        builder.Services.AddSingleton<FleetOwner>().AddSingleton<Census>().AddSingleton<LiveEvents>().AddSingleton<CensusKeeper>();
        builder.Services.AddSingleton<Operator.SnapshotMaker>().AddSingleton<Operator.OrderDesk>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CensusKeeper>());
        builder.Services.AddHostedService<TelemetryStart>();
        if (settings.Store.Kind != StoreKind.Memory)
        {
            builder.Services.AddSingleton<OverdueRecords>();
            builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<OverdueRecords>());
        }

        var open = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                ServiceName, serviceVersion: typeof(SiloHost).Assembly.GetName().Version!.ToString(3), serviceInstanceId: $"{settings.Store.Address}:{settings.SiloPort}"))
            .WithMetrics(metrics => Metrics(metrics, telemetry, collector));
        if (!telemetry.Exports)
            return;
        open.WithTracing(traces => traces
            .AddSource(FleetActivities.SourceName)
            .AddSource("Microsoft.AspNetCore")
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(telemetry.TraceRatio)))
            .AddOtlpExporter(otlp => Endpoint(otlp, telemetry, "traces")));
        builder.Logging.AddOpenTelemetry(logs => logs.AddOtlpExporter(otlp => Endpoint(otlp, telemetry, "logs")));
    }

    public static void MapFleetTelemetry(this WebApplication app)
    {
        if (app.Services.GetRequiredService<SiloSettings>().Telemetry.Metrics == MetricsAccess.Off)
            return;
        var metrics = app.MapGroup("/metrics");
        metrics.MapGet("", (MetricCollector collector) => Results.Text(OpenMetricsText.Of(collector.Collect()), OpenMetricsText.ContentType));
        metrics.MapGet("/workspaces", WorkSpaceScrape.Answer);
    }

    private static void Metrics(MeterProviderBuilder metrics, TelemetrySettings telemetry, MetricCollector collector)
    {
        metrics.AddFleetMeters().AddMeter(OtherMeters).SetExemplarFilter(ExemplarFilterType.TraceBased);
        if (telemetry.Metrics != MetricsAccess.Off)
            metrics.AddReader(collector.Reader);
        if (telemetry.Exports)
            metrics.AddOtlpExporter(otlp => Endpoint(otlp, telemetry, "metrics"));
    }

    /// <summary>Port 4318 is OTLP over HTTP by convention, with a path for each signal; all others are gRPC unless the environment says otherwise.</summary>
    private static void Endpoint(OtlpExporterOptions otlp, TelemetrySettings telemetry, string signal)
    {
        var endpoint = new Uri(telemetry.Otlp);
        var protocol = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL");
        var isHttp = protocol is null ? endpoint.Port == 4318 : protocol.StartsWith("http", StringComparison.Ordinal);
        otlp.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        otlp.Endpoint = isHttp ? new Uri(endpoint, $"v1/{signal}") : endpoint;
    }
}
