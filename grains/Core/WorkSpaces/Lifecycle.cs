namespace DeskFleet.Core.WorkSpaces;

/// <summary>The states of a WorkSpace (WKS-05). IMPAIRED is the same as <see cref="Unhealthy"/>.</summary>
public enum Lifecycle
{
    /// <summary>Not launched yet.</summary>
    None,
    Pending,
    Available,
    Unhealthy,
    Rebooting,
    Starting,
    Rebuilding,
    Restoring,
    Maintenance,
    AdminMaintenance,
    Suspended,
    Updating,
    Stopping,
    Stopped,
    Error,
    Terminating,
    Terminated,
}

/// <summary>What moves a WorkSpace from one state to another.</summary>
public enum Trigger
{
    LaunchAccepted,
    Provisioned,
    ProvisioningFailed,
    CapacityNotFound,
    StartAccepted,
    Started,
    StartedUnhealthy,
    StartFailed,
    StartStalled,
    StopAccepted,
    AutoStopDue,
    StopDone,
    StopFailed,
    RebootAccepted,
    Rebooted,
    RebootFailed,

    /// <summary>Placed again after its host was lost, and never started there.</summary>
    RecoveryFailed,
    RebuildAccepted,
    Rebuilt,
    RebuildFailed,
    RestoreAccepted,
    Restored,
    RestoreFailed,
    MaintenanceBegan,
    MaintenanceDone,
    MaintenanceDoneStop,
    MaintenanceFailed,
    AdminMaintenanceBegan,
    AdminMaintenanceEnded,
    CaptureBegan,
    CaptureDone,
    CaptureFailed,
    UpdateBegan,
    UpdateDone,
    UpdateFailed,
    HealthLost,
    HealthRegained,
    HostLost,
    Failed,
    TerminateAccepted,
    TerminateDone,
}

/// <summary>The two running modes (RUN-01).</summary>
public enum RunningMode
{
    /// <summary>Runs all the time; billed by the month.</summary>
    AlwaysOn,

    /// <summary>Stops when nobody has been connected for its period; billed by the hour.</summary>
    AutoStop,
}
