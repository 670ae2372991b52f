using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;

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

        await Assert.ThrowsAsync<InvalidOperationException>(calls.Question);
        Assert.Equal(1, calls.Count);
    }

    [Fact]
    public async Task Refusal_WhileAnotherCallMayStillBeAccepted_WaitsForIt()
    {
        var first = new TaskCompletionSource<Reply>();
        var calls = new Calls(() => first.Task, () => Now(No));

        var asked = calls.Question();
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        Assert.False(asked.IsCompleted);
        first.SetResult(Accepted.Instance);

        Assert.Same(Accepted.Instance, await asked);
    }

    [Fact]
    public async Task Refusal_WhenTheOtherCallIsLost_LeavesItUnknown()
    {
        var first = new TaskCompletionSource<Reply>();
        var calls = new Calls(() => first.Task, () => Now(No));

        var asked = calls.Question();
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        first.SetException(new TimeoutException("lost"));

        await Assert.ThrowsAsync<TimeoutException>(() => asked);
    }

    [Fact]
    public async Task Failure_WhileAnotherCallMayBeAnswered_WaitsForIt()
    {
        var first = new TaskCompletionSource<Reply>();
        var calls = new Calls(() => first.Task, () => Task.FromException<Reply>(new InvalidOperationException("lost")));

        var asked = calls.Question();
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
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

    /// <summary>The first call is answered so, the second so, and so on.</summary>
    private sealed class Calls(params Func<Task<Reply>>[] answers)
    {
        public int Count { get; private set; }

        public Task<Reply> Question() => RepeatedCall.Question(() => answers[Count++](), Options, TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
