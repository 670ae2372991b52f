using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.Tags;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Rules.Tests.Kit;

/// <summary>
/// One desktop on the real machine and kernel, with owners that always grant and a driver that is done at once, so that starting
/// and stopping take no time, as in the catalogue's worked bills. What it leaves is its event log.
/// </summary>
internal sealed class OneDesktop
{
    private static readonly HostId Host = new("h-1");

    private readonly string _key;
    private readonly Bundle _bundle;
    private readonly List<LoggedEvent> _log = [];
    private EntityRecord<WorkSpaceState> _record;
    private int _asked;

    private OneDesktop(string key, Bundle bundle) => (_key, _bundle, _record) = (key, bundle, EntityKernel<WorkSpaceState, WorkSpace>.New(key));

    public WorkSpaceState State => _record.State;

    public IReadOnlyList<LoggedEvent> Log => _log;

    public Reply LastReply { get; private set; } = Accepted.Instance;

    public static OneDesktop Launch(Instant at, Bundle bundle, RunningMode mode, Duration? period = null, string user = "ann")
    {
        var launch = new LaunchWorkSpace(OperationId.At(at, user), new("d-1"), UserName.Of(user), bundle.Id, mode, period);
        var desktop = new OneDesktop(launch.OperationId.ToWorkSpaceId().Value, bundle);
        desktop.Send(launch, at);
        return desktop;
    }

    /// <summary>What bills know of it when everything up to an instant has happened.</summary>
    public DesktopUsage UsageAt(Instant asOf)
    {
        Pass(asOf);
        return UsageFold.Rebuild(State.Id, _log.Where(line => line.At <= asOf));
    }

    public void Connect(Instant at) => Send(new Connect(NewId(at), State.Identity!.User, new("s-1")), at);

    public void Disconnect(Instant at) => Send(new Disconnect(NewId(at), new("s-1")), at);

    public void Stop(Instant at) => Send(new StopWorkSpace(NewId(at)), at);

    public void Switch(Instant at, RunningMode mode) => Send(new ModifyWorkSpace(NewId(at), mode, null), at);

    public void Terminate(Instant at) => Send(new TerminateWorkSpace(NewId(at)), at);

    public void Send(Command command, Instant at)
    {
        Pass(at);
        Run(command, at);
    }

    /// <summary>Lets time pass: every deadline is met when it is reached.</summary>
    public void Pass(Instant until)
    {
        while (_record.Deadline is { } due && due <= until)
            Run(new Wake(), due);
    }

    /// <summary>A move for which no command exists yet, by the table of lawful moves.</summary>
    public void Move(Trigger on, Instant at, bool takesSlot = false)
    {
        Pass(at);
        var to = Transitions.Next(State.Lifecycle, on)!.Value;
        var metered = to.IsMetered() ? null : State.Meter.ClosedAt(at);
        Fold(new StateChanged(on, State.Lifecycle, to, "test") { Metered = metered, Slot = takesSlot ? new(Host, State.Epoch) : null }, at);
    }

    public void Tag(Instant at, params (string Key, string Value)[] tags) =>
        Fold(new TagsChanged(new(TagSet.Empty.Values.AddRange(tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value))))), at);

    private void Fold(FleetEvent happened, Instant at)
    {
        var state = WorkSpace.Evolve(State, happened, at);
        _record = _record with { State = state, Sequence = _record.Sequence + 1, Deadline = WorkSpace.Deadline(state) };
        _log.Add(new(at, Entity.Of(state.Id), _record.Sequence, happened));
    }

    private void Run(Command command, Instant at)
    {
        var turn = EntityKernel<WorkSpaceState, WorkSpace>.Begin(_key, _record, command, at);
        while (turn.NextQuestion() is { } question)
            turn.Answer(question, Answer(question.Command));
        var outcome = turn.Finish(_record.LastEffect);
        (_record, LastReply) = (outcome.Record, outcome.Reply);
        _log.AddRange(outcome.Logged);
        foreach (var owed in outcome.Effects)
            Deliver(owed.Effect.Command, at);
    }

    private void Deliver(Command effect, Instant at)
    {
        if (effect is DriverCommand ordered)
            Run(new DriverReported(ordered.Verb, ordered.Epoch, DriverOutcome.Done), at);
        else if (effect is Recover)
            Run(effect, at);
    }

    private Reply Answer(Command question) => question switch
    {
        LeasePlace c => new PlaceLeased(c.OperationId, new("acme", "us-east-1"), new("a"), new("b"), _bundle.BringsOwnLicence, IsTie: false),
        ResolveBundle => new BundleResolved(_bundle),
        ClaimUser c => new UserClaimed(c.WorkSpace),
        LeaseQuota c => new QuotaLeased(c.OperationId),
        ProposeHosts => new Proposal([new(Host)], PlacementExplanation.None),
        ReserveSlot c => new SlotReserved(Host, c.WorkSpace, c.Epoch, StartsAhead: 0),
        ReadLimits => new Limits(100, 1, 5, 0, TagRules.DefaultMostTags),
        _ => Accepted.Instance,
    };

    private OperationId NewId(Instant at) => OperationId.At(at, $"{_asked++:000000}");
}
