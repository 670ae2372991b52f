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
        var asked = RepeatedCall.Question<Reply>(Never, Options, TimeProvider.System, stop.Token);

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

    /// <summary>The first call is answered so, the second so, and so on; all further ones as the last.</summary>
    private sealed class Calls(params Func<Task<Reply>>[] answers)
    {
        public int Count { get; private set; }

        public Task<Reply> Question(RepeatOptions? options = null) => RepeatedCall.Question(
            () => answers[Math.Min(Count++, answers.Length - 1)](), options ?? Options, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
