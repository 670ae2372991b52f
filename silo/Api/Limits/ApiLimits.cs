using System.Net;
using System.Threading.RateLimiting;
using DeskFleet.Silo.Http.Callers;

namespace DeskFleet.Silo.Api.Limits;

/// <summary>
/// How much the API takes on. Before anybody is known, by address: bodies that are being sent, and requests that are refused. Then by caller: requests at a
/// time, of which nobody has more than half, and requests a second. Thread-safe.
/// </summary>
internal sealed class ApiLimits : IDisposable
{
    /// <summary>A larger request has no shape: 25 WorkSpaces with 50 tags each are less than half of it.</summary>
    public const int LargestRequest = 1024 * 1024;

    private const int AddressesForAllBodies = 4;
    private const int CallersForAllRequests = 2;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Shares<string> _atOnce;
    private readonly Allowances<IPAddress> _strangers;
    private readonly PartitionedRateLimiter<string> _rate;

    public ApiLimits(ApiSettings settings, TimeProvider time)
    {
        Bodies = new(settings.RequestsAtOnce, Part(settings.RequestsAtOnce, AddressesForAllBodies), time);
        _atOnce = new(settings.RequestsAtOnce, Part(settings.RequestsAtOnce, CallersForAllRequests));
        _strangers = new(settings.RequestsPerSecond, TimeSpan.FromSeconds(1) / settings.RequestsPerSecond, time);
        var perPeriod = Math.Max(1, settings.RequestsPerSecond / 10);
        _rate = PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new()
        {
            TokenLimit = settings.RequestsPerSecond,
            TokensPerPeriod = perPeriod,
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        }));
    }

    public BodyReaders Bodies { get; }

    /// <summary>Takes one of the places; false: there is none, or the caller has his share.</summary>
    /// <param name="caller">Known by a signature.</param>
    public bool TryEnter(string caller) => _atOnce.TryEnter(caller);

    /// <summary>Gives back what <see cref="TryEnter"/> gave.</summary>
    public void Leave(string caller) => _atOnce.Leave(caller);

    /// <summary>Whether this caller may ask again now.</summary>
    public bool Admits(string caller)
    {
        using var lease = _rate.AttemptAcquire(caller);
        return lease.IsAcquired;
    }

    /// <summary>Whether one more from this address, whose caller is not known, gets a reason.</summary>
    public bool AdmitsStranger(IPAddress address) => _strangers.Take(address);

    public void Dispose()
    {
        Bodies.Dispose();
        _rate.Dispose();
    }

    private static int Part(int all, int of) => Math.Max(1, all / of);
}
