using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Hosts;

/// <summary>Allocates a host to a pool. Repeating it changes nothing.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.register-host")]
public sealed record RegisterHost(HostPoolId Pool, HostType Type) : Command;

/// <summary>Asks for a slot, leased until confirmed (PLC-07).</summary>
/// <param name="Epoch">The placement epoch that the slot will carry.</param>
/// <param name="NeedsStartSlot">The desktop will be started here, so it needs one of the host's start slots.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.reserve-slot")]
public sealed record ReserveSlot(WorkSpaceId WorkSpace, long Epoch, Capacity Size, bool NeedsStartSlot) : Command;

/// <summary>The slot is leased.</summary>
/// <param name="StartsAhead">0: the desktop may start now; otherwise its place in the host's start queue.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.slot-reserved")]
public sealed record SlotReserved(HostId Host, WorkSpaceId WorkSpace, long Epoch, int StartsAhead) : Reply, IGrant
{
    /// <summary>Which grant of the slot this is (<see cref="Occupant.Grant"/>).</summary>
    [Id(0)]
    public long Grant { get; init; }

    public Command GiveBack => new ReleaseSlot(WorkSpace, Epoch) { Grant = Grant };
}

/// <summary>No slot; with the host's truth, so that the pool can learn from it.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.slot-refused")]
public sealed record SlotRefused(HostView View) : Reply
{
    /// <summary>It holds a slot already, under this other epoch; null: it holds none, or a version that did not say was asked.</summary>
    [Id(0)]
    public long? HeldUnder { get; init; }
}

/// <summary>The desktop runs, or its start was given up: frees the start slot and confirms the lease.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.start-ended")]
public sealed record StartEnded(WorkSpaceId WorkSpace, long Epoch) : Command;

/// <summary>The desktop is gone from the host, as the driver has confirmed.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.release-slot")]
public sealed record ReleaseSlot(WorkSpaceId WorkSpace, long Epoch) : Command
{
    /// <summary>The grant that was not used: one that was made or confirmed since stays. Null: whichever has this epoch.</summary>
    [Id(0)]
    public long? Grant { get; init; }
}

/// <summary>No new desktops; those that are there stay.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.drain-host")]
public sealed record DrainHost : Command
{
    /// <summary>When it takes desktops again by itself; null: when somebody returns it.</summary>
    [Id(0)]
    public Instant? Until { get; init; }
}

/// <summary>
/// Whoever watches the machines says that a host is gone. Believed within what the brake allows; otherwise answered by <see cref="LossHeld"/>, and
/// believed when it is reported again a minute later or <see cref="LoseHost"/> confirms it (PLC-07).
/// </summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.report-host-lost")]
public sealed record ReportHostLost(string Detail) : Command;

/// <summary>The host is suspected: nobody is moved.</summary>
/// <param name="Message">What has to be done, for people.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.loss-held")]
public sealed record LossHeld(string Message) : Reply;

/// <summary>To the account: one more of its hosts is reported lost.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.weigh-loss")]
public sealed record WeighLoss(ZoneId Zone) : Command;

/// <param name="Losses">What was reported lost of late, this one included, by zone.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.losses-weighed")]
public sealed record LossesWeighed(ImmutableArray<ZoneLosses> Losses) : Reply;

/// <summary>One more host of the account is reported lost.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.loss-heard")]
public sealed record LossHeard(ZoneId Zone) : FleetEvent
{
    public override EventReach Reach => EventReach.Stored;
}

/// <summary>The host is lost and fenced, as somebody knows who answers for it: whatever ran on it is gone.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.lose-host")]
public sealed record LoseHost(string Detail) : Command;

/// <summary>A drained host takes desktops again; a lost one as soon as all that were lost with it have heard so.</summary>
[FromOutside, GenerateSerializer, Immutable, Alias("deskfleet.return-host")]
public sealed record ReturnHost : Command;

/// <summary>To the WorkSpace: a start slot is free, start now. Accepted, or refused when it is not wanted any more.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.start-slot-granted")]
public sealed record StartSlotGranted(HostId Host, long Epoch) : Command, INeedsCertainty
{
    /// <summary>The newest grant of the slot when this was said: a refusal says nothing of later ones. Null: said by an earlier version.</summary>
    [Id(0)]
    public long? Grant { get; init; }

    bool INeedsCertainty.MustBeCertain(Reply reply) => reply is Refused;
}

/// <summary>To the WorkSpace: the host is lost, and with it the desktop as it ran. It sends <see cref="LossNewsHeard"/> in return.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.host-lost-news")]
public sealed record HostLostNews(HostId Host, long Epoch, Instant LostAt) : Command;

/// <summary>
/// To the host: the WorkSpace has heard of its loss, and every order that it owed to the machine there has been delivered before this. An answer would not do:
/// it overtakes what is still owed, and an order for a lost machine would come to a host that has returned.
/// </summary>
/// <param name="LostAt">The loss that was heard of: it says nothing of later ones.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.loss-news-heard")]
public sealed record LossNewsHeard(WorkSpaceId WorkSpace, Instant LostAt) : Command;

/// <summary>To the WorkSpace: is this slot still yours? Accepted: yes. Refused: no.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.holds-slot")]
public sealed record HoldsSlot(HostId Host, long Epoch) : Command, INeedsCertainty
{
    /// <summary>The newest grant of the slot when this was asked: a "no" says nothing of later ones. Null: asked by an earlier version.</summary>
    [Id(0)]
    public long? Grant { get; init; }

    bool INeedsCertainty.MustBeCertain(Reply reply) => reply is Refused;
}

/// <summary>To the pool: this is how the host stands.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.host-news")]
public sealed record HostNews(HostView View) : Command;

/// <summary>To the host: tell the pool how you stand, it has forgotten.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.report-to-pool")]
public sealed record ReportToPool : Command;
