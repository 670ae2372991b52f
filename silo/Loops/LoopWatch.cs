using System.Collections.Concurrent;
using System.Collections.Immutable;
using DeskFleet.Contracts;

namespace DeskFleet.Silo.Loops;

/// <summary>A record that a loop has passed over, since it could not be read or not be dealt with.</summary>
/// <param name="Name">Kind and key, or the position of a line.</param>
/// <param name="Obstacle">What stood in the way.</param>
public sealed record OddRecord(string Name, string Obstacle);

/// <summary>
/// How one loop of this silo fares: when its last round was complete, and which records it passed over. A round that passes over a record is complete all
/// the same; the record is named and counted. Thread-safe.
/// </summary>
public sealed class LoopWatch(string name, TimeSpan term, TimeProvider time, Action<LoopWatch, OddRecord> told)
{
    /// <summary>Records named a round; the rest is counted only.</summary>
    public const int MaxNamed = 1000;

    private const int MaxShown = 20;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, OddRecord> _odd = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, OddRecord> _before = ImmutableDictionary<string, OddRecord>.Empty;
    private long _termTicks = term.Ticks;
    private long _since = time.GetTimestamp();
    private long _skipped;
    private long _rounds;
    private volatile bool _rests;
    private volatile string? _obstacle;

    /// <summary>One word, such as <c>auditor</c>.</summary>
    public string Name => name;

    /// <summary>A round that takes longer than this is late.</summary>
    public TimeSpan Term
    {
        get => new(Interlocked.Read(ref _termTicks));
        set => Interlocked.Exchange(ref _termTicks, value.Ticks);
    }

    /// <summary>Since the last complete round, or since the loop began; null: another silo does it.</summary>
    public TimeSpan? Age => _rests ? null : time.GetElapsedTime(Interlocked.Read(ref _since));

    /// <summary>Complete rounds of this silo.</summary>
    public long Rounds => Interlocked.Read(ref _rounds);

    /// <summary>Records passed over, each time anew.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Why the last round ended early; null: it was complete.</summary>
    public string? Obstacle => _obstacle;

    /// <summary>The first few of this round and of the last complete one, by name.</summary>
    public ImmutableArray<OddRecord> Odd
    {
        get
        {
            lock (_gate)
                return [.. _before.Values.Concat(_odd.Values).DistinctBy(record => record.Name).OrderBy(record => record.Name, StringComparer.Ordinal).Take(MaxShown)];
        }
    }

    /// <summary>A round is complete.</summary>
    public void Complete()
    {
        Interlocked.Increment(ref _rounds);
        Anew();
    }

    /// <summary>Another silo does it now; should this one take over, its age begins then.</summary>
    public void Rest()
    {
        Anew();
        _rests = true;
    }

    private void Anew()
    {
        lock (_gate)
        {
            _before = _odd.ToImmutableDictionary(StringComparer.Ordinal);
            _odd.Clear();
        }

        (_rests, _obstacle) = (false, null);
        Interlocked.Exchange(ref _since, time.GetTimestamp());
    }

    /// <summary>This silo does it now.</summary>
    public void Begin()
    {
        if (!_rests)
            return;
        Interlocked.Exchange(ref _since, time.GetTimestamp());
        _rests = false;
    }

    /// <summary>A round ended early.</summary>
    public void Fail(string obstacle) => _obstacle = obstacle;

    /// <summary>Passes over a record. It is told once, and again after a round without it.</summary>
    public void Skip(OddRecord record)
    {
        Interlocked.Increment(ref _skipped);
        bool isNew;
        lock (_gate)
            isNew = (_odd.Count < MaxNamed || _odd.ContainsKey(record.Name)) && _odd.TryAdd(record.Name, record) && !_before.ContainsKey(record.Name);
        if (isNew)
            told(this, record);
    }

    /// <summary>Passes over a record with which something failed, unless the reason is a silo or a database that is away: that is news, and no oddity of the record.</summary>
    public void Skip(object record, Exception obstacle)
    {
        // A call that was not answered may be: an entity that never answers would be passed over for ever without a word.
        if (!IsElsewhere(obstacle))
            Skip(new(record.ToString() ?? "", obstacle.Message));
    }

    private static bool IsElsewhere(Exception obstacle) => CallFailures.Passes(obstacle) && obstacle is not TimeoutException;

    /// <returns>Whether it is done; false: the record is passed over.</returns>
    /// <inheritdoc cref="Try{T}"/>
    public bool Try(object record, Action work) => Try(
        record,
        () =>
        {
            work();
            return true;
        },
        false);

    /// <summary>Does something that asks nobody else, so that whatever fails is the record's fault.</summary>
    /// <returns>What it gives; <paramref name="otherwise"/> when the record is passed over.</returns>
    public T Try<T>(object record, Func<T> work, T otherwise)
    {
        try
        {
            return work();
        }
#pragma warning disable CA1031 // A record that is odd in a way nobody has thought of must not stop the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Skip(record, e);
            return otherwise;
        }
    }
}
