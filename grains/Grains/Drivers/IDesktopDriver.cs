using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Drivers;

/// <summary>
/// The port to the machines. It accepts or refuses an order at once and never waits for the machine: the end comes later, as a
/// <see cref="DriverReported"/> to the WorkSpace. An order with an older epoch than the newest seen for the desktop is refused
/// (<see cref="RefusalCode.StaleEpoch"/>); the same order again is accepted again, may report again and is carried out once: it comes late sometimes, and
/// must not start anew a machine that was lost with its host since.
/// </summary>
public interface IDesktopDriver
{
    ValueTask<Reply> Submit(DriverCommand command);
}

/// <summary>Tells what runs where. A driver that can tell implements it too; then records that are older than the machines catch up with them.</summary>
public interface IMachineInventory
{
    /// <summary>The machines that run on a host, as the host itself says.</summary>
    Task<IReadOnlyList<Machine>> On(Core.Identity.HostId host, CancellationToken cancellation);

    /// <summary>Whether the machine is known and runs nowhere. What nobody has ever heard of is not off.</summary>
    Task<bool> IsOff(Core.Identity.WorkSpaceId workSpace, CancellationToken cancellation);
}

/// <summary>
/// Where a driver says what became of an order, and what it sees of its machines. What is said comes to the WorkSpace once or more often, while this process
/// lives: a delivery that fails is repeated. What a process that ended had still to say is lost; the WorkSpace's deadline then orders once more under
/// the same or a newer epoch, and the driver says it again. Thread-safe; returns at once.
/// </summary>
public interface IDriverSink
{
    /// <summary>The end of an order; of another epoch than the current one's it changes nothing.</summary>
    void Report(Core.Identity.WorkSpaceId workSpace, DriverReported report);

    /// <summary>A machine that runs is unhealthy, or well again (WKS-15): said when it changes, and not at intervals.</summary>
    void ReportHealth(Core.Identity.WorkSpaceId workSpace, HealthReported report);
}

/// <summary>Brings a driver's reports to the WorkSpaces, later.</summary>
public interface IDriverReports
{
    /// <summary>Delivers the report to its WorkSpace after <paramref name="delay"/>.</summary>
    void Schedule(NodaTime.Duration delay, Core.Identity.WorkSpaceId workSpace, DriverReported report);
}
