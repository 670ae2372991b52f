using System.Diagnostics;
using DeskFleet.Contracts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Delivery;
using DeskFleet.Grains.Hosting;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace DeskFleet.Grains.Drivers;

/// <summary>
/// Brings the reports of drivers at once, and those of the stand-in driver and the stand-in importer in real time, or faster by
/// <see cref="FleetOptions.DriverTimeScale"/>. Thread-safe. Forgets when the process ends, as a machine that never answers: the own deadline of the WorkSpace, or of the image, then asks again.
/// </summary>
public sealed class RealTimeReports : IDriverSink, IDriverReports, IImportReports, ICanPause, IDisposable
{
    private readonly Timetable<Message> _timetable;
    private readonly IFleetClock _clock;
    private readonly double _timeScale;

    /// <remarks>Reports go to the grains directly: the router knows the driver, so the driver cannot know the router.</remarks>
    public RealTimeReports(IGrainFactory grains, IFleetClock clock, TimeProvider time, IOptions<FleetOptions> options, ILogger<RealTimeReports> logger)
    {
        (_clock, _timeScale) = (clock, options.Value.DriverTimeScale);
        _timetable = new(
            new("driver reports", options.Value.EffectsAtOnce, options.Value.Retry),
            clock,
            time,
            report => Deliver(grains, report),
            logger);
    }

    public void Report(WorkSpaceId workSpace, DriverReported report) => Schedule(Duration.Zero, Entity.Of(workSpace), report);

    public void ReportHealth(WorkSpaceId workSpace, HealthReported report) => Schedule(Duration.Zero, Entity.Of(workSpace), report);

    public void Schedule(Duration delay, WorkSpaceId workSpace, DriverReported report) => Schedule(delay, Entity.Of(workSpace), report);

    public void Schedule(Duration delay, Entity image, ImportReported report) => Schedule(delay, image, (Command)report);

    public void Start() => _timetable.Start();

    public Task Stop(CancellationToken limit) => _timetable.Stop(limit);

    public Task Pause(CancellationToken limit) => _timetable.Pause(limit);

    public void Resume() => _timetable.Resume();

    public void Dispose() => _timetable.Dispose();

    private void Schedule(Duration delay, Entity target, Command report) =>
        _timetable.Set(new(target, report, Activity.Current is { Recorded: true } order ? order.Id : null), _clock.Now + (delay / _timeScale));

    private static async Task Deliver(IGrainFactory grains, Message report)
    {
        TraceParent.Send(report.Trace);
        await grains.GetEntity(report.Target).Send(report.Told);
    }

    /// <summary>One delivery: a class, not a record, because a report that comes twice is two of them.</summary>
    private sealed class Message(Entity target, Command told, string? trace)
    {
        /// <summary>The trace of the order that it answers.</summary>
        public string? Trace { get; } = trace;

        public Entity Target { get; } = target;

        public Command Told { get; } = told;

        public override string ToString() => $"{Told.GetType().Name} to {Target}";
    }
}
