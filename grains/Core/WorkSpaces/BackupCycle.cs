using DeskFleet.Core.Identity;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>A copy of D:.</summary>
/// <param name="Epoch">The epoch under which the driver was ordered to take it.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.backup")]
public sealed record Backup(long Epoch, Instant At, VolumeFingerprint Content)
{
    /// <summary>The key that it is encrypted with, which is that of D: (ENC-14); null: D: is not encrypted.</summary>
    [Id(0)]
    public KeyArn? Key { get; init; }

    /// <summary>It is taken since those before it failed; null: they did not.</summary>
    [Id(1)]
    public JobRetry? Retry { get; init; }
}

/// <summary>
/// The 12-hour cycle of one desktop (BAK-01): at its first provisioning and every 12 hours from there. A desktop that does not run has one
/// more backup, which is newer than its last run, and then no deadline until it runs again.
/// </summary>
/// <param name="Anchor">The marks of the cycle count from here.</param>
/// <param name="NextAt">The next mark; null: nothing has changed since the newest backup.</param>
/// <param name="Newest">The newest good one; null: none yet.</param>
/// <param name="Previous">Its predecessor.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.backup-cycle")]
public sealed record BackupCycle(Instant Anchor, Instant? NextAt, Backup? Newest, Backup? Previous)
{
    public static readonly Duration Period = Duration.FromHours(12);

    public static BackupCycle From(Instant anchor) => new(anchor, anchor + Period, null, null);

    /// <summary>The newest one has failed, and its next try is what comes next; null: it has not, as far as anybody knows.</summary>
    [Id(0)]
    public JobRetry? Retry { get; init; }

    public BackupCycle Take(Backup backup) => this with { NextAt = null, Newest = backup, Previous = Newest, Retry = null };

    /// <param name="at">Null: there is nothing to try again.</param>
    public BackupCycle RetriedAt(Instant? at, JobRetry? retry) => at is null ? this : this with { NextAt = Kernel.Instants.Earlier(NextAt, at), Retry = retry };

    /// <summary>The same without a backup that turned out to be none.</summary>
    public BackupCycle Without(long epoch) =>
        Newest?.Epoch == epoch ? this with { Newest = Previous, Previous = null }
        : Previous?.Epoch == epoch ? this with { Previous = null }
        : this;

    /// <summary>With the first mark after an instant as the next one.</summary>
    public BackupCycle AimAfter(Instant now) => this with { NextAt = Anchor + (Period * (Math.Floor((now - Anchor) / Period) + 1)) };
}
