using System.Runtime.CompilerServices;

namespace DeskFleet.Simulator.Series;

/// <summary>Work that shares nothing, several at a time.</summary>
internal static class SideBySide
{
    /// <summary>
    /// What each comes to, in the order in which they are given, whichever ends first. Whoever stops listening, or meets a failure, ends those that
    /// are still under way, and waits for them.
    /// </summary>
    /// <param name="atOnce">At least 1.</param>
    public static async IAsyncEnumerable<T> InOrder<T>(
        IEnumerable<Func<CancellationToken, Task<T>>> works, int atOnce, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var underWay = new Queue<Task<T>>();
        try
        {
            foreach (var work in works)
            {
                underWay.Enqueue(Task.Run(() => work(rest.Token), CancellationToken.None));
                if (underWay.Count == atOnce)
                    yield return await Next(underWay);
            }

            while (underWay.Count > 0)
                yield return await Next(underWay);
        }
        finally
        {
            await rest.CancelAsync();
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<T> Next<T>(Queue<Task<T>> underWay)
    {
        var ended = await underWay.Peek();
        _ = underWay.Dequeue();
        return ended;
    }
}
