using System.Runtime.CompilerServices;
using DeskFleet.Core.Journal;

namespace DeskFleet.Contracts.Journal;

/// <summary>Follows the journal without end, over restarts of the fleet.</summary>
internal static class ChangeFeed
{
    private const int LinesACall = 500;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    /// <exception cref="JournalTrimmedException">Lines after the position are not kept any more.</exception>
    /// <exception cref="JournalAheadException">The position is behind the end of the journal.</exception>
    public static async IAsyncEnumerable<JournalEntry> Follow(
        FleetRoutes routes, JournalPosition after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var page = await Next(routes, after, cancellation);
            if (page.TrimmedUpTo > after)
                throw new JournalTrimmedException(after, page.TrimmedUpTo);
            if (page.EndsBefore is { } end)
                throw new JournalAheadException(after, end);
            foreach (var entry in page.Entries)
                yield return entry;
            after = page.Next;
        }
    }

    /// <summary>
    /// What passes, such as a silo that is away, is waited for until it works or nobody wants it any more. What does not, such as a line that this version cannot
    /// read, is the reader's to know: a feed that stands still and says nothing looks like a fleet in which nothing happens.
    /// </summary>
    private static async Task<JournalPage> Next(FleetRoutes routes, JournalPosition after, CancellationToken cancellation)
    {
        var taken = new List<Route>();
        for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, MaxPause.Ticks)))
        {
            var route = routes.Next(taken);
            taken.Add(route);
            try
            {
                return await route.Grains.GetGrain<IJournalGrain>(0).ReadAny(after, LinesACall, IJournalReader.MaxWait, cancellation);
            }
#pragma warning disable CA1031 // A silo that is away, a gateway that has gone, a database that does not answer: all pass.
            catch (Exception failure) when (!cancellation.IsCancellationRequested && !CallFailures.Lasts(failure))
#pragma warning restore CA1031
            {
                await Task.Delay(pause, cancellation);
            }
        }
    }
}
