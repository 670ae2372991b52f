using System.Globalization;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>
/// What people do with their desktops besides being connected: they are given applications and start them, and their sessions send. It is read from the
/// event log, so it does not matter how a session opened or ended, and put on the time line at the same instant.
/// </summary>
public sealed class SessionUse : IEventReader
{
    private readonly Dictionary<string, PlannedUser> _users;
    private readonly Dictionary<string, (SessionId Session, Instant Since)> _open = new(StringComparer.Ordinal);
    private readonly VirtualTime _time;
    private readonly Chance _chance;
    private readonly Func<IFleetEngine, Entity, Command, ValueTask> _send;
    private readonly Instant _start;
    private long _arrivals;

    /// <param name="start">What is sent before it belongs to no bill of the run.</param>
    /// <param name="send">Brings a command to the fleet, and its refusal to the log.</param>
    public SessionUse(IEnumerable<KeyValuePair<WorkSpaceId, PlannedUser>> roster, VirtualTime time, Chance chance, Instant start, Func<IFleetEngine, Entity, Command, ValueTask> send)
    {
        _users = roster.Where(member => HasUse(member.Value.Group)).ToDictionary(member => member.Key.Value, member => member.Value, StringComparer.Ordinal);
        (_time, _chance, _start, _send) = (time, chance, start, send);
    }

    public void Read(LoggedEvent happened)
    {
        if (happened.Entity.Kind != EntityKind.WorkSpace || !_users.TryGetValue(happened.Entity.Key, out var user))
            return;
        if (happened.Event is StateChanged { On: Trigger.Provisioned })
            Give(happened, user);
        if (SessionOf(happened.Event) is { } opened)
            Open(happened, user, opened);
        else if (happened.Event is SessionClosed closed && _open.Remove(happened.Entity.Key, out var open) && user.Group.Traffic is { } traffic)
            Meter(happened, closed.Session, traffic, happened.At - Instant.Max(open.Since, _start));
    }

    private static bool HasUse(UserGroup group) => group.Traffic is not null || !group.Applications.IsEmpty;

    private static SessionId? SessionOf(FleetEvent happened) => happened switch
    {
        SessionOpened e => e.Session,
        StateChanged { Opened: { } session } => session,
        _ => null,
    };

    private void Give(LoggedEvent happened, PlannedUser user)
    {
        foreach (var application in user.Group.Applications)
            Send(happened, new AssignApplication(Id(happened, "give", application.Name), new(application.Name), application.Source));
    }

    private void Open(LoggedEvent happened, PlannedUser user, SessionId session)
    {
        _open[happened.Entity.Key] = (session, happened.At);
        var draws = _chance.Of($"{user.UserName}/{session}");
        foreach (var (number, application) in user.Group.Applications.Index())
        {
            if (draws.Uniform(number, "starts") < application.Started)
                Send(happened, new LaunchApplication(Id(happened, "start", application.Name), new(application.Name)), onlyIn: session);
        }
    }

    private void Meter(LoggedEvent happened, SessionId session, TrafficSpec traffic, Duration connected)
    {
        if (connected < Duration.Zero)
            return;
        Send(happened, new MeterTraffic(Id(happened, "sent", session.Value), traffic.EgressBytes(connected), traffic.StreamedBytes(connected)));
    }

    /// <param name="onlyIn">Not when this session has ended in the same instant.</param>
    private void Send(LoggedEvent happened, Command command, SessionId? onlyIn = null) => _time.Arrive(
        happened.At,
        $"{happened.Entity.Key} use",
        _arrivals++,
        engine => onlyIn is { } session && (!_open.TryGetValue(happened.Entity.Key, out var open) || open.Session != session)
            ? ValueTask.CompletedTask
            : _send(engine, happened.Entity, command));

    private static OperationId Id(LoggedEvent happened, string what, string of) =>
        OperationId.At(happened.At, string.Create(CultureInfo.InvariantCulture, $"{what}-{of}"));
}
