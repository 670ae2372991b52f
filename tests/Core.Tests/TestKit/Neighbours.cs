using DeskFleet.Core.Accounts;
using DeskFleet.Core.Activation;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.Tags;
using DeskFleet.Core.Users;
using NodaTime;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>
/// Whom a WorkSpace asks, as a script: everybody grants everything unless told otherwise. Every ask is kept in <see cref="Asked"/>.
/// </summary>
internal sealed class Neighbours
{
    private readonly Dictionary<Type, Func<Question, Reply>> _script = [];

    public List<Question> Asked { get; } = [];

    /// <summary>What the bundle that is asked for is.</summary>
    public Bundle Bundle { get; set; } = Names.Standard;

    /// <summary>From now on this kind of question is answered so.</summary>
    public Neighbours When<TCommand>(Func<TCommand, Reply> answer)
        where TCommand : Command
    {
        _script[typeof(TCommand)] = question => answer((TCommand)question.Command);
        return this;
    }

    /// <summary>As <see cref="When{TCommand}"/>, for answers that depend on who is asked.</summary>
    public Neighbours WhenAsked<TCommand>(Func<Question, Reply> answer)
        where TCommand : Command
    {
        _script[typeof(TCommand)] = answer;
        return this;
    }

    /// <summary>All hosts are full and the pool lets the asker queue until the given instant.</summary>
    public Neighbours WithFullPoolUntil(Instant until) => When<ProposeHosts>(propose => propose.Queueing != Queueing.Never
        ? new QueuedForCapacity(propose.WorkSpace, until, 1, PlacementExplanation.None)
        : new NoRoom(PlacementExplanation.None));

    /// <summary>The host grants slots, but its start slots are taken: so many start before.</summary>
    public Neighbours WithStartsAhead(int ahead) =>
        When<ReserveSlot>(reserve => new SlotReserved(Names.HostOne, reserve.WorkSpace, reserve.Epoch, ahead));

    public Reply Answer(Question question)
    {
        Asked.Add(question);
        return _script.TryGetValue(question.Command.GetType(), out var scripted) ? scripted(question) : Grant(question.Command);
    }

    private Reply Grant(Command command) => command switch
    {
        LeasePlace c => new PlaceLeased(c.OperationId, Names.Account, Names.ZoneA, Names.ZoneB, IsDedicated: Bundle.BringsOwnLicence, IsTie: false),
        ResolveBundle => new BundleResolved(Bundle),
        LeaseSeat c => new SeatLeased(c.OperationId),
        KeyCall or CreateKey => Accepted.Instance,
        BeginImage c => new ImageBegun(c.OperationId, c.Image),
        ClaimUser c => new UserClaimed(c.WorkSpace),
        LeaseQuota c => new QuotaLeased(c.OperationId),
        CheckRoom => new Room(80),
        ProposeHosts => new Proposal([new PlacementCandidate(Names.HostOne)], new(1, PlacementExplanation.None.Filtered)),
        ReserveSlot c => new SlotReserved(Names.HostOne, c.WorkSpace, c.Epoch, 0),
        ReadLimits => new Limits(20, 1, 5, 0, TagRules.DefaultMostTags),
        CheckActivation => new ActivationChecked(IsActivated: true),
        CheckUser or CheckArrangement => Accepted.Instance,
        _ => throw new NotSupportedException($"Nobody answers {command}."),
    };
}
