using System.Threading.RateLimiting;

namespace DeskFleet.Silo.Api.Limits;

/// <summary>
/// How much the API takes on: requests at a time over all callers, and requests a second for each access key. Thread-safe.
/// </summary>
internal sealed class ApiLimits : IDisposable
{
    /// <summary>A larger request has no shape: 25 WorkSpaces with 50 tags each are less than half of it.</summary>
    public const int LargestRequest = 1024 * 1024;

    /// <summary>All unsigned requests together are one caller.</summary>
    private const string Nobody = "";

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrencyLimiter _atOnce;
    private readonly PartitionedRateLimiter<string> _rate;

    public ApiLimits(ApiSettings settings)
    {
        _atOnce = new(new() { PermitLimit = settings.RequestsAtOnce, QueueLimit = 0 });
        var perPeriod = Math.Max(1, settings.RequestsPerSecond / 10);
        _rate = PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new()
        {
            TokenLimit = settings.RequestsPerSecond,
            TokensPerPeriod = perPeriod,
            ReplenishmentPeriod = Period,
            QueueLimit = 0,
        }));
    }

    /// <summary>Room for one more request; to be disposed when it is answered.</summary>
    public RateLimitLease Enter() => _atOnce.AttemptAcquire();

    /// <summary>Whether this caller may ask again now.</summary>
    public bool Admits(string? caller)
    {
        using var lease = _rate.AttemptAcquire(caller ?? Nobody);
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        _atOnce.Dispose();
        _rate.Dispose();
    }
}
