using System.Globalization;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Engines;
using DeskFleet.Simulator.Populations;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>Hears of what people ask for and get at the edge; the rest is in the event log.</summary>
public interface IEdge
{
    void Wants(Instant at);

    void WantsNoMore(Instant at);

    void Refused(Instant at, WorkSpaceId workSpace, string operation, Refused refusal);
}

/// <summary>
/// One user: has a desktop launched, then comes and goes as planned. Who is refused does not come back before the next planned session;
/// who still waits at the end of a session gives up.
/// </summary>
public sealed class Person(PlannedUser user, LaunchWorkSpace launch, IEnumerable<PlannedSession> plan, VirtualTime time, IEdge edge)
{
    private readonly IEnumerator<PlannedSession> _plan = plan.GetEnumerator();
    private readonly WorkSpaceId _workSpace = launch.OperationId.ToWorkSpaceId();
    private readonly UserName _name = launch.User;

    /// <summary>Puts the launch and the first session on the time line.</summary>
    public void Arrive(Instant launchAt)
    {
        time.Arrive(launchAt, user.UserName, -1, Launch);
        NextSession();
    }

    private async ValueTask Launch(IFleetEngine engine)
    {
        if (await engine.Tell(Entity.Of(_workSpace), launch) is Refused refused)
            edge.Refused(time.Now, _workSpace, "launch", refused);
    }

    private void NextSession()
    {
        if (!_plan.MoveNext())
            return;
        var session = _plan.Current;
        time.Arrive(session.Start, user.UserName, 2L * session.Index, engine => SignIn(engine, session));
    }

    private async ValueTask SignIn(IFleetEngine engine, PlannedSession session)
    {
        edge.Wants(time.Now);
        var reply = await engine.Tell(Entity.Of(_workSpace), new Connect(Operation(session, "in"), _name, IdOf(session)));
        if (reply is Refused refused)
            edge.Refused(time.Now, _workSpace, "connect", refused);
        time.Arrive(session.End, user.UserName, (2L * session.Index) + 1, e => SignOut(e, session, reply is not Core.Kernel.Refused));
    }

    private async ValueTask SignOut(IFleetEngine engine, PlannedSession session, bool wasHeard)
    {
        edge.WantsNoMore(time.Now);
        if (wasHeard)
            await engine.Tell(Entity.Of(_workSpace), new Disconnect(Operation(session, "out"), IdOf(session)));
        NextSession();
    }

    private SessionId IdOf(PlannedSession session) => new(string.Create(CultureInfo.InvariantCulture, $"{user.UserName}/{session.Index}"));

    private OperationId Operation(PlannedSession session, string what) =>
        OperationId.At(time.Now, string.Create(CultureInfo.InvariantCulture, $"{session.Index}-{what}"));
}
