using System.Diagnostics.Metrics;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Telemetry;
using DeskFleet.Simulator.Runs;
using DeskFleet.Testing.Engines;
using NodaTime;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace DeskFleet.Simulator.Telemetry;

/// <summary>
/// The instruments of production on the virtual clock: events in, a sample of everything each virtual minute. What it writes depends on the run
/// alone, so equal runs write equal bytes.
/// </summary>
public sealed class RunTelemetry : IEventReader, IRecordWatcher, IDisposable
{
    /// <summary>How far samples are apart: often enough for rules that look five minutes back.</summary>
    public static readonly Duration Step = Duration.FromMinutes(1);

    private readonly Census _census = new();
    private readonly Dictionary<Entity, WorkSpaceState> _stored = [];
    private readonly DeadlineBook _deadlinesOfRecords = new(DeadlineBook.OfRecords);
    private readonly MetricCollector _collector = new();
    private readonly SeriesBook _book = new();
    private readonly FleetProjection _projection;
    private readonly MeterProvider _meters;
    private Instant? _next;

    /// <param name="seed">The run's: what clients measure is drawn from it.</param>
    public RunTelemetry(ulong seed)
    {
        var instruments = new FleetInstruments();
        _meters = Sdk.CreateMeterProviderBuilder().AddFleetMeters().AddReader(_collector.Reader).Build();
        // Instruments begin at zero once somebody listens, so the provider comes first and they are told after it.
        instruments.StartAtZero();
        _projection = new(instruments, new ClientStandIn(new Chance(seed)));
        instruments.Report(_census, () => Now, () => true);
        _census.CountBesideTheLog(_deadlinesOfRecords.Overdue);
        // A run with a broken invariant ends with it; one that goes on has none.
        instruments.Observe(InstrumentCatalogue.InvariantViolations, () => [new Measurement<double>(0, FleetInstruments.Tags(InstrumentCatalogue.InvariantViolations, ["any"]))]);
        instruments.Observe(InstrumentCatalogue.SimulationClock, () => [new Measurement<double>(Now.ToUnixTimeTicks() / (double)NodaConstants.TicksPerSecond)]);
    }

    private Instant Now { get; set; }

    public void Read(LoggedEvent happened)
    {
        Advance(happened.At);
        if (happened.Event is OperationRefused refused)
            _projection.Refused(refused.Operation, refused.Code, happened.Entity.Kind == EntityKind.WorkSpace ? _census.Find(happened.Entity.Key) : null);
        else if (happened.Entity.Kind == EntityKind.WorkSpace)
            _projection.Read(_census.Find(happened.Entity.Key) ?? WorkSpace.Initial(happened.Entity.Key), happened);
        else if (happened.Entity.Kind == EntityKind.DedicatedHost)
            _projection.Read(_census.ZoneOf(happened.Entity.Key), happened);
        _census.Fold(happened);
    }

    public void Written(Instant at, Entity entity, object record)
    {
        if (record is not EntityRecord<WorkSpaceState> { State: var after })
            return;
        Advance(at);
        if (_stored.TryGetValue(entity, out var before))
            _projection.Stored(before, after, at);
        _deadlinesOfRecords.Move(before, after);
        _stored[entity] = after;
    }

    /// <summary>Takes the samples up to here.</summary>
    public void Advance(Instant now)
    {
        _next ??= Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60);
        for (; _next <= now; _next += Step)
        {
            Now = _next.Value;
            _book.Add(Now, _collector.Collect());
        }
    }

    /// <summary>Writes <c>metrics.openmetrics</c>, for <c>promtool tsdb create-blocks-from openmetrics</c>.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        using var text = new StreamWriter(Path.Combine(folder, "metrics.openmetrics")) { NewLine = "\n" };
        _book.Write(text);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _projection.Instruments.Dispose();
        _collector.Dispose();
    }
}
