using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Backups of D: every 12 hours, and restoring from them (BAK-01, BAK-03, BAK-05).</summary>
public sealed partial class WorkSpace
{
    private static Refused? CanRestore(WorkSpaceState state) =>
        Check(state, WorkSpaceOperation.Restore, "Restore", autoStopOnly: false)
        ?? (state.Backups?.Newest is null
            ? new(RefusalCode.ResourceNotFound, $"There is no backup of {state.Id} yet; the first one is taken 12 hours after its launch.")
            : null);

    /// <summary>A mark that is over is one backup, however late somebody comes to it.</summary>
    private static Decision BackupDue(WorkSpaceState state, Instant mark, Instant now)
    {
        if (state.Lifecycle is Lifecycle.Rebuilding or Lifecycle.Restoring or Lifecycle.Error)
            return Decision.Of(new BackupSkipped(mark));
        var backup = new Backup(state.Epoch + 1, now, state.Volumes!.User) { Key = state.Identity!.Encryption is { User: true } encryption ? encryption.Key : null, Retry = state.Backups!.Retry };
        var order = new DriverCommand(DriverVerb.Backup, state.Id, state.Slot?.Host, backup.Epoch)
        {
            Backup = now,
            Desktop = state.Identity,
        };
        return Decision.Of(new BackupTaken(backup), new Effect(Entity.DriverOf(state.Id), order));
    }

    /// <summary>
    /// The driver reports what failed; that a backup is there needs no report. The newest is tried again (BAK-01). One that is being restored from is not given up meanwhile: whether
    /// it is any good the restore will show.
    /// </summary>
    private static Decision DecideBackupReport(WorkSpaceState state, DriverReported report, Instant now)
    {
        if (report.Outcome != DriverOutcome.Failed || state.Backups is not { } cycle || cycle.Without(report.Epoch) == cycle || IsRestoring(state))
            return Decision.Nothing;
        var failed = new BackupFailed(report.Epoch, Detail(report, "the backup failed"));
        if (cycle.Newest!.Epoch != report.Epoch)
            return Decision.Of(failed);
        var retry = new JobRetry((cycle.Newest.Retry?.Tries ?? 0) + 1, cycle.Newest.Retry?.Since ?? now, IsPaused: true);
        return Decision.Of(failed with { RetryAt = now + RetryPolicy.PauseAfter(retry.Tries), Retry = retry });
    }

    private static bool IsRestoring(WorkSpaceState state) =>
        state.Lifecycle == Lifecycle.Restoring || state.Wait?.Goal is PlacementGoal.Restore or PlacementGoal.RestoreWithRoot;

    /// <summary>After every event: the cycle begins with the volumes and ends with them, and who runs has a next mark.</summary>
    private static BackupCycle? BackupsAfter(WorkSpaceState state, Instant at) => state switch
    {
        { Volumes: null } or { Lifecycle: Lifecycle.Terminating } => null,
        { Backups: null } => BackupCycle.From(at),
        { Backups.NextAt: null, Meter.OpenSince: not null } => state.Backups.AimAfter(at),
        _ => state.Backups,
    };
}
