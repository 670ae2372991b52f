using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Messages;

/// <summary>What is not answered goes out again, and the answer is one that holds for all.</summary>
public sealed class RepeatedCallTests
{
    private static readonly RepeatOptions Options = RepeatOptions.Default;

    private static readonly Refused No = new(RefusalCode.InvalidState, "No.");

    [Fact]
    public async Task Call_ThatIsNeverAnswered_IsAnsweredByTheNext()
    {
        var calls = new Calls(() => Never(), () => Now(Accepted.Instance));

        Assert.Same(Accepted.Instance, await calls.Question());
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public async Task Call_AnsweredInTime_IsMadeOnce()
    {
        var calls = new Calls(() => Now(No), () => Now(Accepted.Instance));

        Assert.Same(No, await calls.Question());
        Assert.Equal(1, calls.Count);
    }

    [Fact]
    public async Task Call_ThatFails_FailsAtOnce()
    {
        var calls = new Calls(() => Task.FromException<Reply>(new InvalidOperationException("lost")), () => Now(Accepted.Instance));

        await Assert.ThrowsAsync<InvalidOperationException>(() => calls.Question());
        Assert.Equal(1, calls.Count);
    }

    /// <summary>What the runtime says while its silos hear, one after the other, that one of them is dead.</summary>
    [Theory]
    [InlineData("Current directory is not stable to perform the lookup. Retry later.")]
    [InlineData("This silo is not the owner, and the hop limit is reached.")]
    public async Task Call_ThatMetAnUnsettledDirectory_GoesOutAgain(string message) => await GoesOutAgain(Task.FromException<Reply>(new OrleansException(message)));

    [Fact]
    public async Task Call_ThatWasCancelledByASiloThatStops_GoesOutAgain()
    {
        await GoesOutAgain(Task.FromCanceled<Reply>(new CancellationToken(canceled: true)));
        await GoesOutAgain(Task.FromException<Reply>(new OperationCanceledException()));
        await GoesOutAgain(Task.FromException<Reply>(new OrleansException("The storage was away.", new TimeoutException())));
    }

    [Fact]
    public async Task Call_ThatCannotBeRead_FailsAtOnce()
    {
        var calls = new Calls(() => Task.FromException<Reply>(new OrleansException("Error from storage", new InvalidDataException("cut off"))), () => Now(Accepted.Instance));

        await Assert.ThrowsAsync<OrleansException>(() => calls.Question());
        Assert.Equal(1, calls.Count);
    }

    private static async Task GoesOutAgain(Task<Reply> failed)
    {
        var calls = new Calls(() => failed, () => Now(Accepted.Instance));

        Assert.Same(Accepted.Instance, await calls.Question());
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public async Task Refusal_WhileAnotherCallMayStillBeAccepted_WaitsForIt()
    {
        var first = new TaskCompletionSource<Reply>();
        var calls = new Calls(() => first.Task, () => Now(No));

        var asked = calls.Question();
        await Eventually.True(() => calls.Count == 2, "a second call");
        Assert.False(asked.IsCompleted);
        first.SetResult(Accepted.Instance);

        Assert.Same(Accepted.Instance, await asked);
    }

    /// <summary>A gateway that stands still could swallow the next one too, and the caller would wait for that one as well.</summary>
    [Fact]
    public async Task Refusal_WhileAnotherCallMayStillBeAccepted_MakesNoFurtherCall()
    {
        var first = new TaskCompletionSource<Reply>();
        var calls = new Calls([() => first.Task, () => Now(No), .. Enumerable.Repeat<Func<Task<Reply>>>(Never, 50)]);

        var asked = calls.Question(Options with { HedgeAfter = TimeSpan.FromMilliseconds(10) });
        await Eventually.True(() => calls.Count == 2, "a second call");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(2, calls.Count);
        first.SetResult(Accepted.Instance);

        Assert.Same(Accepted.Instance, await asked);
    }

    [Fact]
    public async Task Refusal_WhenTheOtherCallIsLost_IsUnknownAndAskedAnew()
    {
        var first = new TaskCompletionSource<Reply>();
        var calls = new Calls(() => first.Task, () => Now(No), () => Now(Accepted.Instance));

        var asked = calls.Question();
        await Eventually.True(() => calls.Count == 2, "a second call");
        first.SetException(new TimeoutException("lost"));

        Assert.Same(Accepted.Instance, await asked);
    }

    /// <summary>By a silo that dies, again and again: the caller needs no loop of his own.</summary>
    [Fact]
    public async Task Rejection_ByADyingSilo_IsRepeatedUntilThereIsAnAnswer()
    {
        var calls = new Calls(
            () => Task.FromException<Reply>(new SiloUnavailableException("dying")),
            () => Task.FromException<Reply>(new Orleans.Runtime.Messaging.ConnectionFailedException("dying")),
            () => Task.FromException<Reply>(new SiloUnavailableException("dying")),
            () => Now(Accepted.Instance));

        Assert.Same(Accepted.Instance, await calls.Question());
        Assert.Equal(4, calls.Count);
    }

    [Fact]
    public async Task Rejection_MoreOftenThanTheOptionsSay_IsTheCallers()
    {
        var calls = new Calls(() => Task.FromException<Reply>(new SiloUnavailableException("one")), () => Task.FromException<Reply>(new SiloUnavailableException("two")), () => Now(Accepted.Instance));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => calls.Question(Options with { MaxCalls = 2 }));
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public async Task Silence_ForTheWholeTime_IsATimeOut()
    {
        var calls = new Calls([.. Enumerable.Repeat<Func<Task<Reply>>>(Never, 50)]);

        await Assert.ThrowsAsync<TimeoutException>(() => calls.Question(new() { HedgeAfter = TimeSpan.FromMilliseconds(50), TotalTime = TimeSpan.FromMilliseconds(400) }));
        Assert.InRange(calls.Count, 2, 50);
    }

    [Fact]
    public async Task Cancellation_WhileNobodyAnswers_EndsTheWaiting()
    {
        using var stop = new CancellationTokenSource();
        var asked = RepeatedCall.Question<Reply>(_ => Never(), null, new(null!, TimeProvider.System), Options, TimeProvider.System, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task Failure_WhileAnotherCallMayBeAnswered_WaitsForIt()
    {
        var first = new TaskCompletionSource<Reply>();
        var calls = new Calls(() => first.Task, () => Task.FromException<Reply>(new InvalidOperationException("lost")));

        var asked = calls.Question();
        await Eventually.True(() => calls.Count == 2, "a second call");
        first.SetResult(Accepted.Instance);

        Assert.Same(Accepted.Instance, await asked);
    }

    /// <summary>As when the second call meets the same silo, of which nobody knows yet that it is dead.</summary>
    [Fact]
    public async Task Failure_WhileAnotherCallIsLost_DoesNotEndTheRepeating()
    {
        var calls = new Calls(Never, () => Task.FromException<Reply>(new InvalidOperationException("lost")), () => Now(Accepted.Instance));

        Assert.Same(Accepted.Instance, await calls.Question());
        Assert.Equal(3, calls.Count);
    }

    private static Task<Reply> Now(Reply reply) => Task.FromResult(reply);

    private static Task<Reply> Never() => new TaskCompletionSource<Reply>().Task;

    /// <summary>By the entity itself, which answers the lost call the same should it still come.</summary>
    [Fact]
    public async Task Refusal_WhileAnotherCallMayStillBeAccepted_IsMadeToHoldAndGiven()
    {
        var calls = new Calls(() => Never(), () => Now(No)) { Settle = () => Now(new Settled(No)) };

        Assert.Same(No, await calls.Question());
        Assert.Equal((2, 1), (calls.Count, calls.Settled));
    }

    [Fact]
    public async Task LastWord_ThatIsAccepted_IsTheAnswer()
    {
        var calls = new Calls(() => Never(), () => Now(No)) { Settle = () => Now(Accepted.Instance) };

        Assert.Same(Accepted.Instance, await calls.Question());
    }

    /// <summary>A silo of before does not know it, and of what is not stored nobody gives one: then the lost call is waited for.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LastWord_ThatNobodyGives_IsAskedForOnceAndTheOthersAreWaitedFor(bool isKnown)
    {
        var first = new TaskCompletionSource<Reply>();
        var calls = new Calls(() => first.Task, () => Now(No))
        {
            Settle = () => isKnown ? Now(No) : Task.FromException<Reply>(new NotSupportedException("LastWord")),
        };

        var asked = calls.Question(Options with { HedgeAfter = TimeSpan.FromMilliseconds(10) });
        await Eventually.True(() => calls.Settled == 1, "the last word");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(asked.IsCompleted);
        Assert.Equal((2, 1), (calls.Count, calls.Settled));
        first.SetResult(Accepted.Instance);

        Assert.Same(Accepted.Instance, await asked);
    }

    [Fact]
    public async Task LastWord_ThatIsLostToo_IsAskedForAgain()
    {
        var calls = new Calls(() => Never(), () => Now(No));
        calls.Settle = () => calls.Settled == 1 ? Never() : Now(new Settled(No));

        Assert.Same(No, await calls.Question(Options with { HedgeAfter = TimeSpan.FromMilliseconds(50) }));
        Assert.Equal((2, 2), (calls.Count, calls.Settled));
    }

    /// <summary>However many others take turns meanwhile: the gateway that swallowed the first call swallows no other of this question, and soon nobody's.</summary>
    [Fact]
    public async Task Repetition_GoesByAnotherRouteAndTheOneThatSwallowsIsLeftAlone()
    {
        var (frozen, routes) = (new Route(null!), new FleetRoutes(null!, TimeProvider.System));
        routes.Add(frozen);
        routes.Add(new(null!));
        routes.Add(new(null!));
        var swallowed = 0;
        Task<Reply> Call(Route by) => by == frozen && Interlocked.Increment(ref swallowed) > 0 ? Never() : Now(Accepted.Instance);

        for (var question = 0; question < 30; question++)
        {
            Assert.Same(Accepted.Instance, await RepeatedCall.Question(
                Call, null, routes, Options with { HedgeAfter = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, TestContext.Current.CancellationToken));
        }

        // A machine that is busy for seconds may give it its trial meanwhile.
        Assert.InRange(swallowed, 1, 5);
    }

    [Fact]
    public async Task Silence_OfAllRoutes_IsSpreadOverThemEvenly()
    {
        var routes = new FleetRoutes(null!, TimeProvider.System);
        Route[] all = [new(null!), new(null!), new(null!)];
        foreach (var route in all)
            routes.Add(route);
        var taken = new List<Route>();
        Task<Reply> Call(Route by)
        {
            taken.Add(by);
            return taken.Count < 6 ? Never() : Now(Accepted.Instance);
        }

        await RepeatedCall.Question(
            Call, null, routes, Options with { HedgeAfter = TimeSpan.FromMilliseconds(10) }, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal([2, 2, 2], all.Select(route => taken.Count(other => other == route)));
    }

    /// <summary>The first call is answered so, the second so, and so on; all further ones as the last.</summary>
    private sealed class Calls(params Func<Task<Reply>>[] answers)
    {
        public int Count { get; private set; }

        public int Settled { get; private set; }

        /// <summary>How the last word is answered; null: nobody may ask for it.</summary>
        public Func<Task<Reply>>? Settle { get; set; }

        public Task<Reply> Question(RepeatOptions? options = null) => RepeatedCall.Question(
            _ => answers[Math.Min(Count++, answers.Length - 1)](),
            Settle is null ? null : _ => Counted(Settle),
            new(null!, TimeProvider.System),
            options ?? Options,
            TimeProvider.System,
            TestContext.Current.CancellationToken);

        private Task<Reply> Counted(Func<Task<Reply>> settle)
        {
            Settled++;
            return settle();
        }
    }
}
