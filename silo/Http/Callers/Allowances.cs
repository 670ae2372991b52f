namespace DeskFleet.Silo.Http.Callers;

/// <summary>
/// How often each of many may do something: so often at once, and then once each period. Memory is bounded: who has used nothing lately is
/// forgotten, and whoever finds no place shares one with others who find none. Thread-safe.
/// </summary>
/// <param name="atOnce">1 or more.</param>
/// <param name="most">Places.</param>
internal sealed class Allowances<TKey>(int atOnce, TimeSpan period, TimeProvider time, int most = Allowances<TKey>.DefaultPlaces)
    where TKey : notnull
{
    public const int DefaultPlaces = 10_000;

    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();

    /// <summary>When each has all of it again.</summary>
    private readonly Dictionary<TKey, TimeSpan> _whole = [];
    private TimeSpan _wholeOfOthers;

    /// <summary>Takes one; false: there is none left for now.</summary>
    public bool Take(TKey key)
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            var whole = Later(Whole(key), now) + period;
            if (whole - now > period * atOnce)
                return false;
            Set(key, whole, now);
            return true;
        }
    }

    /// <summary>Takes the next one, whenever it is due: so long from now. <see cref="GiveBack"/> lets the others move up.</summary>
    public TimeSpan Queue(TKey key)
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            var whole = Later(Whole(key), now) + period;
            Set(key, whole, now);
            return Later(whole - (period * atOnce) - now, TimeSpan.Zero);
        }
    }

    /// <summary>Gives back one that was taken for nothing.</summary>
    public void GiveBack(TKey key)
    {
        lock (_gate)
            Set(key, Whole(key) - period, time.GetElapsedTime(_start));
    }

    /// <summary>How long until there is one; zero: now.</summary>
    public TimeSpan Wait(TKey key)
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            return Later(Whole(key) + period - (period * atOnce) - now, TimeSpan.Zero);
        }
    }

    private TimeSpan Whole(TKey key) => _whole.TryGetValue(key, out var whole) ? whole : _whole.Count < most ? TimeSpan.Zero : _wholeOfOthers;

    private void Set(TKey key, TimeSpan whole, TimeSpan now)
    {
        if (_whole.Count >= most && !_whole.ContainsKey(key))
            Forget(now);
        if (_whole.Count < most || _whole.ContainsKey(key))
            _whole[key] = whole;
        else
            _wholeOfOthers = whole;
    }

    private void Forget(TimeSpan now)
    {
        foreach (var key in _whole.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList())
            _whole.Remove(key);
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
