using System.Diagnostics;

namespace DeskFleet.Silo.Tests.Support;

/// <summary>Waits for what must come true, and says what did not.</summary>
internal static class Eventually
{
    /// <summary>Long: a machine that does much else is slow and not wrong. What comes true ends the wait.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static Task True(Func<bool> condition, string expected, TimeSpan? within = null) => True(() => Task.FromResult(condition()), expected, within);

    public static async Task True(Func<Task<bool>> condition, string expected, TimeSpan? within = null)
    {
        var limit = within ?? Within;
        for (var watch = Stopwatch.StartNew(); !await condition(); await Task.Delay(Look))
            Assert.True(watch.Elapsed < limit, $"Expected within {limit.TotalSeconds} s: {expected}.");
    }

    public static async Task<T> Is<T>(T expected, Func<Task<T>> actual, string what)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(Look))
        {
            var now = await actual();
            if (EqualityComparer<T>.Default.Equals(now, expected))
                return now;
            Assert.True(watch.Elapsed < Within, $"Expected within {Within.TotalSeconds} s: {what} is {expected}, but it is {now}.");
        }
    }
}
