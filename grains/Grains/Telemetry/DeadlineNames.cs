using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Grains.Telemetry;

/// <summary>Deadlines as attributes say them.</summary>
public static class DeadlineNames
{
    public static string Of(DeadlineKind kind) => kind switch
    {
        DeadlineKind.AutoStop => "autostop",
        DeadlineKind.CapacityWait => "capacity_wait",
        DeadlineKind.Recovery => "recovery",
        DeadlineKind.OperatingSystemUpdate => "os_update",
        DeadlineKind.Backup => "backup",
        DeadlineKind.Maintenance => "maintenance",
        DeadlineKind.Driver => "driver",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such deadline."),
    };
}
