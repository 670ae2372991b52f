using System.Collections.Immutable;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What a WorkSpace has deadlines for.</summary>
public enum DeadlineKind
{
    /// <summary>It stops because nobody connected (RUN-04).</summary>
    AutoStop,

    /// <summary>It waits no longer for room (PLC-06).</summary>
    CapacityWait,

    /// <summary>It should run and does not: it tries again (RUN-02).</summary>
    Recovery,

    /// <summary>Its operating system updates itself (MNT-07).</summary>
    OperatingSystemUpdate,

    /// <summary>D: is copied (BAK-01).</summary>
    Backup,

    /// <summary>It looks after its pending update (MNT-04).</summary>
    Maintenance,

    /// <summary>The driver has had time enough to answer.</summary>
    Driver,
}

/// <summary>All kinds, without an allocation.</summary>
public static class DeadlineKinds
{
    public static ImmutableArray<DeadlineKind> All { get; } = [.. Enum.GetValues<DeadlineKind>()];
}
