using System.Globalization;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>Hears of what people ask for and get at the edge; the rest is in the event log.</summary>
public interface IEdge
{
    void Wants(Instant at);

    void WantsNoMore(Instant at);

    /// <param name="isRetry">After a refusal in the same session: not another session, only another attempt.</param>
    void SignsIn(Instant at, bool isRetry);

    /// <summary>Somebody's session began before the replay: it is open, and nobody signed in for it.</summary>
    void IsConnectedAlready();

    void CutOff(Instant at, WorkSpaceId workSpace);

    void Refused(Instant at, WorkSpaceId workSpace, string operation, Refused refusal);
}

/// <summary>
/// One user: has a desktop launched, then comes and goes as planned. Who is cut off signs in again; who is refused tries again as often
/// as the group's patience says, and then not before the next planned session; who still waits at the end of a session gives up.
/// Whoever is in a session when the replay starts is connected while the fleet is set up, unheard by the edge: it is no sign-in of the replay.
/// </summary>
public sealed class Person(
    PlannedUser user, LaunchWorkSpace launch, IEnumerable<PlannedSession> plan, SubjectChance chance, VirtualTime time, IEdge edge)
{
    /// <summary>Arrivals are counted within a session: sign-ins from 0 on, the sign-out last.</summary>
    private const long ArrivalsPerSession = 1_000_000;

    private const long BeforeTheFirst = -1;

    private readonly IEnumerator<PlannedSession> _plan = plan.GetEnumerator();
    private readonly WorkSpaceId _workSpace = launch.OperationId.ToWorkSpaceId();
    private readonly UserName _name = launch.User;

    /// <summary>The planned session that goes on; null: not at work.</summary>
    private PlannedSession? _present;

    /// <summary>What is open or waited for; null: nothing.</summary>
    private SessionId? _asked;

    private int _signIns;
    private int _retries;

    /// <summary>What the user was in the middle of before the replay; null: nothing, or it has been done.</summary>
    public EarlierSession? Earlier { get; set; }

    /// <summary>Puts the launch, the first session and the departure on the time line.</summary>
    public void Arrive(Instant launchAt)
    {
        time.Arrive(launchAt, user.UserName, -1, Launch);
        if (user.Leaves is { } at)
            time.Arrive(at, user.UserName, long.MaxValue, Leave);
        NextSession();
    }

    /// <summary>The desktop is there for the first time. Whoever was at work before the start of the replay connects now.</summary>
    public void Provisioned()
    {
        if (Earlier is not { } earlier || time.Now >= earlier.Until)
            return;
        Earlier = null;
        time.Arrive(time.Now, user.UserName, BeforeTheFirst, ConnectBefore);
        if (!earlier.GoesOn)
            time.Arrive(earlier.Until, user.UserName, BeforeTheFirst, DisconnectBefore);
    }

    /// <summary>The fleet closed a session. Closed by its user, it is none that he asks for any more.</summary>
    public void Closed(SessionId session)
    {
        if (_asked != session)
            return;
        if (_present is null)
        {
            _asked = null;
            return;
        }

        edge.CutOff(time.Now, _workSpace);
        _retries = 0;
        ComeBack(user.Group.Patience.ReconnectAfter);
    }

    /// <summary>The fleet refused who had waited.</summary>
    public void Abandoned(SessionId session)
    {
        if (_asked == session)
            Refused();
    }

    private async ValueTask Launch(IFleetEngine engine)
    {
        if (await engine.Send(Entity.Of(_workSpace), launch) is Refused refused)
            edge.Refused(time.Now, _workSpace, "launch", refused);
    }

    /// <summary>After the last sign-out of the same instant. Who never got a desktop has none to give up, so a refusal is none of his.</summary>
    private async ValueTask Leave(IFleetEngine engine) =>
        await engine.Send(Entity.Of(_workSpace), new TerminateWorkSpace(OperationId.At(time.Now, "leaves")));

    private void NextSession()
    {
        if (!_plan.MoveNext())
            return;
        var session = _plan.Current;
        time.Arrive(session.Start, user.UserName, ArrivalsPerSession * session.Index, engine => Begin(engine, session));
    }

    private ValueTask Begin(IFleetEngine engine, PlannedSession session)
    {
        (_present, _signIns, _retries, Earlier) = (session, 0, 0, null);
        edge.Wants(time.Now);
        time.Arrive(session.End, user.UserName, (ArrivalsPerSession * session.Index) + ArrivalsPerSession - 1, e => End(e, session));
        if (!session.IsOpenAtStart || _asked is null)
            return SignIn(engine, session);
        _signIns = 1;
        edge.IsConnectedAlready();
        return ValueTask.CompletedTask;
    }

    /// <summary>Before the start; whoever is refused signs in at the start.</summary>
    private async ValueTask ConnectBefore(IFleetEngine engine)
    {
        var session = new SessionId($"{user.UserName}/0");
        if (await engine.Send(Entity.Of(_workSpace), new Connect(OperationId.At(time.Now, "before-in"), _name, session)) is Connected)
            _asked = session;
    }

    private async ValueTask DisconnectBefore(IFleetEngine engine)
    {
        if (_asked is not { } open)
            return;
        _asked = null;
        await engine.Send(Entity.Of(_workSpace), new Disconnect(OperationId.At(time.Now, "before-out"), open));
    }

    private async ValueTask SignIn(IFleetEngine engine, PlannedSession session)
    {
        var number = _signIns++;
        var asked = IdOf(session, number);
        _asked = asked;
        edge.SignsIn(time.Now, isRetry: _retries > 0);
        if (await engine.Send(Entity.Of(_workSpace), new Connect(Operation(session, Numbered("in", number)), _name, asked)) is not Refused refused)
            return;
        edge.Refused(time.Now, _workSpace, "connect", refused);
        Refused();
    }

    private void Refused()
    {
        _asked = null;
        if (_retries++ < user.Group.Patience.Retries)
            ComeBack(user.Group.Patience.RetryAfter);
    }

    /// <summary>Within the same session only; whoever has left by then does not.</summary>
    private void ComeBack(Duration after)
    {
        _asked = null;
        var session = _present!.Value;
        var share = 0.5 + chance.Uniform(session.Index, "comes-back-after", _signIns);
        var at = time.Now + Duration.FromSeconds((long)Math.Ceiling(after.TotalSeconds * share));
        if (at < session.End)
            time.Arrive(at, user.UserName, (ArrivalsPerSession * session.Index) + _signIns, engine => SignIn(engine, session));
    }

    private async ValueTask End(IFleetEngine engine, PlannedSession session)
    {
        edge.WantsNoMore(time.Now);
        var asked = _asked;
        (_present, _asked) = (null, null);
        if (asked is { } open)
            await engine.Send(Entity.Of(_workSpace), new Disconnect(Operation(session, "out"), open));
        NextSession();
    }

    private SessionId IdOf(PlannedSession session, int signIn) =>
        new(Numbered(string.Create(CultureInfo.InvariantCulture, $"{user.UserName}/{session.Index}"), signIn));

    private OperationId Operation(PlannedSession session, string what) =>
        OperationId.At(time.Now, string.Create(CultureInfo.InvariantCulture, $"{session.Index}-{what}"));

    private static string Numbered(string name, int signIn) => signIn == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{signIn}");
}
