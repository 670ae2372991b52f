using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts;

/// <summary>
/// A call that has reached a silo which dies is never answered. So a call without an answer goes out again, to whoever has the grain now. Only for calls
/// that may be repeated: reads, and operations, whose id makes a second one give the answer of the first.
/// </summary>
internal static class RepeatedCall
{
    /// <summary>After so long it goes out again; an answer takes milliseconds.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Each further pause is so many times the one before: a fleet that is merely slow is not buried under repetitions.</summary>
    private const double Growth = 1.5;

    /// <summary>With this many the last goes out after 8.1 s, before <see cref="FleetClientOptions.CallTime"/> ends.</summary>
    private const int MostCalls = 5;

    /// <summary>
    /// The first answer. A refusal is remembered by nobody, so it counts only when every other call is answered: one that was lost may still be accepted,
    /// and then it is unknown what became of it. A failure is no answer while another call may have one: whoever asks again at once, asks a silo that is
    /// not yet known to be dead.
    /// </summary>
    public static async Task<T> Question<T>(Func<Task<T>> call)
    {
        var (open, made, pause) = (new List<Task<T>> { call() }, 1, FirstPause);
        Task<T>? last = null;
        while (open.Count > 0)
        {
            if (await FirstToEnd(open, made < MostCalls ? pause : Timeout.InfiniteTimeSpan) is not { } ended)
            {
                open.Add(call());
                (made, pause) = (made + 1, pause * Growth);
                continue;
            }

            open.Remove(ended);
            if (ended is { IsCompletedSuccessfully: true, Result: not Refused })
                return ended.Result;
            if (last is null || !ended.IsCompletedSuccessfully)
                last = ended;
        }

        return await last!;
    }

    /// <summary>Null: none did within this time.</summary>
    private static async Task<Task<T>?> FirstToEnd<T>(List<Task<T>> calls, TimeSpan within)
    {
        using var ended = new CancellationTokenSource();
        var pause = Task.Delay(within, ended.Token);
        var first = await Task.WhenAny([.. calls, pause]);
        await ended.CancelAsync();
        return first as Task<T>;
    }
}
