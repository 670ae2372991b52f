using System.Collections.Frozen;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>One legal move.</summary>
public readonly record struct Transition(Lifecycle From, Trigger On, Lifecycle To);

/// <summary>
/// Table WKS-T2 as data, with the rows for lost hosts. Code folds by it, tests walk it, and the diagram in
/// <c>grains/README.md</c> is generated from it. A move that is not here cannot happen.
/// </summary>
public static class Transitions
{
    public static IReadOnlyList<Transition> All { get; } =
    [
        new(None, Trigger.LaunchAccepted, Pending),

        new(Pending, Trigger.Provisioned, Available),
        new(Pending, Trigger.ProvisioningFailed, Error),
        new(Pending, Trigger.CapacityNotFound, Terminating),

        new(Stopped, Trigger.StartAccepted, Starting),
        new(Starting, Trigger.Started, Available),
        new(Starting, Trigger.StartedUnhealthy, Unhealthy),
        new(Starting, Trigger.StartFailed, Stopped),
        new(Starting, Trigger.StartStalled, Error),

        .. From([Available, Unhealthy, Error], Trigger.StopAccepted, Stopping),
        .. From([Available, Unhealthy], Trigger.AutoStopDue, Stopping),
        new(Stopping, Trigger.StopDone, Stopped),
        new(Stopping, Trigger.StopFailed, Error),

        .. From([Available, Unhealthy, Rebooting], Trigger.RebootAccepted, Rebooting),
        new(Rebooting, Trigger.Rebooted, Available),
        new(Rebooting, Trigger.RebootFailed, Unhealthy),
        new(Rebooting, Trigger.RecoveryFailed, Unhealthy),
        new(Rebooting, Trigger.Failed, Error),

        .. From([Available, Unhealthy, Error, Stopped, Rebooting], Trigger.RebuildAccepted, Rebuilding),
        new(Rebuilding, Trigger.Rebuilt, Available),
        new(Rebuilding, Trigger.RebuildFailed, Error),

        .. From([Available, Unhealthy, Error, Stopped], Trigger.RestoreAccepted, Restoring),
        new(Restoring, Trigger.Restored, Available),
        new(Restoring, Trigger.RestoreFailed, Error),

        .. From([Available, Unhealthy, Starting], Trigger.MaintenanceBegan, Maintenance),
        new(Maintenance, Trigger.MaintenanceDone, Available),
        new(Maintenance, Trigger.MaintenanceDoneStop, Stopping),
        new(Maintenance, Trigger.MaintenanceFailed, Error),

        new(Available, Trigger.AdminMaintenanceBegan, AdminMaintenance),
        new(AdminMaintenance, Trigger.AdminMaintenanceEnded, Available),

        new(Available, Trigger.CaptureBegan, Suspended),
        new(Suspended, Trigger.CaptureDone, Available),
        new(Suspended, Trigger.CaptureFailed, Error),

        new(Available, Trigger.UpdateBegan, Updating),
        new(Updating, Trigger.UpdateDone, Available),
        new(Updating, Trigger.UpdateFailed, Error),

        .. From([Available, AdminMaintenance, Maintenance, Updating], Trigger.HealthLost, Unhealthy),
        new(Unhealthy, Trigger.HealthRegained, Available),
        .. From([Available, Unhealthy], Trigger.Failed, Error),

        .. From(
            [Pending, Available, Unhealthy, Rebooting, Starting, Rebuilding, Restoring, Maintenance, AdminMaintenance, Suspended, Updating, Stopping, Error],
            Trigger.HostLost,
            Unhealthy),
        new(Terminating, Trigger.HostLost, Terminated),

        .. From(
            [Pending, Available, Unhealthy, Rebooting, Starting, Rebuilding, Restoring, Maintenance, AdminMaintenance, Updating, Stopping, Stopped, Error],
            Trigger.TerminateAccepted,
            Terminating),
        new(Terminating, Trigger.TerminateDone, Terminated),
    ];

    private static readonly FrozenDictionary<(Lifecycle, Trigger), Lifecycle> ByCause = All.ToFrozenDictionary(t => (t.From, t.On), t => t.To);

    /// <summary>Where a trigger leads from a state; null when it is not legal there.</summary>
    public static Lifecycle? Next(Lifecycle from, Trigger on) => ByCause.TryGetValue((from, on), out var to) ? to : null;

    private static IEnumerable<Transition> From(Lifecycle[] states, Trigger on, Lifecycle to) => states.Select(from => new Transition(from, on, to));
}

/// <summary>The other columns of WKS-T2.</summary>
public static class LifecycleTraits
{
    /// <summary>The hourly meter runs, as long as the desktop is on a living host (BIL-06).</summary>
    public static bool IsMetered(this Lifecycle state) =>
        state is Available or Unhealthy or Rebooting or Maintenance or AdminMaintenance or Updating;

    /// <summary>
    /// May hold a slot. TERMINATING does until the driver confirms; STOPPED, TERMINATED and what was never launched do not.
    /// </summary>
    public static bool MayHoldSlot(this Lifecycle state) => state is not (None or Stopped or Terminated);

    /// <summary>Moves that cost the desktop its slot although the state it comes into may hold one: it does not run any more.</summary>
    public static bool GivesUpSlot(this Trigger on) => on is Trigger.HostLost or Trigger.RecoveryFailed;

    /// <summary>Its volumes exist from then on.</summary>
    public static bool Provisions(this Trigger on) => on is Trigger.Provisioned or Trigger.Started or Trigger.Rebuilt or Trigger.Rebooted;

    /// <summary>Somebody else's answer is awaited, so there is a deadline.</summary>
    public static bool IsTransitional(this Lifecycle state) =>
        state is Pending or Rebooting or Starting or Rebuilding or Restoring or Maintenance or Suspended or Stopping or Terminating;

    /// <summary>A session may be open.</summary>
    public static bool MayHaveSession(this Lifecycle state) => state is Available or Unhealthy or AdminMaintenance;
}
