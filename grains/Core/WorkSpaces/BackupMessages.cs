using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Brings D: back from the newest backup (BAK-03). What was written since is lost.</summary>
/// <param name="RebuildRoot">Put C: back to its image, too; otherwise it stays.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.restore")]
public sealed record RestoreWorkSpace(OperationId OperationId, bool RebuildRoot = false) : Operation(OperationId);

/// <summary>D: is copied. Not logged: it happens twice a day to every desktop that runs.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.backup-taken")]
public sealed record BackupTaken(Backup Backup) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>Its mark came while D: was being changed or could not be trusted.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.backup-skipped")]
public sealed record BackupSkipped(Instant Mark) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The driver has no copy after all; the one before is the newest again.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.backup-failed")]
public sealed record BackupFailed(long Epoch, string Reason) : FleetEvent
{
    /// <summary>When it is tried again; null: it is not, a newer one is there.</summary>
    [Id(0)]
    public Instant? RetryAt { get; init; }

    /// <summary>The tries so far.</summary>
    [Id(1)]
    public JobRetry? Retry { get; init; }
}
