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

    /// <summary>So long at most: the peers of a silo that stands still miss it after six to ten seconds, and somebody has to ask soon afterwards.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The first answer. A refusal is remembered by nobody, so while another call is lost, which may still be accepted, the last word is asked for: its refusal holds.
    /// Where there is none, a refusal counts when every other call is answered. When all have ended and one was lost, nobody can act on it any more, since
    /// silos drop what is older than <see cref="FleetClientOptions.CallTime"/>: then it is asked anew.
    /// </summary>
    /// <param name="ask">One call.</param>
    /// <param name="settle">The same as <see cref="LastWord"/>; null: it is no operation.</param>
    /// <exception cref="TimeoutException">There was none in the whole time; what was asked has happened or has not.</exception>
    public static async Task<T> Question<T>(
        Func<Route, Task<T>> ask, Func<Route, Task<T>>? settle, FleetRoutes routes, RepeatOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var (started, wait, pause) = (time.GetTimestamp(), options.HedgeAfter, FirstPause);
        var calls = new OpenCalls<T>(ask, settle, routes, time);
        calls.Ask();
        for (Task<T>? last = null; ;)
        {
            var left = options.TotalTime - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                throw new TimeoutException($"The fleet has not answered within {options.TotalTime}: ask again under the same operation id.", last?.Exception?.InnerException);
            // Once one is refused, a further call could only be lost as well, and be waited for that much longer.
            var isRefused = last is { IsCompletedSuccessfully: true };
            var asksOn = calls.Made < options.MaxCalls && (!isRefused || calls.CanSettle);
            var ended = await calls.FirstToEnd(asksOn && wait < left ? wait : left, cancellation);
            if (ended is { IsFinal: true })
                return await ended.Call!;
            if (ended is null)
            {
                if (!asksOn || time.GetElapsedTime(started) >= options.TotalTime)
                    continue;
                Send(calls, isRefused);
                wait = Longer(wait, options);
                continue;
            }

            var isNews = ended.Call is not null && (last is null || !ended.Call.IsCompletedSuccessfully);
            last = isNews ? ended.Call! : last;
            if (calls.AreOpen)
            {
                if (isNews && last is { IsCompletedSuccessfully: true } && calls.CanSettle && calls.Made < options.MaxCalls)
                    calls.Settle();
                continue;
            }

            if (last is not null && (calls.Made >= options.MaxCalls || !Passes(last) || time.GetElapsedTime(started) + pause >= options.TotalTime))
                return await last;
            await Task.Delay(pause, time, cancellation);
            (last, pause) = (null, TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, MaxPause.Ticks)));
            calls.Ask();
        }
    }

    private static void Send<T>(OpenCalls<T> calls, bool toSettle)
    {
        if (toSettle)
            calls.Settle();
        else
            calls.Ask();
    }

    private static TimeSpan Longer(TimeSpan wait, RepeatOptions options)
    {
        var most = MaxWait > options.HedgeAfter ? MaxWait : options.HedgeAfter;
        return wait * Growth < most ? wait * Growth : most;
    }

    /// <summary>Whether a call failed because of where it went and not because of what it asked.</summary>
    public static bool Passes(Task call) =>
        call.IsCanceled
        || (call.Exception?.InnerException is { } failure and not FleetUnavailableException && CallFailures.Passes(failure));
}
