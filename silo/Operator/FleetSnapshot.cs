using System.Collections.Immutable;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Telemetry;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Telemetry;
using NodaTime;

namespace DeskFleet.Silo.Operator;

/// <summary>A count under one or two names.</summary>
public sealed record NamedCount(string Name, string? Detail, double Count);

/// <summary>One host on the map.</summary>
/// <param name="Seats">Desktops that hold a slot, by state.</param>
/// <param name="Used">vCPU taken.</param>
/// <param name="Limit">vCPU there are.</param>
public sealed record HostTile(string Host, string Status, ImmutableSortedDictionary<string, int> Seats, int Used, int Limit);

/// <summary>The hosts of one owner in one zone.</summary>
public sealed record ZoneMap(string Zone, string Owner, ImmutableArray<HostTile> Hosts);

/// <summary>One loop of this silo.</summary>
/// <param name="Rounds">Complete ones since the silo started.</param>
/// <param name="AgeSeconds">Since its last complete round.</param>
/// <param name="IsLate">It is older than its term.</param>
/// <param name="Skipped">Records passed over since the silo started.</param>
/// <param name="Obstacle">Why the last round ended early; empty: it did not.</param>
/// <param name="Odd">Records passed over of late, and why.</param>
public sealed record LoopLine(string Loop, long Rounds, long AgeSeconds, long TermSeconds, bool IsLate, long Skipped, string Obstacle, ImmutableArray<OddRecord> Odd);

/// <summary>Something that was decided, and why.</summary>
public sealed record DecisionLine(Instant At, string Entity, string What, string Reason);

/// <summary>The fleet at a glance, as the page gets it.</summary>
/// <param name="PictureSeconds">How old all that follows but the loops is.</param>
/// <param name="Events">Events of the fleet that this silo has heard of so far.</param>
/// <param name="Pending">WorkSpaces with an update that is still to be installed.</param>
public sealed record FleetSnapshot(
    Instant At,
    long PictureSeconds,
    long Events,
    ImmutableArray<NamedCount> States,
    double Connected,
    double Pending,
    ImmutableArray<NamedCount> Waiting,
    ImmutableArray<NamedCount> Seats,
    ImmutableArray<NamedCount> Commitments,
    ImmutableArray<NamedCount> Refusals,
    ImmutableArray<ZoneMap> Zones,
    ImmutableArray<DecisionLine> Decisions,
    ImmutableArray<LoopLine> Loops);

/// <summary>Makes snapshots from this silo's census; costs one pass over the hosts, none over the desktops.</summary>
public sealed class SnapshotMaker(
    Census census, CensusKeeper keeper, FleetProjection projection, LiveEvents events, LoopBook loops, IFleetClock clock)
{
    private const int Decisions = 40;

    public FleetSnapshot Make() => new(
        clock.Now,
        (long)keeper.Age.TotalSeconds,
        events.Count,
        Counts(InstrumentCatalogue.WorkSpaces, AttributeKeys.State),
        Counts(InstrumentCatalogue.Sessions, AttributeKeys.Directory).Sum(count => count.Count),
        Counts(InstrumentCatalogue.PendingUpdates, AttributeKeys.Zone).Sum(count => count.Count),
        Counts(InstrumentCatalogue.WaitingUsers, AttributeKeys.Reason),
        Counts(InstrumentCatalogue.ByolSeats, AttributeKeys.Account),
        Counts(InstrumentCatalogue.ByolCommitment, AttributeKeys.Account),
        [.. projection.RefusalsSoFar.OrderByDescending(refusal => refusal.Value).Select(refusal => new NamedCount(refusal.Key.Operation, refusal.Key.Code, refusal.Value))],
        [.. census.Hosts().GroupBy(host => host.Pool).OrderBy(pool => pool.Key.ToString(), StringComparer.Ordinal).Select(Map)],
        [.. events.Newest().Take(Decisions).Select(Line)],
        [.. loops.All.Where(loop => loop.Age is not null).Select(Line)]);

    private static LoopLine Line(LoopWatch loop)
    {
        var age = loop.Age ?? TimeSpan.Zero;
        return new(loop.Name, loop.Rounds, (long)age.TotalSeconds, (long)loop.Term.TotalSeconds, age > loop.Term, loop.Skipped, loop.Obstacle ?? "", loop.Odd);
    }

    /// <summary>An event in one line.</summary>
    public static DecisionLine Line(LoggedEvent happened) => new(happened.At, happened.Entity.Key, What(happened.Event), Reason(happened.Event));

    private ImmutableArray<NamedCount> Counts(InstrumentSpec spec, string attribute) =>
    [
        .. census.Measure(spec, clock.Now)
            .GroupBy(count => count.Tags.ToArray().First(tag => tag.Key == attribute).Value!.ToString()!)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new NamedCount(group.Key, null, group.Sum(count => count.Value))),
    ];

    private static ZoneMap Map(IGrouping<Core.Identity.HostPoolId, HostPicture> pool) => new(
        pool.Key.Zone.Value,
        pool.Key.Owner.ToString(),
        [.. pool.Select(host => new HostTile(
            host.Host.Value,
            host.Status.ToString(),
            host.Seats.ToImmutableSortedDictionary(seat => seat.Key.ToWire(), seat => seat.Value),
            host.Used.VCpu,
            host.Type.Capacity.VCpu))]);

    private static string What(FleetEvent happened) => happened is StateChanged move ? $"{move.From.ToWire()} -> {move.To.ToWire()}" : happened.GetType().Name;

    private static string Reason(FleetEvent happened) => happened switch
    {
        StateChanged { Placement: { } placement } move => $"{move.Reason} ({placement})",
        StateChanged move => move.Reason,
        SessionClosed closed => closed.Reason,
        JobRetried retried => retried.Reason,
        CapacityWaitEnded ended => ended.Reason,
        CapacityAwaited awaited => $"no room ({awaited.Placement}), place {awaited.Position} in the queue",
        SessionAbandoned { Code: { } code } => code.ToString(),
        OperationRefused refused => refused.Message,
        _ => "",
    };
}
