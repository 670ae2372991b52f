using System.Collections.Immutable;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Delivery;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>
/// Delivers effects as the production courier does: one entity's in their order, and an effect leaves only when it was delivered and its answer has
/// come home. What fails is repeated. Faults make it double, late, or deliver once more after newer ones.
/// </summary>
/// <param name="router">Where this courier calls from: a courier dies with its silo.</param>
public sealed class ChaosCourier(ChaosTime time, Faults faults, Func<IEntityRouter> router) : ICourier
{
    private static readonly Duration MaxPause = Duration.FromSeconds(20);
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Entity, SortedList<long, Parcel>> _lanes = [];
    private readonly Dictionary<Entity, List<(OwedEffect Owed, long Forgotten)>> _past = [];

    /// <summary>Its silo is gone.</summary>
    public bool IsDead { get; set; }

    public void Take(Outbox outbox, ImmutableArray<OwedEffect> effects)
    {
        lock (_gate)
        {
            var isIdle = !_lanes.TryGetValue(outbox.Owner, out var lane);
            if (isIdle)
                _lanes.Add(outbox.Owner, lane = []);
            foreach (var owed in effects)
            {
                if (!lane!.TryGetValue(owed.Number, out var parcel))
                    lane.Add(owed.Number, parcel = new(owed, time.Now));
                parcel.Outboxes.Add(outbox);
            }

            if (isIdle)
                Next(outbox.Owner, Duration.Zero);
        }
    }

    private void Next(Entity sender, Duration after) => time.At(time.Now + after, $"effects of {sender}", () => DeliverOne(sender));

    private async ValueTask DeliverOne(Entity sender)
    {
        if (First(sender) is not { } parcel)
            return;
        var (kind, owed) = (parcel.Owed.Effect.Command is HostLostNews ? FaultKind.LossNewsLate : FaultKind.EffectLate, parcel.Owed);
        if (!parcel.WasLate && Late(kind, sender) is { } late)
        {
            parcel.WasLate = true;
            Next(sender, late);
            return;
        }

        try
        {
            if (time.Now - parcel.TakenAt > Courier.SureFor)
            {
                var first = (OwedFrom)await router().Send(sender, CheckOwed.Instance);
                if (owed.Number < first.Number)
                {
                    Remove(sender, owed.Number);
                    Next(sender, Duration.Zero);
                    return;
                }
            }

            for (var i = faults.Strikes(FaultKind.EffectDoubled, sender.ToString()) ? 2 : 1; i > 0; i--)
                await Deliver(sender, owed);
        }
        catch (FaultException)
        {
            Next(sender, faults.Dice.Between(Duration.FromSeconds(1), MaxPause));
            return;
        }

        if (owed.Effect.Command is ConfirmLease or SettleLease or SettleSeat)
            faults.Forget(owed.Effect.Target);
        if (faults.Lasts(FaultKind.EffectStale, sender.ToString(), Duration.FromSeconds(1), 90 * Minute) is { } again)
            OnceMore(sender, (owed, faults.Forgotten(owed.Effect.Target)), again);
        if (Past(sender, owed) is { } earlier && faults.Lasts(FaultKind.EffectStale, sender.ToString(), Duration.FromSeconds(1), Minute) is { } soon)
            OnceMore(sender, earlier, soon);
        Remove(sender, owed.Number);
        Next(sender, Duration.Zero);
    }

    /// <summary>An owner remembers the last units that are over; what comes once more after so many counts again, and the pages say so.</summary>
    private void OnceMore(Entity sender, (OwedEffect Owed, long Forgotten) effect, Duration after) => time.At(time.Now + after, $"effect of {sender} once more", () =>
        faults.Forgotten(effect.Owed.Effect.Target) - effect.Forgotten < LeaseBook.OverKept - 1 ? Deliver(sender, effect.Owed) : ValueTask.CompletedTask);

    private Duration? Late(FaultKind kind, Entity sender) => kind == FaultKind.LossNewsLate
        ? faults.Lasts(kind, sender.Key, Duration.FromMinutes(10), Duration.FromHours(4))
        : faults.Lasts(kind, sender.ToString(), Duration.FromSeconds(5), 10 * Minute);

    private async ValueTask Deliver(Entity sender, OwedEffect owed)
    {
        var (effect, from) = (owed.Effect, router());
        var reply = await from.Send(effect.Target, effect.Command);
        if (effect.WantsAnswer)
            await from.Send(sender, new Answered(effect.Target, effect.Command, reply, owed.Number));
    }

    /// <summary>One that was delivered before: once more it comes right after a newer one, which is where it does most harm.</summary>
    private (OwedEffect Owed, long Forgotten)? Past(Entity sender, OwedEffect owed)
    {
        lock (_gate)
        {
            if (!_past.TryGetValue(sender, out var past))
                _past.Add(sender, past = []);
            (OwedEffect, long)? earlier = past.Count == 0 ? null : faults.Dice.Pick(past);
            past.Add((owed, faults.Forgotten(owed.Effect.Target)));
            if (past.Count > 8)
                past.RemoveAt(0);
            return earlier;
        }
    }

    private Parcel? First(Entity sender)
    {
        lock (_gate)
        {
            if (IsDead || !_lanes.TryGetValue(sender, out var lane))
                return null;
            while (lane.Count > 0)
            {
                if (lane.GetValueAtIndex(0) is { IsWanted: true } parcel)
                    return parcel;
                lane.RemoveAt(0);
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
            if (!_lanes.TryGetValue(sender, out var lane) || lane.Count == 0 || lane.GetKeyAtIndex(0) != number)
                return;
            lane.GetValueAtIndex(0).Outboxes.ForEach(outbox => outbox.MarkDelivered(number));
            lane.RemoveAt(0);
        }
    }

    private sealed class Parcel(OwedEffect owed, Instant takenAt)
    {
        public Instant TakenAt { get; } = takenAt;

        /// <summary>Of all activations that have handed it over: while one of them is there it is delivered, and each is told.</summary>
        public List<Outbox> Outboxes { get; } = [];

        public bool IsWanted => Outboxes.Exists(outbox => !outbox.IsClosed);

        public OwedEffect Owed { get; } = owed;

        public bool WasLate { get; set; }
    }
}
