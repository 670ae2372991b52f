using System.Collections.Concurrent;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Drivers;

namespace DeskFleet.Testing.Drivers;

/// <summary>What a driver has said, in its order. Thread-safe.</summary>
internal sealed class DriverReports : IDriverSink
{
    private readonly ConcurrentQueue<(WorkSpaceId WorkSpace, DriverReported Report)> _all = new();

    public IReadOnlyCollection<(WorkSpaceId WorkSpace, DriverReported Report)> All => _all;

    public void Report(WorkSpaceId workSpace, DriverReported report) => _all.Enqueue((workSpace, report));

    public void ReportHealth(WorkSpaceId workSpace, HealthReported report)
    {
        // It may say so at any time.
    }

    /// <summary>How often the end of this order has been said.</summary>
    public int EndsOf(DriverCommand order) =>
        Of(order).Count(report => report.Verb == order.Verb && report.Outcome != DriverOutcome.Stale);

    /// <summary>Which newest epochs were told to whoever gave this order.</summary>
    public IEnumerable<long> NewestToldOf(DriverCommand order) =>
        Of(order).Where(report => report.Outcome == DriverOutcome.Stale).Select(report => report.Newest);

    private IEnumerable<DriverReported> Of(DriverCommand order) =>
        _all.Where(told => told.WorkSpace == order.WorkSpace && told.Report.Epoch == order.Epoch).Select(told => told.Report);
}
