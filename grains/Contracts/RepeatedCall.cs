using DeskFleet.Core.Kernel;

namespace DeskFleet.Contracts;

/// <summary>
/// A call that has reached a silo which dies, or stands still, is never answered. So a call without an answer goes out again, by another gateway and to whoever
/// has the grain now, and so does one that was rejected. Only for calls that may be repeated: reads, and operations, whose id makes a second one give the answer of
/// the first.
/// </summary>
internal static class RepeatedCall
{
    /// <summary>Each further wait is so many times the one before: a fleet that is merely slow is not buried under repetitions.</summary>
    private const double Growth = 1.5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The first answer. A refusal is remembered by nobody, so it counts only when every other call is answered: one that was lost may still be accepted. When
    /// all have ended and one was lost, nobody can act on it any more, since silos drop what is older than <see cref="FleetClientOptions.CallTime"/>: then it is asked anew.
    /// </summary>
    /// <exception cref="TimeoutException">There was none in the whole time; what was asked has happened or has not.</exception>
    public static async Task<T> Question<T>(Func<Task<T>> call, RepeatOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var (started, made, wait, pause) = (time.GetTimestamp(), 1, options.HedgeAfter, FirstPause);
        var open = new List<Task<T>> { call() };
        for (Task<T>? last = null; ;)
        {
            var left = options.TotalTime - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                throw new TimeoutException($"The fleet has not answered within {options.TotalTime}: ask again under the same operation id.", last?.Exception?.InnerException);
            // Once one is refused, a further call could only be lost as well, and be waited for that much longer.
            var asksOn = made < options.MaxCalls && last is not { IsCompletedSuccessfully: true };
            if (await FirstToEnd(open, asksOn && wait < left ? wait : left, cancellation) is not { } ended)
            {
                if (asksOn && time.GetElapsedTime(started) < options.TotalTime)
                    (open, made, wait) = ([.. open, call()], made + 1, wait * Growth);
                continue;
            }

            open.Remove(ended);
            if (ended is { IsCompletedSuccessfully: true, Result: not Refused })
                return ended.Result;
            if (last is null || !ended.IsCompletedSuccessfully)
                last = ended;
            if (open.Count > 0)
                continue;
            if (made >= options.MaxCalls || !Passes(last) || time.GetElapsedTime(started) + pause >= options.TotalTime)
                return await last;
            await Task.Delay(pause, time, cancellation);
            (last, pause, made) = (null, TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, MaxPause.Ticks)), made + 1);
            open.Add(call());
        }
    }

    /// <summary>Whether a call failed because of where it went and not because of what it asked.</summary>
    private static bool Passes(Task call) => call.Exception?.InnerException is { } failure and not FleetUnavailableException && Journal.JournalKinds.Passes(failure);

    /// <summary>Null: none did within this time.</summary>
    private static async Task<Task<T>?> FirstToEnd<T>(List<Task<T>> calls, TimeSpan within, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pause = Task.Delay(within, ended.Token);
        var first = await Task.WhenAny([.. calls, pause]);
        cancellation.ThrowIfCancellationRequested();
        await ended.CancelAsync();
        return first as Task<T>;
    }
}
