using System.Collections.Frozen;
using static DeskFleet.Core.WorkSpaces.Lifecycle;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What can be asked of a WorkSpace.</summary>
public enum WorkSpaceOperation
{
    Connect,
    Start,
    Stop,
    Reboot,
    Rebuild,
    Restore,
    Modify,
    CreateImage,
    BeginMaintenance,
    BeginAdminMaintenance,
    EndAdminMaintenance,
    Tag,
    Terminate,
}

/// <summary>Table WKS-T1 as data: which operation a state admits. Further conditions are the operation's own.</summary>
public static class Admission
{
    private static readonly Lifecycle[] Every = [.. Enum.GetValues<Lifecycle>().Where(state => state != None)];

    private static readonly FrozenDictionary<WorkSpaceOperation, FrozenSet<Lifecycle>> Table = new Dictionary<WorkSpaceOperation, Lifecycle[]>
    {
        [WorkSpaceOperation.Connect] = [Available, Unhealthy, Stopped, Stopping, Starting],
        [WorkSpaceOperation.Start] = [Stopped],
        [WorkSpaceOperation.Stop] = [Available, Unhealthy, Error],
        [WorkSpaceOperation.Reboot] = [Available, Unhealthy, Rebooting],
        [WorkSpaceOperation.Rebuild] = [Available, Unhealthy, Error, Stopped, Rebooting],
        [WorkSpaceOperation.Restore] = [Available, Unhealthy, Error, Stopped],
        [WorkSpaceOperation.Modify] = [Available, Unhealthy, Stopped],
        [WorkSpaceOperation.CreateImage] = [Available],
        [WorkSpaceOperation.BeginMaintenance] = [Available, Unhealthy, Stopped],
        [WorkSpaceOperation.BeginAdminMaintenance] = [Available],
        [WorkSpaceOperation.EndAdminMaintenance] = [AdminMaintenance],
        [WorkSpaceOperation.Tag] = [.. Every.Except([Terminating, Terminated])],
        [WorkSpaceOperation.Terminate] = [.. Every.Except([Suspended])],
    }.ToFrozenDictionary(row => row.Key, row => row.Value.ToFrozenSet());

    public static bool Admits(Lifecycle state, WorkSpaceOperation operation) => Table[operation].Contains(state);
}
