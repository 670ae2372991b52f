using System.Collections.Immutable;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Displays;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Placement;
using DeskFleet.Core.Users;
using NodaTime;

namespace DeskFleet.Core.WorkSpaces;

/// <summary>Signing in and out (RUN-04..09, WKS-01, WEB-01..07).</summary>
public sealed partial class WorkSpace
{
    private static readonly Duration MaxMeasure = Duration.FromHours(1);

    private static Question? NextConnectQuestion(WorkSpaceState state, Connect connect, Answers answers)
    {
        if (ConnectFault(state, connect) is not null)
            return null;
        if (answers.IsEmpty)
            return new(Entity.Of(state.Identity!.Directory, connect.User), new CheckUser());
        if (answers.RefusalBy(EntityKind.User) is not null)
            return null;
        if (NextClientQuestion(state, connect, answers) is { } question)
            return question;
        if (ClientRefused(answers) is not null)
            return null;
        return ConnectGoal(state) is { } goal ? NextPlacementQuestion(state, goal, AskedBy.Person, true, answers) : null;
    }

    /// <summary>The directory looks at the client, and where it wants a second factor, somebody looks at the code.</summary>
    private static Question? NextClientQuestion(WorkSpaceState state, Connect connect, Answers answers)
    {
        if (connect.Client is not { } client || ClientRefused(answers) is not null)
            return null;
        if (answers.Last<ClientChecked>() is not { } known)
            return new(Entity.Of(state.Identity!.Directory), new CheckClient(client));
        return known.NeedsCode && answers.Given.All(given => given.Question.Command is not CheckCode)
            ? new(Entity.SecondFactorOf(state.Identity!.Directory), new CheckCode(connect.User, connect.Code ?? ""))
            : null;
    }

    private static Refused? ClientRefused(Answers answers) => answers.RefusalBy(EntityKind.Directory) ?? answers.RefusalBy(EntityKind.SecondFactorService);

    /// <summary>What has to be placed before this sign-in can succeed; null: nothing.</summary>
    private static PlacementGoal? ConnectGoal(WorkSpaceState state) =>
        state.Lifecycle == Lifecycle.Stopped ? PlacementGoal.Start
        : NeedsHost(state) ? PlacementGoal.Recover
        : null;

    private static Decision DecideConnect(WorkSpaceState state, Connect connect, Answers answers, Instant now)
    {
        var decision = SignIn(state, connect, answers, now);
        if (connect.Display is not { } wanted || decision.Reply is Refused)
            return decision;
        var shown = DisplayRules.Default.Grant(state.Identity!.Bundle.IsGraphics, wanted);
        return decision with { Reply = decision.Reply is Resuming resuming ? resuming with { Display = shown } : ((Connected)decision.Reply) with { Display = shown } };
    }

    private static Decision SignIn(WorkSpaceState state, Connect connect, Answers answers, Instant now)
    {
        if ((ConnectFault(state, connect) ?? answers.RefusalBy(EntityKind.User) ?? ClientRefused(answers)) is { } refused)
            return Decision.Refuse(refused);
        if (RunsIdle(state.Lifecycle, state.Slot))
            return Open(state, connect.Session);
        var awaited = new AwaitedSession(connect.Session, state.Awaited?.AskedAt ?? now);
        if (ConnectGoal(state) is { } goal && state.Wait is null)
            return Placed(state, goal, answers, awaited, now);
        return Join(state, awaited, now);
    }

    private static Refused? ConnectFault(WorkSpaceState state, Connect connect)
    {
        if (!state.Exists)
            return new(RefusalCode.ResourceNotFound, $"There is no WorkSpace {state.Id}.");
        if (connect.User.Fault() is { } nobody)
            return new(RefusalCode.InvalidParameter, nobody);
        if (state.Identity!.User != connect.User)
            return new(RefusalCode.NotOwner, $"{state.Id} belongs to somebody else.");
        if (connect.Display is { } display && DisplayRules.Fault(display) is { } impossible)
            return impossible;
        if (connect.Client is { } client && ClientRules.Fault(client, state.Identity.Bundle) is { } notThisOne)
            return notThisOne;
        return Admission.Admits(state.Lifecycle, WorkSpaceOperation.Connect)
            ? null
            : new(RefusalCode.NotAvailable, state.Lifecycle == Lifecycle.Maintenance
                ? $"{state.Id} is under maintenance; try again in {MaintenanceTurn.RunTime.TotalMinutes:0} minutes."
                : $"{state.Id} is {state.Lifecycle.ToWire()}; try again when it is AVAILABLE.");
    }

    /// <summary>One live session a desktop: a second one takes over (WEB-01).</summary>
    private static Decision Open(WorkSpaceState state, SessionId session)
    {
        if (state.Session?.Id == session)
            return Decision.Answer(new Connected(session));
        ImmutableArray<FleetEvent> events = [new SessionOpened(session)];
        if (state.Session is { } other)
            events = events.Insert(0, new SessionClosed(other.Id, "taken over by another sign-in") { Interruption = SessionInterruption.TakenOver });
        return new(new Connected(session), events, []);
    }

    /// <summary>The desktop is on its way already: one more click changes who is waited for, nothing else.</summary>
    private static Decision Join(WorkSpaceState state, AwaitedSession awaited, Instant now)
    {
        var reply = state.Wait is { } wait
            ? new Resuming(awaited.Id, wait.Until - now, 1) { Obstacle = PlacementObstacle.Full(state.Identity!.Zone, wait.Until) }
            : Expect(awaited.Id, state.Job is { WaitsForStartSlot: true } ? 1 : 0);
        return state.Awaited == awaited ? Decision.Answer(reply) : Decision.Of(reply, new SessionAwaited(awaited));
    }

    private static Decision DecideDisconnect(WorkSpaceState state, Disconnect disconnect, Instant now)
    {
        if (state.Session?.Id == disconnect.Session)
            return Decision.Of(new SessionClosed(disconnect.Session, "disconnected"));
        if (state.Awaited is not { } awaited || awaited.Id != disconnect.Session)
            return state.Identity is null ? Decision.Nothing : Decision.NothingForSure;
        var gaveUp = new SessionAbandoned(awaited.Id, null, now - awaited.AskedAt);
        return state.Wait is { ForSession: true, Goal: PlacementGoal.Start }
            ? new(Accepted.Instance, [gaveUp, new CapacityWaitEnded(null, "nobody waits any more")], [LeaveQueue(state)])
            : Decision.Of(gaveUp);
    }

    private static Decision DecideMeasured(WorkSpaceState state, ReportMeasured measured) =>
        state.Session?.Id != measured.Session
            ? Decision.Refuse(RefusalCode.ResourceNotFound, $"Session {measured.Session} of {state.Id} is not open; report what was measured while it is.")
        : !IsMeasure(measured.RoundTrip) || (measured.Launch is { } launch && !IsMeasure(launch))
            ? Decision.Refuse(RefusalCode.InvalidParameter, "What a client has measured is 0 to one hour; give such a time.")
        : Decision.Nothing;

    private static bool IsMeasure(Duration time) => time >= Duration.Zero && time <= MaxMeasure;

    private static SessionAbandoned Abandon(AwaitedSession awaited, RefusalCode code, Instant now) => new(awaited.Id, code, now - awaited.AskedAt);

    private static Effect LeaveQueue(WorkSpaceState state) => new(Entity.Of(state.Identity!.Pool), new StopWaiting(state.Id, state.Wait!.Until));
}
