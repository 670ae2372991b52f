using System.Collections.Concurrent;
using System.Collections.Immutable;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Delivery;
using DeskFleet.Grains.Hosting;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DeskFleet.Silo.Tests.Delivery;

public sealed class CourierTests : IDisposable
{
    private static readonly Entity Target = new(EntityKind.DedicatedHost, "h-1");

    private static readonly FleetOptions Quick = new()
    {
        FirstRetryPause = TimeSpan.FromMilliseconds(1),
        MaxRetryPause = TimeSpan.FromMilliseconds(5),
        EffectsAtOnce = 4,
    };

    private readonly List<IDisposable> _cleanUp = [];

    public void Dispose() => _cleanUp.ForEach(one => one.Dispose());

    [Fact]
    public async Task Take_ManySendersAndEffects_DeliversEachSendersInItsOrder()
    {
        // The first one is answered when another one is under way beside it, however many threads there are.
        var (calls, second) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var router = new ScriptedRouter(async told =>
        {
            if (Interlocked.Increment(ref calls) == 1)
                await second.Task;
            second.TrySetResult();
            await Task.Yield();
            return Accepted.Instance;
        });
        var courier = Courier(router);
        var outboxes = Enumerable.Range(1, 50).Select(Outbox).ToList();
        for (var first = 1; first <= 60; first += 3)
        {
            foreach (var outbox in outboxes)
                courier.Take(outbox, Effects(outbox, first, 3));
        }

        await Eventually.True(() => courier.Senders == 0, "all effects of 50 senders delivered");
        var bySender = router.Answered.Select(told => Label(told.Command)).ToLookup(label => label.Sender, label => label.Number);
        Assert.All(outboxes, outbox => Assert.Equal(Enumerable.Range(1, 60), bySender[outbox.Owner.Key]));
        Assert.All(outboxes, outbox => Assert.Equal(60, outbox.DeliveredUpTo));
        Assert.InRange(router.MaxUnderWay, 2, Quick.EffectsAtOnce);
    }

    [Fact]
    public async Task Take_EffectFails_RepeatsItAndKeepsTheOrder()
    {
        var router = new ScriptedRouter(told => Label(told.Command).Number == 2 && told.Attempt <= 4
            ? Task.FromException<Reply>(new TimeoutException("the host does not answer"))
            : Task.FromResult<Reply>(Accepted.Instance));
        var courier = Courier(router);
        var outbox = Outbox(1);

        courier.Take(outbox, Effects(outbox, 1, 5));

        await Eventually.True(() => courier.Senders == 0, "all five effects delivered");
        Assert.Equal([(1, 1), (2, 5), (3, 1), (4, 1), (5, 1)], router.Answered.Select(told => (Label(told.Command).Number, told.Attempt)));
    }

    [Fact]
    public async Task Take_OneSenderFailsForEver_OthersAreDelivered()
    {
        var router = new ScriptedRouter(told => Label(told.Command).Sender == "ws-1"
            ? Task.FromException<Reply>(new TimeoutException("never"))
            : Task.FromResult<Reply>(Accepted.Instance));
        var courier = Courier(router);
        var outboxes = Enumerable.Range(1, 20).Select(Outbox).ToList();

        foreach (var outbox in outboxes)
            courier.Take(outbox, Effects(outbox, 1, 2));

        await Eventually.True(() => courier.Senders == 1, "only the failing sender is left");
        Assert.Equal(0, outboxes[0].DeliveredUpTo);
        Assert.All(outboxes[1..], outbox => Assert.Equal(2, outbox.DeliveredUpTo));
    }

    [Fact]
    public async Task Take_WantsAnswer_AnswerIsHomeBeforeItIsMarkedDelivered()
    {
        var outbox = Outbox(1);
        var markedWhenTold = new ConcurrentQueue<long>();
        var router = new ScriptedRouter(told =>
        {
            if (told.Target == outbox.Owner)
                markedWhenTold.Enqueue(outbox.DeliveredUpTo);
            return Task.FromResult<Reply>(new Refused(RefusalCode.StaleEpoch, "old"));
        });
        var courier = Courier(router);

        courier.Take(outbox, Effects(outbox, 1, 2, wantsAnswer: true));

        await Eventually.True(() => courier.Senders == 0, "both effects delivered and answered");
        Assert.Equal([0, 1], markedWhenTold);
        Assert.Equal(
            new Command[] { Answer(outbox, 1), Answer(outbox, 2) },
            router.To(outbox.Owner));
    }

    /// <summary>The driver's refusal of an order is an answer, although nobody asked for one; its acceptance costs no call.</summary>
    [Fact]
    public async Task Take_DriverRefusesAnOrder_IsReportedAtOnce()
    {
        var outbox = Outbox(1);
        var order = new DriverCommand(DriverVerb.Hibernate, new("ws-1"), new("h-1"), 7);
        var router = new ScriptedRouter(told => Task.FromResult<Reply>(
            told.Command is DriverCommand { Epoch: 7 } ? new Refused(RefusalCode.NotAvailable, "the disk is full") : Accepted.Instance));
        var courier = Courier(router);

        courier.Take(outbox, [Owed(1, order), Owed(2, order with { Epoch = 8 })]);

        await Eventually.True(() => courier.Senders == 0, "both orders delivered");
        var told = Assert.IsType<DriverReported>(Assert.Single(router.To(outbox.Owner)));
        Assert.Equal((DriverVerb.Hibernate, 7, DriverOutcome.Failed, "the disk is full", true), (told.Verb, told.Epoch, told.Outcome, told.Detail, told.IsRefusal));

        OwedEffect Owed(long number, DriverCommand command) => new(number, new Effect(Entity.DriverOf(command.WorkSpace), command), null);
    }

    [Fact]
    public async Task Take_AnswerDoesNotComeHome_AsksAgainAndAnswersAgain()
    {
        var outbox = Outbox(1);
        var router = new ScriptedRouter(told => told.Target == outbox.Owner && told.Attempt <= 2
            ? Task.FromException<Reply>(new TimeoutException("the sender does not answer"))
            : Task.FromResult<Reply>(new Refused(RefusalCode.StaleEpoch, "old")));
        var courier = Courier(router);

        courier.Take(outbox, Effects(outbox, 1, 1, wantsAnswer: true));

        await Eventually.True(() => outbox.DeliveredUpTo == 1, "the effect marked as delivered");
        Assert.Equal(3, router.To(Target).Count());
        Assert.Single(router.To(outbox.Owner));
    }

    /// <summary>
    /// The last one is under way when the next activation hands over all of them: what that one has delivered is told in its order, so that all of it is
    /// trimmed in the end (chaos seed 2364).
    /// </summary>
    [Fact]
    public async Task Take_NewActivationDuringTheLastDelivery_IsToldOfAllInTheEnd()
    {
        var (isLastUnderWay, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        var router = new ScriptedRouter(async told =>
        {
            if (Label(told.Command).Number == 3)
            {
                isLastUnderWay.TrySetResult();
                await open.Task;
            }

            return Accepted.Instance;
        });
        var courier = Courier(router);
        var (older, newer) = (Outbox(1), Outbox(1));
        courier.Take(older, Effects(older, 1, 3));
        await isLastUnderWay.Task;

        older.Close();
        courier.Take(newer, Effects(newer, 1, 3));
        open.SetResult();

        await Eventually.True(() => courier.Senders == 0, "all effects of both activations delivered");
        Assert.Equal(3, newer.DeliveredUpTo);
    }

    [Fact]
    public async Task Take_NewActivationHandsOverAgain_NothingIsLostAndTheNewOutboxIsMarked()
    {
        using var open = new SemaphoreSlim(0);
        var router = new ScriptedRouter(async told =>
        {
            await open.WaitAsync();
            return Accepted.Instance;
        });
        var courier = Courier(router);
        var (old, fresh) = (Outbox(1), Outbox(1));
        courier.Take(old, Effects(old, 1, 3));
        await Eventually.True(() => router.MaxUnderWay == 1, "the first effect under way");

        courier.Take(fresh, Effects(fresh, 1, 4));
        open.Release(100);

        await Eventually.True(() => courier.Senders == 0, "all four effects delivered");
        Assert.Equal([1, 2, 3, 4], router.Answered.Select(told => Label(told.Command).Number));
        Assert.Equal(4, fresh.DeliveredUpTo);
        Assert.Equal(1, router.MaxUnderWay);
    }

    /// <summary>The newer of two activations goes and leaves undelivered what the older one still owes: that one's is delivered all the same (chaos seed 4800).</summary>
    [Fact]
    public async Task Take_NewerOfTwoActivationsGoes_TheOlderOnesAreAllDelivered()
    {
        using var open = new SemaphoreSlim(0);
        var router = new ScriptedRouter(async told =>
        {
            await open.WaitAsync();
            return Accepted.Instance;
        });
        var courier = Courier(router);
        var (older, newer) = (Outbox(1), Outbox(1));
        courier.Take(older, Effects(older, 1, 3));
        await Eventually.True(() => router.MaxUnderWay == 1, "the first effect under way");

        courier.Take(newer, Effects(newer, 1, 3));
        newer.Close();
        courier.Take(older, Effects(older, 4, 1));
        open.Release(100);

        await Eventually.True(() => courier.Senders == 0, "all four effects delivered");
        Assert.Equal([1, 2, 3, 4], router.Answered.Select(told => Label(told.Command).Number));
        Assert.Equal(4, older.DeliveredUpTo);
    }

    [Fact]
    public async Task Drain_EffectsLeft_DeliversThemFirst()
    {
        var router = new ScriptedRouter(async told =>
        {
            await Task.Yield();
            return Accepted.Instance;
        });
        var courier = Courier(router);
        var outbox = Outbox(1);
        courier.Take(outbox, Effects(outbox, 1, 200));

        Assert.Equal(0, await courier.Drain(TestContext.Current.CancellationToken));
        Assert.Equal(200, outbox.DeliveredUpTo);
    }

    [Fact]
    public async Task Drain_TimeIsUp_GivesUpWhatIsStillOwedInTheRecord()
    {
        var courier = Courier(new ScriptedRouter(_ => Task.FromException<Reply>(new TimeoutException("never"))));
        var outbox = Outbox(1);
        courier.Take(outbox, Effects(outbox, 1, 1));
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Equal(1, await courier.Drain(limit.Token));
        Assert.Equal(0, outbox.DeliveredUpTo);
    }

    /// <summary>Its successor may be on another silo and is handed the same effects there: delivered here too, a return would count twice.</summary>
    [Fact]
    public async Task Take_ActivationGoesWhileAnEffectFails_DeliversNothingMoreOfIt()
    {
        var isAway = true;
        var router = new ScriptedRouter(_ => isAway ? Task.FromException<Reply>(new TimeoutException("away")) : Task.FromResult<Reply>(Accepted.Instance));
        var courier = Courier(router);
        var outbox = Outbox(1);
        courier.Take(outbox, Effects(outbox, 1, 3));

        outbox.Close();
        isAway = false;

        await Eventually.True(() => courier.Senders == 0, "nothing is kept for it");
        Assert.Empty(router.Answered);
        Assert.Equal(0, outbox.DeliveredUpTo);
    }

    /// <summary>
    /// A silo was parted for 12 s while another one delivered, settled and forgot what its activations owed: what it still had in hand counted a second time.
    /// </summary>
    [Fact]
    public async Task Take_EffectIsLateAndOwedNoMore_IsNotDelivered()
    {
        var clock = new LookedAtClock();
        var router = new ScriptedRouter(told =>
        {
            if (Label(told.Command).Number > 1)
                return Task.FromResult<Reply>(Accepted.Instance);
            clock.Jump(NodaTime.Duration.FromSeconds(12));
            return Task.FromException<Reply>(new TimeoutException("parted"));
        })
        { OwedFrom = 3 };
        var (courier, outbox) = (Courier(router, clock), Outbox(1));

        courier.Take(outbox, Effects(outbox, 1, 4));

        await Eventually.True(() => courier.Senders == 0, "what is still owed is delivered");
        Assert.Equal([3, 4], router.Answered.Select(told => Label(told.Command).Number));
        Assert.Equal((1, 4), (router.AskedWhatIsOwed, outbox.DeliveredUpTo));
    }

    [Fact]
    public async Task Take_EffectsAreDeliveredInTime_NobodyIsAskedWhatHeOwes()
    {
        var router = new ScriptedRouter();
        var (courier, outbox) = (Courier(router, new LookedAtClock()), Outbox(1));

        courier.Take(outbox, Effects(outbox, 1, 40));

        await Eventually.True(() => courier.Senders == 0, "all delivered");
        Assert.Equal((0, 40), (router.AskedWhatIsOwed, outbox.DeliveredUpTo));
    }

    [Theory]
    [InlineData(1, 0.0, 50)]
    [InlineData(1, 1.0, 100)]
    [InlineData(4, 1.0, 800)]
    [InlineData(10, 1.0, 30_000)]
    [InlineData(10_000, 1.0, 30_000)]
    public void Pause_AfterFailures_DoublesUpToTheLongest(int failures, double luck, int milliseconds)
    {
        var backoff = new Backoff(NodaTime.Duration.FromMilliseconds(100), NodaTime.Duration.FromSeconds(30));

        Assert.Equal(NodaTime.Duration.FromMilliseconds(milliseconds), backoff.Pause(failures, luck));
    }

    private static Outbox Outbox(int number) => new(new Entity(EntityKind.WorkSpace, $"ws-{number}"));

    private static ImmutableArray<OwedEffect> Effects(Outbox outbox, int first, int count, bool wantsAnswer = false) =>
        [.. Enumerable.Range(first, count).Select(number => new OwedEffect(number, new(Target, Labelled(outbox, number), wantsAnswer)))];

    private static LoseHost Labelled(Outbox outbox, int number) => new($"{outbox.Owner.Key} {number}");

    private static Answered Answer(Outbox outbox, int number) =>
        new Answered(Target, Labelled(outbox, number), new Refused(RefusalCode.StaleEpoch, "old"), number);

    private static (string Sender, int Number) Label(Command command) =>
        ((LoseHost)command).Detail.Split(' ') is [var sender, var number] ? (sender, int.Parse(number)) : default;

    private Courier Courier(ScriptedRouter router, IFleetClock? clock = null)
    {
        var courier = new Courier(router, clock ?? new SystemFleetClock(TimeProvider.System), TimeProvider.System, Options.Create(Quick), NullLogger<Courier>.Instance);
        _cleanUp.Add(courier);
        courier.Start();
        return courier;
    }

    /// <summary>A clock on which a moment passes whenever somebody looks, however busy the machine is.</summary>
    private sealed class LookedAtClock : IFleetClock
    {
        private readonly Lock _gate = new();
        private NodaTime.Instant _now = NodaTime.Instant.FromUtc(2026, 3, 2, 9, 0);

        public NodaTime.Instant Now
        {
            get
            {
                lock (_gate)
                    return _now += NodaTime.Duration.FromMilliseconds(1);
            }
        }

        public void Jump(NodaTime.Duration by)
        {
            lock (_gate)
                _now += by;
        }
    }
}
