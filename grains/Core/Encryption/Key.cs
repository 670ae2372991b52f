using System.Globalization;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Core.Encryption;

/// <summary>One key of an account in a region.</summary>
/// <param name="RotatedAt">When it was made, or last rotated.</param>
/// <param name="DeleteAt">When it will be gone.</param>
/// <param name="Requests">Calls answered so far.</param>
public sealed record KeyState(
    KeyArn Arn,
    KeyStatus Status,
    bool IsPermitted,
    bool RotatesYearly,
    Instant RotatedAt,
    int Rotations,
    Instant? DeleteAt,
    long Requests,
    int SeatLimit,
    LeaseBook Seats);

/// <summary>
/// The machine of one key: its seats are the fleet's own count (ENC-04); its life and its calls are those of the key service, which it
/// stands in for (ENC-05).
/// </summary>
public sealed class Key : IStateMachine<KeyState>
{
    /// <summary>WorkSpaces of one key (ENC-04).</summary>
    public const int DefaultSeats = 30;

    public const int ShortestWaitingDays = 7;
    public const int MaxWaitingDays = 30;
    public const string SeatSlot = "seat";

    /// <summary>How often a key rotates by itself (ENC-22).</summary>
    public static readonly Duration RotationPeriod = Duration.FromDays(365);

    public static EntityKind Kind => EntityKind.Key;

    public static KeyState Initial(string key) =>
        new(new(key), KeyStatus.None, IsPermitted: true, RotatesYearly: false, Instant.MinValue, 0, null, 0, DefaultSeats, LeaseBook.Empty);

    public static Instant? Deadline(KeyState state) =>
        Instants.Earlier(state.Seats.NextExpiry(), Instants.Earlier(state.DeleteAt, RotatesAt(state)));

    public static Decision? Due(KeyState state, Instant now) =>
        state.DeleteAt <= now ? Decision.Of(new KeyStatusChanged(KeyStatus.Deleted, null))
        : RotatesAt(state) <= now ? Decision.Of(new KeyRotated())
        : LeaseDesk.Due(state.Seats, now);

    public static Question? NextQuestion(KeyState state, Command command, Answers answers, Instant now) => null;

    public static Decision Decide(KeyState state, Command command, Answers answers, Instant now) => command switch
    {
        CreateKey => Create(state),
        KeyCall => UseFault(state) is { } refused ? Decision.Refuse(refused) : Decision.Of(new KeyCalled()),
        LeaseSeat c => Lease(state, c, now),
        DescribeKey => Describe(state),
        SetSeatLimit c => SetLimit(state, c.Seats),
        EnableKey or PermitKey or ScheduleKeyDeletion or CancelKeyDeletion or RotateKey or SetKeyRotation => Manage(state, command, now),
        _ => LeaseDesk.Decide(state.Seats, command) ?? Decision.Nothing,
    };

    public static KeyState Evolve(KeyState state, FleetEvent happened, Instant at) => happened switch
    {
        KeyStatusChanged e => state with
        {
            Status = e.Status,
            DeleteAt = e.DeleteAt,
            RotatedAt = state.Status == KeyStatus.None ? at : state.RotatedAt,
        },
        KeyPermitted e => state with { IsPermitted = e.IsPermitted },
        KeyRotated => state with { RotatedAt = at, Rotations = state.Rotations + 1 },
        KeyRotationSet e => state with { RotatesYearly = e.IsYearly },
        SeatLimitSet e => state with { SeatLimit = e.Seats },
        KeyCalled => state with { Requests = state.Requests + 1 },
        _ => LeaseDesk.Evolve(state.Seats, happened, at) is { } seats ? state with { Seats = seats } : state,
    };

    /// <summary>Why the key can not be used; null: it can (ENC-06).</summary>
    public static Refused? UseFault(KeyState state) => state.Status switch
    {
        KeyStatus.None => Invalid($"There is no key {state.Arn}; create it, or name another."),
        KeyStatus.Disabled => Invalid($"{state.Arn} is disabled; enable it."),
        KeyStatus.PendingDeletion => Invalid($"{state.Arn} is to be deleted; cancel the deletion and enable it."),
        KeyStatus.Deleted => Invalid($"{state.Arn} is deleted for good; use another key for new WorkSpaces."),
        _ when !state.IsPermitted => Invalid($"The policy of {state.Arn} does not let the service use it; permit it."),
        _ => null,
    };

    private static Refused Invalid(string message) => new(RefusalCode.KmsKeyInvalid, message);

    private static Instant? RotatesAt(KeyState state) =>
        state is { RotatesYearly: true, Status: KeyStatus.Enabled } ? state.RotatedAt + RotationPeriod : null;

    private static Decision Create(KeyState state) => state.Status switch
    {
        KeyStatus.None => Decision.Of(new KeyStatusChanged(KeyStatus.Enabled, null)),
        KeyStatus.Deleted => Decision.Refuse(UseFault(state)!),
        _ => Decision.Nothing,
    };

    private static Decision Lease(KeyState state, LeaseSeat lease, Instant now)
    {
        var granted = new SeatLeased(lease.OperationId) { GrantedAt = state.Seats.GrantAt(lease.OperationId, now) };
        if (LeaseDesk.Again(state.Seats, lease.OperationId, granted) is { } again)
            return again;
        var used = state.Seats.Count(SeatSlot);
        return used >= state.SeatLimit
            ? Decision.Refuse(RefusalCode.KeyLimitExceeded, string.Create(CultureInfo.InvariantCulture, $"{state.Arn} serves {used} of {state.SeatLimit} WorkSpaces; use another key, or terminate one."))
            : Decision.Of(granted, new LeaseLent(new(lease.OperationId, Entity.Of(lease.WorkSpace), SeatSlot, now + LeaseBook.Term) { GrantedAt = now }));
    }

    private static Decision Describe(KeyState state) => state.Status == KeyStatus.None
        ? Decision.Refuse(RefusalCode.ResourceNotFound, $"There is no key {state.Arn}.")
        : Decision.Answer(new KeyDescription(
            state.Arn, state.Status, state.Arn.IsDefault, state.IsPermitted, state.Seats.Count(SeatSlot), state.SeatLimit, state.Requests, state.Rotations, state.DeleteAt)
        {
            RotatesYearly = state.RotatesYearly,
        });

    private static Decision SetLimit(KeyState state, int seats) =>
        seats < 0 ? Decision.Refuse(RefusalCode.InvalidParameter, $"A limit of {seats} is not possible; give 0 or more.")
        : seats == state.SeatLimit ? Decision.Nothing
        : Decision.Of(new SeatLimitSet(seats));

    /// <summary>What its owner does with a key; the default key has no owner but the service (ENC-05).</summary>
    private static Decision Manage(KeyState state, Command command, Instant now)
    {
        if (state.Status is KeyStatus.None or KeyStatus.Deleted)
            return Decision.Refuse(UseFault(state)!);
        if (state.Arn.IsDefault)
            return Decision.Refuse(RefusalCode.OperationNotSupported, $"{state.Arn} is managed by the service; create a key of your own.");
        return command switch
        {
            EnableKey c => Enable(state, c.IsEnabled),
            PermitKey c => c.IsPermitted == state.IsPermitted ? Decision.Nothing : Decision.Of(new KeyPermitted(c.IsPermitted)),
            ScheduleKeyDeletion c => ScheduleDeletion(state, c.WaitingDays, now),
            CancelKeyDeletion => state.DeleteAt is null ? Decision.Nothing : Decision.Of(new KeyStatusChanged(KeyStatus.Disabled, null)),
            SetKeyRotation c => c.IsYearly == state.RotatesYearly ? Decision.Nothing : Decision.Of(new KeyRotationSet(c.IsYearly)),
            _ => UseFault(state) is { } refused ? Decision.Refuse(refused) : Decision.Of(new KeyRotated()),
        };
    }

    private static Decision Enable(KeyState state, bool isEnabled)
    {
        var wanted = isEnabled ? KeyStatus.Enabled : KeyStatus.Disabled;
        return state.Status == wanted ? Decision.Nothing
            : state.Status == KeyStatus.PendingDeletion ? Decision.Refuse(UseFault(state)!)
            : Decision.Of(new KeyStatusChanged(wanted, null));
    }

    private static Decision ScheduleDeletion(KeyState state, int days, Instant now) =>
        days is < ShortestWaitingDays or > MaxWaitingDays
            ? Decision.Refuse(RefusalCode.InvalidParameter, $"A waiting time of {days} days is not possible; give {ShortestWaitingDays} to {MaxWaitingDays}.")
        : state.Status == KeyStatus.PendingDeletion ? Decision.Nothing
        : Decision.Of(new KeyStatusChanged(KeyStatus.PendingDeletion, now + Duration.FromDays(days)));
}
