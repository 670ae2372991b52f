namespace DeskFleet.Core.WorkSpaces;

/// <summary>What becomes of C: and D: (WKS-06..09): a reboot, a stop and a resume change neither, a rebuild puts C: back and keeps D:.</summary>
public sealed partial class WorkSpace
{
    private static Volumes? VolumesAfter(WorkSpaceState state, Trigger on) => on switch
    {
        Trigger.Provisioned => Volumes.From(ImageOf(state)),
        Trigger.Started or Trigger.Rebooted => state.Volumes ?? Volumes.From(ImageOf(state)),
        Trigger.Rebuilt => (state.Volumes ?? Volumes.From(ImageOf(state))) with { Root = ImageOf(state) },
        Trigger.TerminateDone => null,
        Trigger.HostLost when state.Lifecycle == Lifecycle.Terminating => null,
        _ => state.Volumes,
    };

    /// <summary>What the image of this desktop puts on C:.</summary>
    private static VolumeFingerprint ImageOf(WorkSpaceState state) => VolumeFingerprint.OfImage(state.Identity!.Bundle.Name);
}
