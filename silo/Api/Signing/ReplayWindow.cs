using System.Collections.Concurrent;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Access;
using NodaTime;

namespace DeskFleet.Silo.Api.Signing;

/// <summary>
/// Makes a signature good for one change. A signed request that comes again, sent twice by its client or replayed by somebody else, gets
/// the operation id that it had, so it is answered the same and changes nothing twice. Remembers a signature as long as
/// <see cref="SignatureCheck"/> would accept it, each caller's in places of his own, and none that changed nothing. Thread-safe; one for each silo.
/// </summary>
internal sealed class ReplayWindow(IFleetClock clock, TimeProvider time) : IStartsAnew
{
    /// <summary>Signatures of one caller that are remembered at a time: so that memory is bounded, whoever asks.</summary>
    public const int PlacesOfACaller = 200_000;

    /// <summary>After the last moment at which a signature is accepted: the machine's clock may be set back a little meanwhile.</summary>
    private static readonly Duration Margin = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<string, ReplayPlaces> _callers = new(StringComparer.Ordinal);

    public void StartAnew() => _callers.Clear();

    /// <summary>The operation id of a request that changes something; null when the caller has made more changes than can be remembered for him.</summary>
    /// <remarks>Each one is followed by <see cref="End"/>.</remarks>
    public OperationId? Begin(ApiCaller caller)
    {
        var fresh = OperationId.At(clock.Now, Guid.NewGuid().ToString("N"));
        return caller.Signature is { } signature ? Places(caller).Enter(signature, fresh, Now, caller.SignedAt + SignatureCheck.MaxSkew + Margin) : fresh;
    }

    /// <summary>Says what became of it.</summary>
    /// <param name="changedNothing">It is known that nothing was changed: the signature needs no place any more.</param>
    public void End(ApiCaller caller, bool changedNothing)
    {
        if (caller.Signature is { } signature)
            Places(caller).Leave(signature, changedNothing);
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private ReplayPlaces Places(ApiCaller caller) => _callers.GetOrAdd(caller.Key, _ => new(PlacesOfACaller));
}
