using DeskFleet.Simulator.Series;

namespace DeskFleet.Simulator.Tests.Series;

public sealed class SideBySideTests
{
    /// <summary>The first one ends when the second has: with one at a time it never would.</summary>
    [Fact]
    public async Task InOrder_WorksThatEndInAnotherOrder_AreHandedOutInTheirs()
    {
        var second = new TaskCompletionSource();
        Func<CancellationToken, Task<int>>[] works =
        [
            async _ =>
            {
                await second.Task;
                return 1;
            },
            _ =>
            {
                second.SetResult();
                return Task.FromResult(2);
            },
            _ => Task.FromResult(3),
        ];

        var handedOut = new List<int>();
        await foreach (var one in SideBySide.InOrder(works, atOnce: 2, TestContext.Current.CancellationToken))
            handedOut.Add(one);

        Assert.Equal([1, 2, 3], handedOut);
    }

    [Fact]
    public async Task InOrder_OneFails_TheOthersEndAndAreWaitedFor()
    {
        var hasEnded = false;
        Func<CancellationToken, Task<int>>[] works =
        [
            _ => Task.FromException<int>(new InvalidDataException("broken")),
            async stop =>
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, stop);
                }
                finally
                {
                    hasEnded = true;
                }

                return 2;
            },
        ];

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var one in SideBySide.InOrder(works, atOnce: 2, TestContext.Current.CancellationToken))
                Assert.Fail($"{one} came before the failure.");
        });
        Assert.True(hasEnded);
    }

    [Fact]
    public async Task InOrder_NobodyListensAnyMore_NoFurtherOneBegins()
    {
        var begun = 0;
        var works = Enumerable.Range(0, 100).Select(number => (Func<CancellationToken, Task<int>>)(_ =>
        {
            Interlocked.Increment(ref begun);
            return Task.FromResult(number);
        }));

        await foreach (var one in SideBySide.InOrder(works, atOnce: 3, TestContext.Current.CancellationToken))
        {
            if (one == 4)
                break;
        }

        Assert.InRange(begun, 5, 8);
    }
}
