using DeskFleet.Core.Identity;
using DeskFleet.Grains.Ports;

namespace DeskFleet.Silo.Api.Signing;

/// <summary>
/// Makes a signature good for one change. A signed request that comes again, sent twice by its client or replayed by somebody else, gets
/// the operation id that it had, so it is answered the same and changes nothing twice. Remembers a signature as long as
/// <see cref="SignatureCheck"/> would accept it. Thread-safe; one for each silo.
/// </summary>
internal sealed class ReplayWindow(IFleetClock clock, TimeProvider time)
{
    /// <summary>Signatures that are remembered at a time: so that memory is bounded, whoever asks.</summary>
    public const int MostRemembered = 200_000;

    private static readonly TimeSpan RememberedFor = (SignatureCheck.LongestSkew * 2).ToTimeSpan();

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OperationId> _known = [];
    private readonly Queue<(string Signature, long At)> _order = new();

    /// <summary>The operation id of a request; null when more have come than can be remembered.</summary>
    /// <param name="signature">Null: not signed, so always a new request.</param>
    public OperationId? IdOf(string? signature)
    {
        var fresh = OperationId.At(clock.Now, Guid.NewGuid().ToString("N"));
        if (signature is null)
            return fresh;
        lock (_gate)
        {
            Forget();
            if (_known.TryGetValue(signature, out var earlier))
                return earlier;
            if (_order.Count >= MostRemembered)
                return null;
            _known.Add(signature, fresh);
            _order.Enqueue((signature, time.GetTimestamp()));
            return fresh;
        }
    }

    private void Forget()
    {
        while (_order.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > RememberedFor)
            _known.Remove(_order.Dequeue().Signature);
    }
}
