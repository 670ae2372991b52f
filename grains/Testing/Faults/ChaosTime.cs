using System.Runtime.CompilerServices;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>
/// Virtual time with many things under way at once: one queue of what will begin, and a list of what could go on. A seeded scheduler picks the
/// next step among them, so turns interleave at whatever they await, and the same seed gives the same order. What is under way runs on the
/// thread that calls <see cref="Step"/>, which must have no synchronization context.
/// </summary>
/// <param name="overlaps">False: a delivery runs to its end before the next one begins.</param>
public sealed class ChaosTime(Instant start, Dice dice, bool overlaps) : IFleetClock
{
    /// <summary>More steps than this at one instant mean that time stands still.</summary>
    public const int MaxStepsAtOnce = 100_000;

    private const int MaxUnderWay = 24;
    private const int Remembered = 40;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Entry, (Instant At, long Number)> _queue = new();
    private readonly List<Action> _ready = [];
    private readonly Queue<string> _trace = new();
    private Instant _now = start;
    private long _number;
    private int _underWay;
    private int _stepsAtOnce;

    public Instant Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>What went wrong that no fault explains; null: nothing.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The last deliveries, oldest first.</summary>
    public IReadOnlyCollection<string> Trace => _trace;

    /// <summary>Whether time stands still: deliveries lead to deliveries at the same instant without end.</summary>
    public bool StandsStill => _stepsAtOnce >= MaxStepsAtOnce;

    /// <summary>Somebody waits for something that will never come.</summary>
    public bool IsStuck => _underWay > 0 && _ready.Count == 0 && _queue.Count == 0;

    /// <summary>When the next thing happens; null: nothing ever will.</summary>
    public Instant? NextAt
    {
        get
        {
            lock (_gate)
                return _ready.Count > 0 ? _now : _queue.TryPeek(out _, out var key) ? key.At : null;
        }
    }

    /// <summary>Puts a delivery on the time line.</summary>
    public void At(Instant at, string label, Func<ValueTask> delivery) => Enqueue(at, new(label, delivery, null));

    /// <summary>Waits at least <paramref name="delay"/>; others may take steps meanwhile, also when it is zero.</summary>
    public Pause Hop(Duration delay = default) => new(this, delay);

    /// <summary>Whatever went wrong is kept, and ends the run.</summary>
    public void Fail(Exception exception)
    {
        lock (_gate)
            Failure ??= exception;
    }

    /// <summary>One step; false: nothing is left to do.</summary>
    public bool Step()
    {
        if (TakeReady() is { } next)
        {
            Count();
            next();
            return true;
        }

        if (Dequeue() is not { } entry)
            return false;
        Count();
        if (entry.Continuation is { } resume)
            resume();
        else
            _ = Run(entry).AsTask();
        return true;
    }

    /// <summary>Begins the next delivery and waits for its end: for engines with threads of their own.</summary>
    /// <param name="most">How many that are due begin together.</param>
    public async ValueTask StepThrough(int most)
    {
        var together = new List<Task>();
        while (together.Count < most && (together.Count == 0 || (NextAt is { } next && next <= Now)) && Dequeue() is { } entry)
        {
            Count();
            together.Add(Run(entry).AsTask());
        }

        await Task.WhenAll(together);
    }

    internal void Resume(Duration delay, Action continuation)
    {
        if (delay > Duration.Zero)
            Enqueue(_now + delay, new("", null, continuation));
        else
            _ready.Add(continuation);
    }

    private void Enqueue(Instant at, Entry entry)
    {
        lock (_gate)
            _queue.Enqueue(entry, (Instant.Max(at, _now), _number++));
    }

    private Action? TakeReady()
    {
        if (_ready.Count == 0)
            return null;
        if (overlaps && _underWay < MaxUnderWay && _queue.TryPeek(out _, out var key) && key.At <= _now && dice.Happens(0.3))
            return null;
        var index = overlaps ? dice.Next(_ready.Count) : 0;
        var next = _ready[index];
        _ready.RemoveAt(index);
        return next;
    }

    private Entry? Dequeue()
    {
        lock (_gate)
        {
            if (!_queue.TryDequeue(out var entry, out var key))
                return null;
            if (key.At > _now)
                (_now, _stepsAtOnce) = (key.At, 0);
            return entry;
        }
    }

    private void Count()
    {
        Steps++;
        _stepsAtOnce++;
    }

    private async ValueTask Run(Entry entry)
    {
        Remember(entry.Label);
        Interlocked.Increment(ref _underWay);
        try
        {
            await entry.Delivery!();
        }
        catch (FaultException)
        {
            // Whoever began it has lost it; what matters is begun again by what is stored.
        }
#pragma warning disable CA1031 // It ends the run, which tells it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private void Remember(string label)
    {
        lock (_gate)
        {
            if (_trace.Count == Remembered)
                _trace.Dequeue();
            _trace.Enqueue($"{_now} {label}");
        }
    }

    private sealed record Entry(string Label, Func<ValueTask>? Delivery, Action? Continuation);
}

/// <summary>A place where others may take steps.</summary>
public readonly struct Pause(ChaosTime time, Duration delay) : INotifyCompletion
{
    public bool IsCompleted => false;

    public Pause GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => time.Resume(delay, continuation);
}
