using System.Diagnostics;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>What a backend does with an exception or a time-out: it means "unknown", so it asks again under the same operation id.</summary>
internal static class Patient
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <param name="question">The call, under one operation id.</param>
    /// <param name="failed">Hears of each failure.</param>
    public static async Task<Reply> Question(Func<Task<Reply>> question, TimeSpan within, Action<Exception>? failed = null)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(Pause, TestContext.Current.CancellationToken))
        {
            try
            {
                return await question().WaitAsync(within, TestContext.Current.CancellationToken);
            }
            catch (Exception e) when (!TestContext.Current.CancellationToken.IsCancellationRequested && watch.Elapsed < within)
            {
                failed?.Invoke(e);
            }
        }
    }
}
