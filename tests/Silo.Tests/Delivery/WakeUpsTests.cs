using System.Collections.Concurrent;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Delivery;
using DeskFleet.Grains.Hosting;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace DeskFleet.Silo.Tests.Delivery;

public sealed class WakeUpsTests : IDisposable
{
    private static readonly Entity Desktop = new(EntityKind.WorkSpace, "ws-000000001");
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly List<IDisposable> _cleanUp = [];

    public void Dispose() => _cleanUp.ForEach(one => one.Dispose());

    [Fact]
    public async Task Set_TickBeforeTheInstant_SleepsAndAtTheInstantWakesOnce()
    {
        var router = new ScriptedRouter();
        var wakeUps = WakeUps(router);
        wakeUps.Set(Desktop, In(minutes: 60));

        _time.Advance(TimeSpan.FromMinutes(60) - Tick);
        Assert.Equal(1, wakeUps.Armed);
        Assert.Empty(router.Answered);

        _time.Advance(Tick);
        await Eventually.True(() => wakeUps.Armed == 0, "the desktop woken at its instant");
        Assert.Equal([new Wake()], router.To(Desktop));
    }

    /// <summary>A fleet that begins anew: what was armed before and meanwhile is forgotten, what comes afterwards is not.</summary>
    [Fact]
    public async Task Pause_AndResume_ForgetsWhatWasArmedBeforeAndMeanwhile()
    {
        var router = new ScriptedRouter();
        var wakeUps = WakeUps(router);
        wakeUps.Set(Desktop, In(minutes: 5));

        await wakeUps.Pause(TestContext.Current.CancellationToken);
        wakeUps.Set(Desktop, In(minutes: -5));
        Assert.Empty(router.Answered);
        wakeUps.Resume();

        Assert.Equal(0, wakeUps.Armed);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(router.Answered);
        wakeUps.Set(Desktop, In(minutes: -5));
        await Eventually.True(() => wakeUps.Armed == 0, "the desktop woken after the pause");
        Assert.Single(router.Answered);
    }

    [Fact]
    public async Task Set_InstantInThePast_WakesAtOnce()
    {
        var router = new ScriptedRouter();
        var wakeUps = WakeUps(router);

        wakeUps.Set(Desktop, In(minutes: -5));

        await Eventually.True(() => wakeUps.Armed == 0, "the desktop woken at once");
        Assert.Single(router.Answered);
    }

    [Theory]
    [InlineData(10, 30)]
    [InlineData(30, 10)]
    public async Task Set_Again_ReplacesTheInstant(int firstMinutes, int thenMinutes)
    {
        var router = new ScriptedRouter();
        var wakeUps = WakeUps(router);
        wakeUps.Set(Desktop, In(firstMinutes));
        wakeUps.Set(Desktop, In(thenMinutes));

        _time.Advance(TimeSpan.FromMinutes(thenMinutes) - Tick);
        Assert.Empty(router.Answered);
        Assert.Equal(1, wakeUps.Armed);

        _time.Advance(TimeSpan.FromHours(1));
        await Eventually.True(() => wakeUps.Armed == 0, "the desktop woken");
        Assert.Single(router.Answered);
    }

    [Fact]
    public void Set_Null_ClearsIt()
    {
        var router = new ScriptedRouter();
        var wakeUps = WakeUps(router);
        wakeUps.Set(Desktop, In(minutes: 10));

        wakeUps.Set(Desktop, null);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, wakeUps.Armed);
        Assert.Empty(router.Answered);
    }

    [Fact]
    public async Task Wake_ReArmsItsEntity_WakesAgain()
    {
        WakeUps? wakeUps = null;
        var router = new ScriptedRouter(told =>
        {
            wakeUps!.Set(told.Target, told.Attempt < 3 ? In(minutes: 5) : null);
            return Task.FromResult<Reply>(Accepted.Instance);
        });
        wakeUps = WakeUps(router);
        wakeUps.Set(Desktop, In(minutes: 5));

        for (var wake = 1; wake <= 3; wake++)
        {
            var nth = wake;
            _time.Advance(TimeSpan.FromMinutes(5));
            await Eventually.True(() => router.Answered.Count == nth && wakeUps.Armed == (nth < 3 ? 1 : 0), $"wake {nth} of 3");
        }
    }

    [Fact]
    public async Task Wake_Fails_IsRepeatedAfterAPauseUntilItSucceeds()
    {
        const int Failures = 5;
        var attempts = 0;
        var router = new ScriptedRouter(_ => Interlocked.Increment(ref attempts) <= Failures
            ? Task.FromException<Reply>(new TimeoutException("storage is away"))
            : Task.FromResult<Reply>(Accepted.Instance));
        var wakeUps = WakeUps(router);
        wakeUps.Set(Desktop, In(minutes: 1));

        _time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.True(() => attempts == 1, "a first attempt");
        Assert.Equal(1, wakeUps.Armed);

        await Eventually.True(
            () =>
            {
                _time.Advance(FleetOptions.DefaultLongestRetryPause);
                return wakeUps.Armed == 0;
            },
            "the wake repeated until it succeeded");
        Assert.Equal(Failures + 1, attempts);
    }

    [Fact]
    public async Task Set_ManyDue_RunsNoMoreThanTheBoundAtOnce()
    {
        using var open = new SemaphoreSlim(0);
        var router = new ScriptedRouter(async _ =>
        {
            await open.WaitAsync();
            return Accepted.Instance;
        });
        var wakeUps = WakeUps(router, new() { WakesAtOnce = 8 });
        foreach (var number in Enumerable.Range(0, 100))
            wakeUps.Set(Numbered(number), In(minutes: 0));

        await Eventually.True(() => router.MaxUnderWay == 8, "8 wakes under way");
        open.Release(100);
        await Eventually.True(() => wakeUps.Armed == 0, "all 100 woken");
        Assert.Equal(8, router.MaxUnderWay);
    }

    [Fact]
    public async Task Stop_WithWakesArmed_WakesNobodyAnyMore()
    {
        var router = new ScriptedRouter();
        var wakeUps = WakeUps(router);
        wakeUps.Set(Desktop, In(minutes: 1));

        await wakeUps.Stop(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Empty(router.Answered);
    }

    [Fact]
    public async Task Set_TenThousandOnTheRealClock_WakesEachOnceNeverEarlyWithOneTimer()
    {
        const int Many = 10_000;
        var clock = new SystemFleetClock(TimeProvider.System);
        var early = new ConcurrentBag<Entity>();
        var late = new ConcurrentBag<Duration>();
        var armed = new ConcurrentDictionary<Entity, Instant>();
        var router = new ScriptedRouter(told =>
        {
            var lateness = clock.Now - armed[told.Target];
            late.Add(lateness);
            if (lateness < Duration.Zero)
                early.Add(told.Target);
            return Task.FromResult<Reply>(Accepted.Instance);
        });
        var counted = new CountedTimers();
        using var wakeUps = new WakeUps(router, clock, counted, Options.Create(new FleetOptions()), NullLogger<WakeUps>.Instance);
        wakeUps.Start();

        var start = clock.Now + Duration.FromMilliseconds(300);
        for (var i = 0; i < Many; i++)
        {
            armed[Numbered(i)] = start + Duration.FromTicks(i * 7919L % Many * 1000);
            wakeUps.Set(Numbered(i), armed[Numbered(i)]);
        }

        await Eventually.True(() => wakeUps.Armed == 0, "all 10,000 woken");
        Assert.Equal(Many, router.Answered.Select(told => told.Target).Distinct().Count());
        Assert.Equal(Many, router.Answered.Count);
        Assert.Empty(early);
        Assert.Equal(1, counted.Timers);
        var sorted = late.Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"10,000 wakes over 1 s: late p50 {sorted[Many / 2].TotalMilliseconds:0.0} ms, p99 {sorted[Many * 99 / 100].TotalMilliseconds:0.0} ms, most {sorted[^1].TotalMilliseconds:0.0} ms");
    }

    private static Entity Numbered(int number) => new(EntityKind.WorkSpace, $"ws-{number:000000000}");

    private Instant In(int minutes) => Instant.FromDateTimeOffset(_time.GetUtcNow()) + Duration.FromMinutes(minutes);

    private WakeUps WakeUps(ScriptedRouter router, FleetOptions? options = null)
    {
        var wakeUps = new WakeUps(router, new SystemFleetClock(_time), _time, Options.Create(options ?? new()), NullLogger<WakeUps>.Instance);
        _cleanUp.Add(wakeUps);
        wakeUps.Start();
        return wakeUps;
    }

    private sealed class CountedTimers : TimeProvider
    {
        public int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
