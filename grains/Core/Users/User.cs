using DeskFleet.Core.Documents;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Users;

/// <summary>One person in one directory: holds at most one WorkSpace, whoever asks and however often (QTA-01).</summary>
/// <param name="WorkSpace">The one desktop, leased or held.</param>
/// <param name="LeaseExpiresAt">Null once the WorkSpace confirmed.</param>
public sealed record UserState(string Key, bool IsEnabled, WorkSpaceId? WorkSpace, Instant? LeaseExpiresAt)
{
    /// <summary>
    /// When the user was claimed last, which tells one claim from another: an answer or a give-back that is about an earlier claim takes nothing from this
    /// one. Null: nobody has claimed the user, or an earlier version was asked.
    /// </summary>
    public Instant? ClaimedAt { get; init; }

    /// <summary>When the user's last seat ended; the ledger of seats keeps no list of users (BYO-12). Null: there was none.</summary>
    public Instant? LastSeatEndedAt { get; init; }

    /// <summary>As the document store's stand-in: the newest copy of the user's folder (BAK-04); null: none was saved.</summary>
    public DocumentCopy? Documents { get; init; }
}

/// <summary>The machine of one user.</summary>
public sealed class User : IStateMachine<UserState>
{
    public static EntityKind Kind => EntityKind.User;

    public static UserState Initial(string key) => new(key, IsEnabled: true, null, null);

    public static Instant? Deadline(UserState state) => state.LeaseExpiresAt;

    public static Decision? Due(UserState state, Instant now) =>
        state.LeaseExpiresAt <= now
            ? Decision.Of(new UserClaimQuestioned(), new Effect(Entity.Of(state.WorkSpace!.Value), new HoldsLease(null) { GrantedAt = state.ClaimedAt }, WantsAnswer: true))
            : null;

    public static Question? NextQuestion(UserState state, Command command, Answers answers, Instant now) => null;

    public static Decision Decide(UserState state, Command command, Answers answers, Instant now) => command switch
    {
        ClaimUser or EnableUser when new Entity(Kind, state.Key).Fault() is { } nobody => Decision.Refuse(RefusalCode.InvalidParameter, nobody),
        ClaimUser claim => Claim(state, claim, now),
        ConfirmUser confirm => Confirm(state, confirm.WorkSpace),
        VacateUser { ClaimedAt: { } claim } vacate => GiveUp(state, vacate.WorkSpace, claim),
        VacateUser vacate => Vacate(state, vacate.WorkSpace, vacate.SeatEndedAt),
        Answered { Asked: HoldsLease { GrantedAt: { } claim }, Reply: Refused } answer => GiveUp(state, new(answer.From.Key), claim),
        Answered { Asked: HoldsLease, Reply: Refused } answer => Vacate(state, new(answer.From.Key)),
        Answered { Asked: HoldsLease } answer => Confirm(state, new(answer.From.Key)),
        EnableUser enable => enable.IsEnabled == state.IsEnabled ? Decision.Nothing : Decision.Of(new UserEnabled(enable.IsEnabled)),
        SaveDocuments c => Save(state, c.Content, now),
        ReadDocuments => Decision.Answer(new DocumentsRead(state.Documents)),
        CheckUser when !state.IsEnabled => Decision.Refuse(RefusalCode.UserDisabled, $"{state.Key} is disabled; enable the account in its directory."),
        _ => Decision.Nothing,
    };

    public static UserState Evolve(UserState state, FleetEvent happened, Instant at) => happened switch
    {
        UserClaimLeased e => state with { WorkSpace = e.WorkSpace, LeaseExpiresAt = at + LeaseBook.Term, ClaimedAt = at },
        UserClaimRenewed => state with { LeaseExpiresAt = at + LeaseBook.Term, ClaimedAt = ClaimAt(state, at) },
        UserClaimConfirmed => state with { LeaseExpiresAt = null },
        UserClaimQuestioned => state with { LeaseExpiresAt = at + LeaseBook.AskedAgainAfter },
        UserVacated e => state with { WorkSpace = null, LeaseExpiresAt = null, ClaimedAt = null, LastSeatEndedAt = e.SeatEndedAt ?? state.LastSeatEndedAt },
        DocumentsSaved e => state with { Documents = e.Copy },
        UserEnabled e => state with { IsEnabled = e.IsEnabled },
        _ => state,
    };

    private static Decision Claim(UserState state, ClaimUser claim, Instant now)
    {
        var claimed = new UserClaimed(claim.WorkSpace, state.LastSeatEndedAt) { ClaimedAt = ClaimAt(state, now) };
        return state.WorkSpace is not { } held ? Decision.Of(claimed, new UserClaimLeased(claim.WorkSpace))
            : held != claim.WorkSpace ? Decision.Refuse(RefusalCode.ResourceExistsWorkSpace, $"{state.Key} has {held} already; terminate it first.")
            : state.LeaseExpiresAt is null ? Decision.Answer(claimed)
            : Decision.Of(claimed, new UserClaimRenewed());
    }

    private static Decision Save(UserState state, VolumeFingerprint content, Instant now) => state.Documents?.Content == content
        ? Decision.Nothing
        : Decision.Of(new DocumentsSaved(new((state.Documents?.Version ?? 0) + 1, content, now)));

    private static Decision Confirm(UserState state, WorkSpaceId workSpace) =>
        state.WorkSpace == workSpace && state.LeaseExpiresAt is not null ? Decision.Of(new UserClaimConfirmed()) : Decision.Nothing;

    /// <summary>No two claims have the same instant, however the clocks go.</summary>
    private static Instant ClaimAt(UserState state, Instant now) => state.ClaimedAt is { } last ? Instant.Max(now, last + Duration.Epsilon) : now;

    /// <summary>A claim that was never confirmed: one that was made since, or confirmed, stays.</summary>
    private static Decision GiveUp(UserState state, WorkSpaceId workSpace, Instant claim) =>
        state.LeaseExpiresAt is not null && state.ClaimedAt == claim ? Vacate(state, workSpace) : Decision.Nothing;

    private static Decision Vacate(UserState state, WorkSpaceId workSpace, Instant? seatEndedAt = null) =>
        state.WorkSpace == workSpace ? Decision.Of(new UserVacated(seatEndedAt)) : Decision.NothingForSure;
}
