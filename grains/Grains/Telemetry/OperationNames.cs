using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Grains.Telemetry;

/// <summary>Operations as attributes say them.</summary>
public static class OperationNames
{
    public const string Connect = "connect";
    public const string Launch = "launch";

    /// <summary>What a state on the way is the way of; null for a state to stay in.</summary>
    public static string? Of(Lifecycle state) => state switch
    {
        Lifecycle.Pending => Launch,
        Lifecycle.Starting => "start",
        Lifecycle.Stopping => "stop",
        Lifecycle.Rebooting => "reboot",
        Lifecycle.Rebuilding => "rebuild",
        Lifecycle.Restoring => "restore",
        Lifecycle.Maintenance => "maintain",
        Lifecycle.Suspended => "capture",
        Lifecycle.Updating => "update",
        Lifecycle.Terminating => "terminate",
        _ => null,
    };

    /// <summary>A command as a span or attribute names it: <c>LaunchWorkSpace</c> is <c>launch</c>, whatever id it is told under.</summary>
    public static string Of(Command command)
    {
        var told = command is LastWord last ? last.Operation : command;
        var name = (told is Once once ? once.Command : told).GetType().Name;
        return (name.EndsWith("WorkSpace", StringComparison.Ordinal) ? name[..^"WorkSpace".Length] : name).ToLowerInvariant();
    }

    /// <summary>The move is a failure: it leads where nobody wanted to go.</summary>
    public static bool Failed(StateChanged move) =>
        move.To == Lifecycle.Error || move.On is Trigger.StartFailed or Trigger.RecoveryFailed or Trigger.RebootFailed or Trigger.HostLost or Trigger.CapacityNotFound;
}
