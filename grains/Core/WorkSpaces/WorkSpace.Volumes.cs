using DeskFleet.Core.Drivers;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What becomes of C: and D: (WKS-06..09): a reboot, a stop and a resume change neither, a rebuild puts C: back and keeps D:.</summary>
public sealed partial class WorkSpace
{
    private static Volumes? VolumesAfter(WorkSpaceState state, Trigger on) => on switch
    {
        Trigger.Provisioned => Volumes.From(ImageOf(state)),
        Trigger.Started or Trigger.Rebooted => state.Volumes ?? Volumes.From(ImageOf(state)),
        Trigger.Rebuilt => (state.Volumes ?? Volumes.From(ImageOf(state))) with { Root = ImageOf(state) },
        Trigger.Restored => new(state.Job!.Verb == DriverVerb.RestoreWithRoot ? ImageOf(state) : state.Volumes!.Root, state.Backups!.Newest!.Content),
        Trigger.TerminateDone => null,
        Trigger.HostLost when state.Lifecycle == Lifecycle.Terminating => null,
        _ => state.Volumes,
    };

    /// <summary>A stop keeps what is open, where the bundle hibernates; whatever boots anew begins with nothing (RUN-10).</summary>
    private static bool KeepsPrograms(WorkSpaceState state, Trigger on) => on switch
    {
        Trigger.StopDone => state.Identity!.Bundle.HibernatesOnStop,
        Trigger.RebootAccepted or Trigger.RebuildAccepted or Trigger.RestoreAccepted or Trigger.MaintenanceBegan => false,
        Trigger.HostLost or Trigger.TerminateAccepted or Trigger.Failed or Trigger.StartStalled => false,
        _ => true,
    };

    /// <summary>What the image of this desktop puts on C:.</summary>
    private static VolumeFingerprint ImageOf(WorkSpaceState state) => VolumeFingerprint.OfImage(state.Identity!.Bundle.Name);
}
