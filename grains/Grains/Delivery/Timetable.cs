using DeskFleet.Grains.Ports;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace DeskFleet.Grains.Delivery;

/// <summary>How a <see cref="Timetable{T}"/> works through its items.</summary>
/// <param name="Name">For the log.</param>
/// <param name="MaxAtOnce">How many runs may be under way at a time.</param>
/// <param name="Retry">Pauses after failures.</param>
public sealed record TimetableRules(string Name, int MaxAtOnce, Backoff Retry);

/// <summary>
/// Runs each item at or after its instant: one queue in the order of time and one timer for all of them. An item never runs twice at
/// once; set while it runs, it runs again; a run that throws is repeated after a pause, for ever. Thread-safe. Runs start on the
/// thread pool without the caller's context, so that a grain's turn never leaks into them.
/// </summary>
public sealed partial class Timetable<T> : IDisposable
    where T : notnull
{
    /// <summary>A machine's clock may be set forward while the timer sleeps; this is how late that can make anybody.</summary>
    private static readonly TimeSpan MaxSleep = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<T, Entry> _entries = [];
    private readonly SortedSet<Entry> _waiting = new(EntryOrder.Instance);
    private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimetableRules _rules;
    private readonly IFleetClock _clock;
    private readonly Func<T, Task> _run;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private Instant _alarm = Instant.MaxValue;
    private long _lastOrder;
    private int _running;
    private Phase _phase = Phase.NotStarted;
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Timetable(TimetableRules rules, IFleetClock clock, TimeProvider timers, Func<T, Task> run, ILogger logger)
    {
        (_rules, _clock, _run, _logger) = (rules, clock, run, logger);
        using (ExecutionContext.SuppressFlow())
            _timer = timers.CreateTimer(static table => ((Timetable<T>)table!).OnAlarm(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        clock.Moved += OnAlarm;
    }

    private enum Phase
    {
        NotStarted,
        Running,

        /// <summary>Takes items and begins none, until it goes on without them.</summary>
        Paused,

        /// <summary>Works off what is left, then rests.</summary>
        Draining,
        Stopped,
    }

    /// <summary>Items that wait or run.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>Before the start items are taken but none runs.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _phase = Phase.Running;
            Pump();
        }
    }

    /// <summary>Runs the item at or soon after <paramref name="at"/>, in place of what was set for it before.</summary>
    public void Set(T item, Instant at)
    {
        lock (_gate)
        {
            if (_phase == Phase.Stopped)
                return;
            if (!_entries.TryGetValue(item, out var entry))
                _entries.Add(item, entry = new(item));
            _waiting.Remove(entry);
            (entry.At, entry.Order) = (Instant.Max(at, entry.NotBefore), ++_lastOrder);
            if (entry.IsRunning)
                return;
            _waiting.Add(entry);
            Pump();
        }
    }

    /// <summary>Does not run the item any more; a run under way goes on.</summary>
    public void Clear(T item)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(item, out var entry))
                return;
            _waiting.Remove(entry);
            entry.At = null;
            Forget(entry);
        }
    }

    /// <summary>Starts nothing more and waits for the runs under way, at most until <paramref name="limit"/>.</summary>
    public Task Stop(CancellationToken limit) => Rest(Phase.Stopped, limit);

    /// <summary>Runs what there is, then stops. What is left at <paramref name="limit"/> is given up.</summary>
    /// <returns>How many items are left.</returns>
    public async Task<int> Drain(CancellationToken limit)
    {
        await Rest(Phase.Draining, limit);
        lock (_gate)
            _phase = Phase.Stopped;
        return Count;
    }

    /// <summary>Forgets every item, begins nothing more and waits for the runs under way, at most until <paramref name="limit"/>.</summary>
    public async Task Pause(CancellationToken limit)
    {
        lock (_gate)
        {
            if (_phase != Phase.Running)
                return;
            (_phase, _idle) = (Phase.Paused, new(TaskCreationOptions.RunContinuationsAsynchronously));
            ForgetAll();
            RestIfDone();
        }

        await _idle.Task.WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Forgets what was set meanwhile and goes on; without a pause it changes nothing.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            if (_phase != Phase.Paused)
                return;
            ForgetAll();
            _phase = Phase.Running;
        }
    }

    public void Dispose()
    {
        _clock.Moved -= OnAlarm;
        _timer.Dispose();
    }

    private async Task Rest(Phase phase, CancellationToken limit)
    {
        lock (_gate)
        {
            _phase = phase;
            RestIfDone();
        }

        await _rest.Task.WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void OnAlarm()
    {
        lock (_gate)
        {
            _alarm = Instant.MaxValue;
            Pump();
        }
    }

    /// <summary>Starts whatever is due, as far as there is room, and sets the timer for the next.</summary>
    private void Pump()
    {
        if (_phase is Phase.NotStarted or Phase.Paused or Phase.Stopped)
            return;
        while (_running < _rules.MaxAtOnce && _waiting.Min is { } next)
        {
            var now = _clock.Now;
            if (next.At > now)
            {
                SetAlarm(next.At!.Value);
                return;
            }

            _waiting.Remove(next);
            (next.At, next.IsRunning) = (null, true);
            _running++;
            ThreadPool.UnsafeQueueUserWorkItem(static start => start.Table.Run(start.Entry), (Table: this, Entry: next), preferLocal: false);
        }
    }

    private void SetAlarm(Instant at)
    {
        if (at >= _alarm)
            return;
        _alarm = at;
        var sleep = Math.Min(_clock.RealTimeUntil(at).TotalMilliseconds, MaxSleep.TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(sleep))), Timeout.InfiniteTimeSpan);
    }

    private async void Run(Entry entry)
    {
        var failed = false;
        try
        {
            await _run(entry.Item);
        }
#pragma warning disable CA1031 // Whatever it was: the item is tried again and nothing is dropped.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failed = true;
            LogFailed(_logger, e, _rules.Name, entry.Item, entry.Failures + 1);
        }

        lock (_gate)
            Finish(entry, failed);
    }

    private void Finish(Entry entry, bool failed)
    {
        _running--;
        entry.IsRunning = false;
        entry.Failures = failed ? entry.Failures + 1 : 0;
        entry.NotBefore = failed ? _clock.Now + _rules.Retry.Pause(entry.Failures, Random.Shared.NextDouble()) : Instant.MinValue;
        if (failed)
            entry.At = Instant.Max(entry.At ?? entry.NotBefore, entry.NotBefore);
        if (entry.At is not null)
            _waiting.Add(entry);
        Forget(entry);
        RestIfDone();
        Pump();
    }

    private void Forget(Entry entry)
    {
        if (entry is { At: null, IsRunning: false })
            _entries.Remove(entry.Item);
    }

    private void ForgetAll()
    {
        _waiting.Clear();
        foreach (var entry in _entries.Values.ToList())
        {
            (entry.At, entry.NotBefore) = (null, Instant.MinValue);
            Forget(entry);
        }
    }

    private void RestIfDone()
    {
        if (_phase == Phase.Paused && _running == 0)
            _idle.TrySetResult();
        if ((_phase == Phase.Draining && _entries.Count == 0) || (_phase == Phase.Stopped && _running == 0))
            _rest.TrySetResult();
    }

    [LoggerMessage(LogLevel.Warning, "{Timetable}: {Item} failed, attempt {Attempt}; it is tried again after a pause")]
    private static partial void LogFailed(ILogger logger, Exception exception, string timetable, T item, int attempt);

    private sealed class Entry(T item)
    {
        public T Item { get; } = item;

        /// <summary>When it runs next; null while it runs and nobody has set it again.</summary>
        public Instant? At { get; set; }

        /// <summary>Who was set first runs first.</summary>
        public long Order { get; set; }

        public bool IsRunning { get; set; }

        public int Failures { get; set; }

        /// <summary>The end of the pause after a failure: whoever sets the item meanwhile does not shorten it.</summary>
        public Instant NotBefore { get; set; } = Instant.MinValue;
    }

    private sealed class EntryOrder : IComparer<Entry>
    {
        public static EntryOrder Instance { get; } = new();

        public int Compare(Entry? x, Entry? y)
        {
            var byTime = Nullable.Compare(x!.At, y!.At);
            return byTime != 0 ? byTime : x.Order.CompareTo(y.Order);
        }
    }
}
