using System.Collections.Immutable;
using DeskFleet.Core.Chances;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>
/// Everybody who works in a scenario, and when. Sessions are made while they are asked for: a hundred thousand people for a month
/// never sit in memory at once. Immutable; may be read by several threads.
/// </summary>
public sealed class Population
{
    private readonly ISessionSource source;
    private readonly Interval replay;

    private readonly ClientMix clients;
    private readonly Lazy<SessionsOutside> outside;

    private Population(ImmutableArray<PlannedUser> users, ISessionSource source, Interval replay, Chance chance)
    {
        Users = users;
        clients = new(chance);
        this.source = source;
        this.replay = replay;
        outside = new(() => source is TraceSessions ? CountOutside() : default);
    }

    /// <summary>Sessions of the log, copies included, that lie wholly before or after the replay; none where patterns make the sessions.</summary>
    public SessionsOutside Outside => outside.Value;

    /// <summary>All users, by group in the scenario's order, or by round of copies and name with a trace.</summary>
    public ImmutableArray<PlannedUser> Users { get; }

    /// <summary>The population of a scenario: its groups' people, or those of the log that it replays.</summary>
    /// <exception cref="ArgumentException">The scenario replays a trace and none is given, or it has faults.</exception>
    public static Population Create(Scenario scenario, TraceReading? trace)
    {
        if (scenario.Trace is not null && trace is not { Faults.IsEmpty: true })
            throw new ArgumentException("A scenario with a trace needs the reading of that trace, without faults.", nameof(trace));
        var chance = new Chance(scenario.Seed);
        var replay = new Interval(scenario.Start, scenario.End);
        return scenario.Trace is { } spec
            ? new Population(Leavers.Among(TraceCrowd.Of(scenario, spec, trace!, chance), scenario), new TraceSessions(trace!), replay, chance)
            : new Population(Leavers.Among(NamedCrowd.Of(scenario), scenario), new PatternSessions(chance, replay), replay, chance);
    }

    /// <summary>A user's sessions in time order, without overlaps, clipped to the replay and to the user's time in it.</summary>
    public IEnumerable<PlannedSession> Sessions(PlannedUser user)
    {
        var index = 0;
        var from = replay.Start + user.Joins;
        var until = Instant.Min(replay.End, user.Leaves ?? replay.End);
        foreach (var session in source.Of(user))
        {
            if (session.Start >= until) yield break;
            if (session.End <= from) continue;
            var planned = new PlannedSession(Instant.Max(session.Start, from), Instant.Min(session.End, until), index++);
            yield return planned with { Client = clients.Of(user, session.Start), IsOpenAtStart = session.Start < replay.Start && user.Joins == Duration.Zero };
        }
    }

    private SessionsOutside CountOutside()
    {
        long before = 0, after = 0;
        foreach (var session in Users.SelectMany(source.Of))
        {
            before += session.End <= replay.Start ? 1 : 0;
            after += session.Start >= replay.End ? 1 : 0;
        }

        return new(before, after);
    }

    /// <summary>What a user does, or did, when the replay starts; null: nothing that the fleet can still know of.</summary>
    public EarlierSession? Earlier(PlannedUser user)
    {
        if (user.Joins > Duration.Zero || user.Leaves <= replay.Start) return null;
        Instant? end = null;
        foreach (var session in source.Of(user).TakeWhile(session => session.Start < replay.Start))
            end = session.End;
        if (end is not { } until) return null;
        var remembered = user.Group.Mode == RunningModeName.AutoStop ? user.Group.AutoStop : Duration.Zero;
        return until > replay.Start ? new(until, true) : until + remembered > replay.Start ? new(until, false) : null;
    }
}
