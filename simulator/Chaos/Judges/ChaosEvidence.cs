using System.Text.Json;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges;

/// <summary>Everything that a run hands to those who judge it: what was written, said, set up and done to it. Nothing of it is an object of the product.</summary>
public sealed record ChaosEvidence
{
    /// <summary>The event log as it was written: UTF-8, one JSON object a line.</summary>
    public ReadOnlyMemory<byte> Events { get; init; }

    /// <summary>The file that the event log is in, where it is not in <see cref="Events"/>; it need not fit into memory.</summary>
    public string? EventsFile { get; init; }

    /// <summary>What the fleet was set up with.</summary>
    public required FleetFacts Facts { get; init; }

    /// <summary>Up to when the run is known: its horizon's end, the quiet phase included.</summary>
    public required Instant EndsAt { get; init; }

    /// <summary>
    /// When the last fault was over; null: there was none, or the run has no quiet phase after it. Judges of the end expect rest only where it is
    /// known, and <see cref="JudgeBounds.QuietPhase"/> has passed since.
    /// </summary>
    public Instant? LastFaultEndedAt { get; init; }

    /// <summary>The newest record of each entity as storage keeps it, by the entity's name (<c>WorkSpace:ws-…</c>); empty: no record was kept.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Records { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>What callers asked and were told, in the order in which they asked; empty: nobody wrote it down.</summary>
    public IReadOnlyList<CallRecord> Calls { get; init; } = [];

    /// <summary>What was done to the fleet, in order of its beginning.</summary>
    public IReadOnlyList<FaultRecord> Faults { get; init; } = [];

    /// <summary>The product's own bills, one JSON object of a statement each; empty: none was asked for.</summary>
    public IReadOnlyList<BillRecord> Bills { get; init; } = [];

    /// <summary>How late and how long things may be.</summary>
    public JudgeBounds Bounds { get; init; } = JudgeBounds.Default;
}

/// <summary>A call of somebody outside the fleet, and what came of it.</summary>
/// <param name="Caller">Who asked; one caller waits for an answer before he asks again.</param>
/// <param name="Entity">Whom: <c>WorkSpace:ws-…</c>.</param>
/// <param name="OperationId">The id under which it was asked; null: the command has none.</param>
/// <param name="Command">The command as JSON with its alias in <c>what</c>.</param>
/// <param name="Invoked">When it was asked.</param>
/// <param name="Returned">When the answer came; null: it never came, so that nobody knows whether it was done.</param>
/// <param name="Reply">The answer as JSON with its alias in <c>what</c>; null: it never came.</param>
public sealed record CallRecord(
    string Caller, string Entity, string? OperationId, JsonElement Command, CallPoint Invoked, CallPoint? Returned, JsonElement? Reply);

/// <summary>A point of a history.</summary>
/// <param name="Order">Its place among all points of the run; no two are the same.</param>
/// <param name="At">The virtual time.</param>
public readonly record struct CallPoint(long Order, Instant At);

/// <summary>Something that was done to the fleet from outside or below.</summary>
/// <param name="Kind">One word of <see cref="FaultKinds"/>, or any other word: a judge makes allowance for those that it knows only.</param>
/// <param name="Subject">What it concerned, by the name the log has for it (<c>WorkSpace:ws-…</c>, a host's or key's name, a zone); null: everything.</param>
/// <param name="Until">When it was over; null: it was a moment.</param>
public sealed record FaultRecord(string Kind, string? Subject, Instant From, Instant? Until);

/// <summary>Faults for which judges make allowance. Everything else must pass unseen in the log.</summary>
public static class FaultKinds
{
    /// <summary>Nobody is woken: deadlines of this time are acted on when it is over.</summary>
    public const string TimersStopped = "timers-stopped";

    /// <summary>Wake-ups come late or not at all: deadlines of this time are acted on when it is over.</summary>
    public const string WakesLate = "wakes-late";

    /// <summary>What one entity tells another is kept back.</summary>
    public const string EffectsLate = "effects-late";

    /// <summary>Clocks are apart or set back: two instants of the log may disagree by <see cref="JudgeBounds.ClockSkew"/>.</summary>
    public const string ClockSkew = "clock-skew";

    /// <summary>An entity cannot be written, or a silo is down: nothing happens to it until it is over.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>
    /// An entity was active twice, and the one that was overtaken wrote last: the other does not know it until it writes itself. Until then it refuses,
    /// or has nothing to do, by what was so before, and comes late (<see cref="JudgeBounds.StaleFor"/>).
    /// </summary>
    public const string SecondActivation = "SecondActivation";

    /// <summary>A system outside has said what is not so: a key may be used, or may not.</summary>
    public const string AnsweredWrong = "PortWrong";

    /// <summary>The news of a lost host comes late.</summary>
    public const string LossNewsLate = "loss-news-late";
}

/// <summary>A bill that the product made.</summary>
/// <param name="Subject">Whose: <c>WorkSpace:ws-…</c>, <c>Directory:d-…</c> or <c>Account:…</c>; null: all of the run's together.</param>
/// <param name="Statement">The statement as JSON: <c>month</c>, <c>asOf</c>, <c>lines</c> with their <c>kind</c>, <c>workSpace</c>, <c>count</c>,
/// <c>unitPrice</c>, <c>share</c> and <c>amount</c>; or, without lines, the sums of a summary's month.</param>
public sealed record BillRecord(string? Subject, JsonElement Statement);

/// <summary>How late and how long things may be. A judge calls what is beyond them a violation.</summary>
public sealed record JudgeBounds
{
    public static JudgeBounds Default { get; } = new();

    /// <summary>How long after its deadline an AutoStop is logged, where nobody holds it up; default: at once, in virtual time.</summary>
    public Duration AutoStopLate { get; init; } = Duration.Zero;

    /// <summary>How long somebody waits for room before he is told (PLC-04, PLC-06); default: 5 min.</summary>
    public Duration CapacityWait { get; init; } = Duration.FromMinutes(5);

    /// <summary>How long a sign-in waits at most until it ends in one way or another; default: 5 h, which three tries of a first boot fit into.</summary>
    public Duration SignIn { get; init; } = Duration.FromHours(5);

    /// <summary>How long before its maintenance a connected user is warned at least (MNT-03); default: 5 min.</summary>
    public Duration MaintenanceWarning { get; init; } = Duration.FromMinutes(5);

    /// <summary>
    /// How much later things may be in a run in which writes fail, silos die, and wake-ups and effects get lost: each of these is made good within
    /// seconds, and may strike several times in a row; default: 5 min. In a run without such faults nothing is late.
    /// </summary>
    public Duration Slack { get; init; } = Duration.FromMinutes(5);

    /// <summary>How long after a second activation has ended the one that is left may not know what the other wrote; default: 10 min.</summary>
    public Duration StaleFor { get; init; } = Duration.FromMinutes(10);

    /// <summary>How far apart the clocks of silos may be, where they are; default: 1 min (two that are half a minute off in either direction).</summary>
    public Duration ClockSkew { get; init; } = Duration.FromMinutes(1);

    /// <summary>How long after the last fault everything is at rest; default: 6 h.</summary>
    public Duration QuietPhase { get; init; } = Duration.FromHours(6);
}
