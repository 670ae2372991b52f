using System.Collections.Immutable;
using DeskFleet.Contracts;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Hosting;
using DeskFleet.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace DeskFleet.Grains.Delivery;

/// <summary>
/// Delivers effects outside their sender's turn: one entity's in their order, one after another; those of different entities side by
/// side. An effect leaves only when it was delivered and its answer, if one was wanted, has come home; what fails is repeated and
/// holds up its own entity alone. One that is late is delivered only if it is still owed. Thread-safe. What is undelivered when the process
/// ends is still owed in the entity's record.
/// </summary>
public sealed class Courier : ICourier, ICanPause, IDisposable
{
    /// <summary>After so many effects of one entity the others have their turn.</summary>
    private const int MaxInARow = 16;

    /// <summary>
    /// How long an effect goes out unasked after its sender has read or written its record. A silo that was parted from the others may have been replaced
    /// after that, and what it owed be delivered, settled and forgotten; none is declared dead and succeeded within less.
    /// </summary>
    public static readonly Duration SureFor = Duration.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Entity, Lane> _lanes = [];
    private readonly Timetable<Entity> _rounds;
    private readonly IEntityRouter _router;
    private readonly IFleetClock _clock;

    public Courier(IEntityRouter router, IFleetClock clock, TimeProvider time, IOptions<FleetOptions> options, ILogger<Courier> logger)
    {
        (_router, _clock) = (router, clock);
        _rounds = new(new("effects", options.Value.EffectsAtOnce, options.Value.Retry), clock, time, DeliverSome, logger);
    }

    /// <summary>Entities with effects under way.</summary>
    public int Senders => _rounds.Count;

    /// <summary>
    /// An activation hands over its record's effects again when it starts. Their numbers say which are known already, so that an
    /// older activation's effects and a newer one's are one sequence.
    /// </summary>
    public void Take(Outbox outbox, ImmutableArray<OwedEffect> effects)
    {
        var now = _clock.Now;
        lock (_gate)
        {
            if (!_lanes.TryGetValue(outbox.Owner, out var lane))
                _lanes.Add(outbox.Owner, lane = new());
            lane.SureAt = now;
            foreach (var owed in effects)
                lane.Parcels[owed.Number] = Parcel.Of(lane.Parcels.GetValueOrDefault(owed.Number), outbox, owed);
        }

        _rounds.Set(outbox.Owner, now);
    }

    public void Start() => _rounds.Start();

    /// <summary>Delivers what there is, at most until <paramref name="limit"/>, then stops.</summary>
    /// <returns>How many entities still have undelivered effects.</returns>
    public Task<int> Drain(CancellationToken limit) => _rounds.Drain(limit);

    public Task Pause(CancellationToken limit) => _rounds.Pause(limit);

    public void Resume()
    {
        lock (_gate)
            _lanes.Clear();
        _rounds.Resume();
    }

    public void Dispose() => _rounds.Dispose();

    private async Task DeliverSome(Entity sender)
    {
        for (var i = 0; i < MaxInARow; i++)
        {
            if (First(sender) is not { } parcel)
                return;
            if (!IsSure(sender))
            {
                await MakeSure(sender);
                continue;
            }

            await Deliver(sender, parcel.Owed);
            Remove(sender, parcel.Owed.Number);
        }

        _rounds.Set(sender, _clock.Now);
    }

    /// <summary>Whoever has just handed something over has just read or written its record.</summary>
    private bool IsSure(Entity sender)
    {
        lock (_gate)
            return !_lanes.TryGetValue(sender, out var lane) || _clock.Now - lane.SureAt <= SureFor;
    }

    /// <summary>Whoever of the sender's activations answers has found in storage that nobody has written after it, or fails.</summary>
    private async Task MakeSure(Entity sender)
    {
        var owed = (OwedFrom)await _router.Send(sender, CheckOwed.Instance);
        lock (_gate)
        {
            if (!_lanes.TryGetValue(sender, out var lane))
                return;
            // Delivered by somebody else: whoever handed it over is told, or would owe it for ever.
            while (lane.Parcels.Count > 0 && lane.Parcels.GetKeyAtIndex(0) < owed.Number)
            {
                lane.Parcels.GetValueAtIndex(0).MarkDelivered();
                lane.Parcels.RemoveAt(0);
            }

            lane.SureAt = _clock.Now;
        }
    }

    private async Task Deliver(Entity sender, OwedEffect owed)
    {
        var effect = owed.Effect;
        TraceParent.Send(owed.Trace);
        var reply = await _router.Send(effect.Target, effect.Command);
        if (DriverReported.OfRefusal(effect.Command, reply) is { } refusal)
            await _router.Send(sender, refusal);
        if (effect.WantsAnswer)
            await _router.Send(sender, new Answered(effect.Target, effect.Command, reply, owed.Number));
    }

    private Parcel? First(Entity sender)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(sender, out var lane))
                return null;
            while (lane.Parcels.Count > 0)
            {
                if (lane.Parcels.GetValueAtIndex(0) is { IsWanted: true } parcel)
                    return parcel;
                lane.Parcels.RemoveAt(0);
            }

            _lanes.Remove(sender);
            return null;
        }
    }

    /// <summary>
    /// Only the first of its lane: where a successor of the activation has handed over earlier ones meanwhile, those come first, and then this one once more.
    /// What an outbox calls delivered is so with all before it.
    /// </summary>
    private void Remove(Entity sender, long number)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(sender, out var lane) || lane.Parcels.Count == 0 || lane.Parcels.GetKeyAtIndex(0) != number)
                return;
            lane.Parcels.GetValueAtIndex(0).MarkDelivered();
            lane.Parcels.RemoveAt(0);
        }
    }

    /// <summary>One entity's effects in their order.</summary>
    private sealed class Lane
    {
        public SortedList<long, Parcel> Parcels { get; } = [];

        /// <summary>When these were last known to be owed.</summary>
        public Instant SureAt { get; set; }
    }

    /// <param name="Outboxes">Of all activations that have handed it over: while one of them is there it is delivered, and each is told.</param>
    private sealed record Parcel(ImmutableArray<Outbox> Outboxes, OwedEffect Owed)
    {
        public bool IsWanted => Outboxes.Any(outbox => !outbox.IsClosed);

        public static Parcel Of(Parcel? known, Outbox outbox, OwedEffect owed) =>
            new([.. (known?.Outboxes ?? []).Where(other => !other.IsClosed), outbox], owed);

        public void MarkDelivered()
        {
            foreach (var outbox in Outboxes)
                outbox.MarkDelivered(Owed.Number);
        }
    }
}
