using DeskFleet.Core.Drivers;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>What becomes of C: and D: (WKS-06..09): a reboot, a stop and a resume change neither, a rebuild puts C: back and keeps D:.</summary>
public sealed partial class WorkSpace
{
    private static Volumes? VolumesAfter(WorkSpaceState state, Trigger on, Lifecycle to) => to switch
    {
        Lifecycle.Terminated => null,
        Lifecycle.Available when on == Trigger.Rebuilt => Made(state) with { Root = ImageOf(state) },
        Lifecycle.Available when on == Trigger.Restored => Restored(state),
        Lifecycle.Available => Made(state),
        _ => state.Volumes,
    };

    /// <summary>By whatever way a desktop first comes to run, its volumes were made from its image.</summary>
    private static Volumes Made(WorkSpaceState state) => state.Volumes ?? Volumes.From(ImageOf(state));

    private static Volumes Restored(WorkSpaceState state) => new(
        state.Job!.Verb == DriverVerb.RestoreWithRoot ? ImageOf(state) : Made(state).Root, state.Backups!.Newest!.Content);

    /// <summary>A stop keeps what is open, where the bundle hibernates; whatever boots anew begins with nothing (RUN-10).</summary>
    private static bool KeepsPrograms(WorkSpaceState state, Trigger on) => on switch
    {
        Trigger.StopDone => state.Identity!.Bundle.HibernatesOnStop,
        Trigger.RebootAccepted or Trigger.RebuildAccepted or Trigger.RestoreAccepted or Trigger.MaintenanceBegan => false,
        Trigger.HostLost or Trigger.TerminateAccepted or Trigger.Failed or Trigger.StartStalled => false,
        _ => true,
    };

    /// <summary>What the image of this desktop puts on C:.</summary>
    private static VolumeFingerprint ImageOf(WorkSpaceState state) => state.RootImage ?? state.Identity!.Bundle.RootContent;
}
