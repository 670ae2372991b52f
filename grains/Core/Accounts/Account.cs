using System.Collections.Immutable;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using NodaTime;

namespace DeskFleet.Core.Accounts;

/// <summary>One account in one region: its quota and how much of it is used, its own licences and their seats.</summary>
/// <param name="WorkSpaceQuota">Most WorkSpaces at a time (QTA-02).</param>
/// <param name="Units">Counts by slot: <see cref="Account.PlainSlot"/> or <see cref="Account.SeatSlot"/>.</param>
public sealed record AccountState(string Key, int WorkSpaceQuota, bool GraphicsMonthlyEnabled, LeaseBook Units)
{
    /// <summary>How far it is with bringing its own licences (BYO-04).</summary>
    public EnrolmentState Enrolment { get; init; } = EnrolmentState.None;

    public CommitmentTerms Commitment { get; init; } = CommitmentTerms.Usual;

    /// <summary>Its seats month by month (BYO-12).</summary>
    public SeatBook SeatBook { get; init; } = SeatBook.Empty;

    /// <summary>Most images of its own at a time (BUN-10).</summary>
    public int ImageQuota { get; init; } = CaptureRules.DefaultImageQuota;

    /// <summary>Most tags of one WorkSpace (TAG-01).</summary>
    public int TagQuota { get; init; } = TagRules.DefaultMostTags;

    /// <summary>Most applications of one user (WAM-15).</summary>
    public int ApplicationQuota { get; init; } = ApplicationUse.DefaultMost;

    /// <summary>Graphics under own licences is arranged (BYO-19).</summary>
    public bool GraphicsOwnLicencesEnabled { get; init; }

    /// <summary>What it stores of packages, of this month and the one before (WAM-14).</summary>
    public ImmutableArray<PackageSpan> Packages { get; init; } = [];

    /// <summary>Hosts of its own that were reported lost of late, by zone; null: none ever (PLC-07).</summary>
    public ImmutableArray<ZoneLosses>? Losses { get; init; }

    /// <summary>WorkSpaces that exist or are being launched.</summary>
    public int WorkSpaces => Units.Count(Account.PlainSlot) + Units.Count(Account.SeatSlot);

    /// <summary>Those of them that run under the account's own licences.</summary>
    public int Seats => Units.Count(Account.SeatSlot);

    /// <summary>Images that are AVAILABLE or PENDING (BUN-10).</summary>
    public int Images => Units.Count(Account.ImageSlot);
}

/// <summary>The machine of one account. What concerns its own licences is in the other part, Account.Licences.</summary>
public sealed partial class Account : IStateMachine<AccountState>
{
    /// <summary>Until an account asks for more (QTA-02).</summary>
    public const int DefaultQuota = 20;

    public const string PlainSlot = "workspace";
    public const string SeatSlot = "byol-seat";
    public const string ImageSlot = "image";

    public static EntityKind Kind => EntityKind.Account;

    public static AccountState Initial(string key) => new(key, DefaultQuota, GraphicsMonthlyEnabled: false, LeaseBook.Empty);

    public static string SlotFor(bool countsAsSeat) => countsAsSeat ? SeatSlot : PlainSlot;

    public static Instant? Deadline(AccountState state) =>
        Instants.Earlier(state.Units.NextExpiry(), Instants.Earlier(Enrolment.Deadline(state.Enrolment), MonthEnd(state)));

    public static Decision? Due(AccountState state, Instant now) =>
        LeaseDesk.Due(state.Units, now) ?? MonthsOver(state, now) ?? Enrolment.Due(state.Enrolment, now);

    public static Question? NextQuestion(AccountState state, Command command, Answers answers, Instant now) =>
        command is ActivateEnrolment activate ? NextActivationQuestion(state, activate, answers) : null;

    public static Decision Decide(AccountState state, Command command, Answers answers, Instant now) => command switch
    {
        LeaseQuota lease => Lease(state, lease, now),
        WeighLoss loss => Decision.Of(new LossesWeighed((state.Losses ?? []).With(loss.Zone, now)), new LossHeard(loss.Zone)),
        LeaseImage lease => Lease(state, lease, now),
        CheckArrangement { ForOwnLicences: true } => state.GraphicsOwnLicencesEnabled ? Decision.Nothing : NoOwnGraphics,
        CheckArrangement => state.GraphicsMonthlyEnabled ? Decision.Nothing : NoArrangement,
        SetLimits set => SetLimits(state, set),
        MeterPackages meter => Meter(state, meter),
        EnrolLicences enrol => Enrol(state, enrol, now),
        ActivateEnrolment activate => Activate(state, activate, answers, now),
        ReadCommitment read => Decision.Answer(Read(state, read, now)),
        ReadLimits => Decision.Answer(new Limits(state.WorkSpaceQuota, state.WorkSpaces, state.ImageQuota, state.Images, state.TagQuota) { Applications = state.ApplicationQuota }),
        _ => SeatBook.Decide(state.SeatBook, command) ?? LeaseDesk.Decide(state.Units, command) ?? Decision.Nothing,
    };

    public static AccountState Evolve(AccountState state, FleetEvent happened, Instant at) => happened switch
    {
        LimitsSet e => state with
        {
            WorkSpaceQuota = e.WorkSpaces,
            GraphicsMonthlyEnabled = e.GraphicsMonthlyEnabled,
            ImageQuota = e.Images,
            TagQuota = e.Tags,
            ApplicationQuota = e.Applications ?? ApplicationUse.DefaultMost,
            GraphicsOwnLicencesEnabled = e.GraphicsOwnLicencesEnabled ?? false,
        },
        LossHeard e => state with { Losses = (state.Losses ?? []).With(e.Zone, at) },
        PackagesMetered e => state with { Packages = PackageStorage.From(state.Packages, BillingMonth.Of(at).Previous).Add(new(e.Gigabytes, at)) },
        _ => LeaseDesk.Evolve(state.Units, happened, at) is { } units ? state with { Units = units } : EvolveLicences(state, happened, at),
    };

    private static Decision NoArrangement =>
        Decision.Refuse(RefusalCode.ArrangementNeeded, "Graphics on monthly billing is by arrangement; contact support, or use AutoStop.");

    private static Decision NoOwnGraphics =>
        Decision.Refuse(RefusalCode.ArrangementNeeded, "Graphics under own licences is by arrangement; contact support.");

    private static Decision Lease(AccountState state, LeaseQuota lease, Instant now)
    {
        if (LeaseDesk.Again(state.Units, lease.OperationId, Granted(state, lease, now)) is { } again)
            return again;
        if (lease.CountsAsSeat && Enrolment.LaunchFault(state.Enrolment) is { } notOpen)
            return Decision.Refuse(notOpen);
        if (lease.NeedsArrangement && !state.GraphicsMonthlyEnabled)
            return NoArrangement;
        if (state.WorkSpaces >= state.WorkSpaceQuota)
            return Decision.Refuse(RefusalCode.LimitExceeded, $"{state.Key} has {state.WorkSpaces} of {state.WorkSpaceQuota} WorkSpaces; raise the quota or terminate one.");
        var lent = new Lease(lease.OperationId, Entity.Of(lease.WorkSpace), SlotFor(lease.CountsAsSeat), now + LeaseBook.Term) { GrantedAt = now };
        return Decision.Of(Granted(state, lease, now), new LeaseLent(lent));
    }

    private static Decision Lease(AccountState state, LeaseImage lease, Instant now)
    {
        var granted = new ImageLeased(lease.OperationId) { GrantedAt = state.Units.GrantAt(lease.OperationId, now) };
        if (LeaseDesk.Again(state.Units, lease.OperationId, granted) is { } again)
            return again;
        return state.Images >= state.ImageQuota
            ? Decision.Refuse(RefusalCode.LimitExceeded, $"{state.Key} has {state.Images} of {state.ImageQuota} images; delete one or ask for more.")
            : Decision.Of(granted, new LeaseLent(new(lease.OperationId, lease.Image, ImageSlot, now + LeaseBook.Term) { GrantedAt = now }));
    }

    private static Decision Meter(AccountState state, MeterPackages meter)
    {
        var stored = state.Packages is [.., var last] ? last.Gigabytes : 0;
        return meter.Gigabytes < 0
            ? Decision.Refuse(RefusalCode.InvalidParameter, $"{meter.Gigabytes} GB of packages are not possible; give 0 or more.")
            : meter.Gigabytes == stored ? Decision.Nothing : Decision.Of(new PackagesMetered(meter.Gigabytes));
    }

    private static QuotaLeased Granted(AccountState state, LeaseQuota lease, Instant now) => new(lease.OperationId) { MostTags = state.TagQuota, GrantedAt = state.Units.GrantAt(lease.OperationId, now) };

    private static Decision SetLimits(AccountState state, SetLimits set)
    {
        if (new[] { set.WorkSpaces, set.Images, set.Tags, set.Applications }.Min() is < 0 and var negative)
            return Decision.Refuse(RefusalCode.InvalidParameter, $"A limit of {negative} is not possible; give 0 or more.");
        var before = new LimitsSet(state.WorkSpaceQuota, state.GraphicsMonthlyEnabled, state.ImageQuota, state.TagQuota)
        {
            GraphicsOwnLicencesEnabled = state.GraphicsOwnLicencesEnabled ? true : null,
            Applications = Unusual(state.ApplicationQuota),
        };
        var after = new LimitsSet(set.WorkSpaces, set.GraphicsMonthlyEnabled, set.Images, set.Tags)
        {
            GraphicsOwnLicencesEnabled = set.GraphicsOwnLicencesEnabled ? true : null,
            Applications = Unusual(set.Applications),
        };
        return after == before ? Decision.Nothing : Decision.Of(after);
    }

    private static int? Unusual(int applications) => applications == ApplicationUse.DefaultMost ? null : applications;
}
