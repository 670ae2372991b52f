using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>
/// How a recorded log is scaled up to a fleet. Every user is copied; copy k of <c>ann</c> is <c>ann#k</c>, copy 0 is ann herself.
/// Copies come in rounds (all users' copy 0, all users' copy 1, ...), so that a total cuts the last round only.
/// </summary>
/// <param name="File">The log named in the scenario, relative to the scenario's folder; null when the command line names it.</param>
/// <param name="UtcOffset">Offset of the log's local times; default Z.</param>
/// <param name="RepeatUsers">Copies of each user, copy 0 included, 1 to 100,000; default 1. Ignored when Users is given.</param>
/// <param name="Users">Total of users wanted, instead of RepeatUsers; or null.</param>
/// <param name="PhaseShift">Copies 1, 2, ... are shifted by a fixed whole-second phase within +/- this, 0 to 24 h; default 2 h.</param>
public sealed record TraceSpec(string? File, Offset UtcOffset, int RepeatUsers, int? Users, Duration PhaseShift)
{
    /// <summary>What kind of log it is; null: told from its content.</summary>
    public TraceFormat? Format { get; init; }

    /// <summary>When a log begins that counts seconds, instead of what it says itself; default null.</summary>
    public Instant? Origin { get; init; }

    /// <summary>
    /// Sessions of a user with a shorter gap, or that overlap, are one, 0 to 24 h. Default null: overlaps are faults in plain sessions,
    /// and joined (0 s) in the other formats.
    /// </summary>
    public Duration? JoinWithin { get; init; }

    /// <summary>IANA zone of the log's local times, with its changes of the clock, instead of UtcOffset; default null.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the day or the month comes first in dates such as 03/02/2026; default null: as the log shows it.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>What becomes of sessions of which the log has one end only; default null: each is a fault.</summary>
    public OpenSessions? OpenSessions { get; init; }

    /// <summary>Something says of which clock the log's local times are.</summary>
    public bool KnowsZone { get; init; }

    public const int MaxCopies = 100_000;

    public static TraceSpec Default { get; } = new(null, Offset.Zero, 1, null, Duration.FromHours(2));

    /// <summary>Users replayed from a log of so many.</summary>
    public long UsersFrom(int logUsers) => logUsers == 0 ? 0 : Users ?? (long)logUsers * RepeatUsers;
}
