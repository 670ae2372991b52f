namespace DeskFleet.Core.WorkSpaces;

/// <summary>What becomes of C: and D: (WKS-06..09): a reboot, a stop and a resume change neither, a rebuild puts C: back and keeps D:.</summary>
public sealed partial class WorkSpace
{
    private static Volumes? VolumesAfter(WorkSpaceState state, Trigger on, Lifecycle to) => to switch
    {
        Lifecycle.Terminated => null,
        Lifecycle.Available when on == Trigger.Rebuilt => Made(state) with { Root = ImageOf(state) },
        Lifecycle.Available => Made(state),
        _ => state.Volumes,
    };

    /// <summary>By whatever way a desktop first comes to run, its volumes were made from its image.</summary>
    private static Volumes Made(WorkSpaceState state) => state.Volumes ?? Volumes.From(ImageOf(state));

    /// <summary>What the image of this desktop puts on C:.</summary>
    private static VolumeFingerprint ImageOf(WorkSpaceState state) => state.RootImage ?? state.Identity!.Bundle.RootContent;
}
