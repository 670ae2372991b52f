using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts;

/// <summary>
/// A call that has reached a silo which dies is never answered. So a call without an answer goes out again, to whoever has the grain now. Only for calls
/// that may be repeated: reads, and operations, whose id makes a second one give the answer of the first.
/// </summary>
internal static class RepeatedCall
{
    /// <summary>After so long it goes out again; an answer takes milliseconds. Each further pause is twice as long.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>With this many the pauses end well before <see cref="FleetClientOptions.CallTime"/>.</summary>
    private const int MostCalls = 4;

    /// <summary>
    /// The first answer. A refusal is remembered by nobody, so it counts only when every other call is answered: one that was lost may still be accepted,
    /// and then it is unknown what became of it.
    /// </summary>
    public static async Task<T> Ask<T>(Func<Task<T>> call)
    {
        var calls = new List<Task<T>> { call() };
        var pause = FirstPause;
        while (calls.Count < MostCalls && !await Answered(calls, pause))
        {
            calls.Add(call());
            pause *= 2;
        }

        return await FirstAnswer(calls);
    }

    private static async Task<bool> Answered<T>(List<Task<T>> calls, TimeSpan within)
    {
        using var answered = new CancellationTokenSource();
        var pause = Task.Delay(within, answered.Token);
        var first = await Task.WhenAny([.. calls, pause]);
        await answered.CancelAsync();
        return first != pause;
    }

    private static async Task<T> FirstAnswer<T>(List<Task<T>> calls)
    {
        Task<T>? last = null;
        while (calls.Count > 0)
        {
            var ended = await Task.WhenAny(calls);
            calls.Remove(ended);
            if (ended is { IsCompletedSuccessfully: true, Result: not Refused })
                return ended.Result;
            if (last is null || !ended.IsCompletedSuccessfully)
                last = ended;
        }

        return await last!;
    }
}
