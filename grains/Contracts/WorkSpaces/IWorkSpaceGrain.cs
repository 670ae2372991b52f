using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Tags;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Contracts.WorkSpaces;

/// <summary>One WorkSpace; its key is the <c>ws-</c> id.</summary>
[Alias("deskfleet.grains.workspace")]
public interface IWorkSpaceGrain : IEntityGrain
{
    /// <summary>How the WorkSpace stands; null when there is none (API-04).</summary>
    [AnyGateway, Alias("Describe")]
    Task<WorkSpaceDescription?> Describe();

    /// <summary>
    /// Its lines of a month's bill at the silo's prices, as <see cref="StatementRead"/>; those of this month up to now. Refused for a month
    /// that it does not know any more: it knows this one and the one before.
    /// </summary>
    /// <param name="tag">The key of a tag by whose values the total is divided, too (TAG-03); null: none.</param>
    [AnyGateway, Alias("Statement")]
    Task<Reply> Statement(BillingMonth month, string? tag = null);

    /// <summary>How long it ran in [from, to), not rounded (BIL-21). It knows this month and the one before.</summary>
    /// <returns>0 for a WorkSpace that there is not.</returns>
    [AnyGateway, Alias("RunningTime")]
    Task<Duration> RunningTime(Instant from, Instant to);
}

/// <summary>What can be wrong with a desktop that runs.</summary>
public enum DesktopWarning
{
    /// <summary>Its Windows could not be activated against the account's own servers when it came up (BYO-07).</summary>
    NotActivated,
}

/// <summary>What a caller may know of a WorkSpace (API-04).</summary>
/// <param name="Reason">Why it is in this state.</param>
/// <param name="Host">The host it runs on, where it holds a slot.</param>
/// <param name="Session">Who is connected.</param>
/// <param name="AutoStopAt">When it stops if nobody connects; null when no countdown runs.</param>
/// <param name="MeteredHours">Started hours of all closed running intervals (BIL-08).</param>
[GenerateSerializer, Immutable, Alias("deskfleet.workspace-description")]
public sealed record WorkSpaceDescription(
    WorkSpaceId Id,
    Lifecycle State,
    string Reason,
    DirectoryId Directory,
    UserName User,
    string Bundle,
    RunningMode RunningMode,
    Duration AutoStopPeriod,
    ZoneId Zone,
    HostId? Host,
    SessionId? Session,
    Instant? AutoStopAt,
    long MeteredHours)
{
    /// <summary>Its tags (TAG-01).</summary>
    [Id(0)]
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>What is encrypted, with which key; null: nothing (ENC-09).</summary>
    [Id(1)]
    public VolumeEncryption? Encryption { get; init; }

    /// <summary>The code that goes with <see cref="Reason"/>, where it has one.</summary>
    [Id(2)]
    public RefusalCode? ErrorCode { get; init; }

    /// <summary>The service update that it is still to get, and when it next tries (MNT-04); null: it is up to date.</summary>
    [Id(3)]
    public PendingUpdate? Update { get; init; }

    /// <summary>When the newest good backup of D: was taken; null: none yet (BAK-01).</summary>
    [Id(4)]
    public Instant? BackedUpAt { get; init; }

    /// <summary>Whose it is, in which region.</summary>
    [Id(5)]
    public AccountId Account { get; init; }

    /// <summary>The bundle as it was launched.</summary>
    [Id(6)]
    public Bundle? LaunchedFrom { get; init; }

    /// <summary>When somebody was last connected: now, while there is a session; null: never.</summary>
    [Id(7)]
    public Instant? LastConnectedAt { get; init; }

    /// <summary>The plan that it is charged by; null: charging has not begun (RUN-01, BIL-15).</summary>
    [Id(8)]
    public PricePlan? BillingPlan { get; init; }

    /// <summary>The plan that waits for the month to end; null: none (RUN-14).</summary>
    [Id(9)]
    public PendingPlan? PendingBillingPlan { get; init; }

    /// <summary>What its directory said of it when it was launched (WKS-12, WKS-13, MNT-06, MNT-08).</summary>
    [Id(10)]
    public DesktopSettings Settings { get; init; } = DesktopSettings.Default;

    /// <summary>What is wrong with it although it runs; empty: nothing.</summary>
    [Id(11)]
    public ImmutableArray<DesktopWarning> Warnings { get; init; } = [];

    /// <summary>The domain that it joined (GPU-08); null: its directory was made elsewhere.</summary>
    [Id(12)]
    public string? Domain { get; init; }

    /// <summary>An operation of its machine has failed and is tried again: how often, and since when; null: none (WKS-T2).</summary>
    [Id(13)]
    public JobRetry? Retry { get; init; }

    /// <summary>Describes a state; null for a desktop that does not exist.</summary>
    /// <param name="now">Up to when months have turned for its plan.</param>
    public static WorkSpaceDescription? Of(WorkSpaceState state, Instant now) => state is { Exists: true, Identity: { } desktop }
        ? new(
            state.Id,
            state.Lifecycle,
            state.Reason,
            desktop.Directory,
            desktop.User,
            desktop.Bundle.Name,
            state.Mode,
            state.AutoStopPeriod,
            desktop.Zone,
            state.Slot?.Host,
            state.Session?.Id,
            state.AutoStopAt,
            state.Meter.Hours)
        {
            Tags = state.Tags,
            BillingPlan = UsageFold.AsOf(state.Usage, now).Plan?.Current,
            PendingBillingPlan = UsageFold.AsOf(state.Usage, now).Plan?.Pending,
            Account = desktop.Account,
            LaunchedFrom = desktop.Bundle,
            LastConnectedAt = state.LastConnectedAt,
            Encryption = desktop.Encryption,
            ErrorCode = state.Code,
            Update = state.Update,
            Settings = state.Settings,
            Domain = desktop.Domain,
            Warnings = state.LacksActivation ? [DesktopWarning.NotActivated] : [],
            BackedUpAt = state.Backups?.Newest?.At,
            Retry = state.Job?.Retry ?? state.Backups?.Retry,
        }
        : null;
}
