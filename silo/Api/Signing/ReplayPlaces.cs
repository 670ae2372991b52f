using System.Globalization;
using System.Runtime.InteropServices;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Silo.Api.Signing;

/// <summary>The signatures of one caller that are good for no further change, until nobody would accept them any more. Thread-safe.</summary>
internal sealed class ReplayPlaces(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, Place> _known = [];

    /// <summary>Those that changed something, the one that is accepted no longer first.</summary>
    private readonly PriorityQueue<UInt128, Instant> _kept = new();

    /// <summary>The operation id that the signature has, or now gets; null: there is no place for it.</summary>
    /// <param name="until">When it is accepted no longer.</param>
    public OperationId? Enter(string signature, OperationId fresh, Instant now, Instant until)
    {
        var key = KeyOf(signature);
        lock (_gate)
        {
            Forget(now);
            ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(_known, key);
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref place))
            {
                place.UnderWay++;
                return new(place.Milliseconds, place.Token.ToString("N"));
            }

            if (_known.Count >= most)
                return null;
            _known.Add(key, new() { Milliseconds = fresh.UnixMilliseconds, Token = Guid.ParseExact(fresh.Token, "N"), Until = until, UnderWay = 1 });
            return fresh;
        }
    }

    /// <summary>One request under the signature has its answer.</summary>
    public void Leave(string signature, bool changedNothing)
    {
        var key = KeyOf(signature);
        lock (_gate)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(_known, key);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref place))
                return;
            place.UnderWay--;
            if (!changedNothing && !place.IsKept)
            {
                place.IsKept = true;
                _kept.Enqueue(key, place.Until);
            }

            if (place is { IsKept: false, UnderWay: <= 0 })
                _known.Remove(key);
        }
    }

    private void Forget(Instant now)
    {
        while (_kept.TryPeek(out var key, out var until) && until < now)
        {
            _kept.Dequeue();
            _known.Remove(key);
        }
    }

    /// <summary>Half of its digits tell two signatures of one caller apart.</summary>
    private static UInt128 KeyOf(string signature) => UInt128.Parse(signature.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private struct Place
    {
        public long Milliseconds;
        public Guid Token;
        public Instant Until;

        /// <summary>Requests that have no answer yet.</summary>
        public int UnderWay;

        /// <summary>One of them has changed something, or may have.</summary>
        public bool IsKept;
    }
}
