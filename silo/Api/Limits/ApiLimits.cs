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

    /// <summary>Refusals a second of one address, whose callers are not known, that are answered without delay; and so many at once.</summary>
    public const int StrangersPerSecond = 50;
    public const int StrangersAtOnce = 100;

    /// <summary>How long an answer is held up of a caller who asks too often.</summary>
    public static readonly TimeSpan DelayOfCallers = TimeSpan.FromMilliseconds(250);

    /// <summary>The same of who is not known.</summary>
    public static readonly TimeSpan DelayOfStrangers = TimeSpan.FromSeconds(1);

    private const int MaxWaiting = 2048;
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
        _strangers = new(StrangersAtOnce, TimeSpan.FromSeconds(1) / StrangersPerSecond, time);
        Waiting = new(MaxWaiting, time);
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

    public WaitingRoom Waiting { get; }

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

    /// <summary>Whether one more from this address, whose caller is not known, is answered without delay and with a reason.</summary>
    public bool AdmitsStranger(IPAddress address) => _strangers.Take(address);

    public void Dispose()
    {
        Bodies.Dispose();
        _rate.Dispose();
    }

    private static int Part(int all, int of) => Math.Max(1, all / of);
}
