using System.Collections.Immutable;
using DeskFleet.Core.Identity;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.MaintenanceWindows;

/// <summary>How desktops are spread over a window (MNT-03, MNT-04 as settled).</summary>
public sealed record WaveOptions
{
    public static WaveOptions Default { get; } = new();

    /// <summary>How long one desktop's run takes; default 35 minutes.</summary>
    public Duration RunTime { get; init; } = Duration.FromMinutes(35);

    /// <summary>What waking a stopped one takes before its run begins; default 2 minutes.</summary>
    public Duration WakeTime { get; init; } = Duration.FromMinutes(2);

    /// <summary>Most desktops of a zone at once, in percent of those that exist in it; default 34, from 1 to 100.</summary>
    public int MostAtOncePercent { get; init; } = 34;

    /// <summary>Whole desktops at once: rounded down, but one at least, or a zone of two would never be maintained.</summary>
    public int MostAtOnce(int inZone) => Math.Max(1, (int)((long)inZone * MostAtOncePercent / 100));
}

/// <summary>A desktop that has an update to come.</summary>
/// <param name="PendingSince">When the update became due; the older, the earlier its turn.</param>
/// <param name="IsStopped">It must be woken first.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.pending-update")]
public sealed record PendingUpdate(WorkSpaceId WorkSpace, Instant PendingSince, bool IsStopped);

/// <summary>A run that is under way.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.maintenance-run")]
public sealed record MaintenanceRun(WorkSpaceId WorkSpace, Instant EndsAt);

/// <summary>What to do now.</summary>
/// <param name="Begin">Runs to begin, with when they will have ended.</param>
/// <param name="CarriedOver">Cannot be done in this window any more; they go first next Sunday.</param>
/// <param name="LookAgainAt">When the next slot is free; null: there is nothing left to begin.</param>
public sealed record Wave(ImmutableArray<MaintenanceRun> Begin, ImmutableArray<PendingUpdate> CarriedOver, Instant? LookAgainAt);

/// <summary>Plans the maintenance of one zone, from one free slot to the next.</summary>
public static class WavePlanner
{
    /// <summary>Whose turn it is now. Outside the window nothing begins and everything is carried over.</summary>
    /// <param name="inZone">Desktops that exist in the zone, stopped ones counted in.</param>
    public static Wave Plan(
        MaintenanceWindow window, WaveOptions options, int inZone, IEnumerable<MaintenanceRun> running, IEnumerable<PendingUpdate> pending, Instant now)
    {
        var underWay = running.Where(run => run.EndsAt > now).ToList();
        var (inTime, tooLate) = Part(pending, update => window.IsOpenAt(now) && EndOf(update, options, now) <= window.Closes);
        var free = Math.Max(0, options.MostAtOnce(inZone) - underWay.Count);
        var begin = inTime
            .OrderBy(update => update.PendingSince)
            .ThenBy(update => update.WorkSpace.Value, StringComparer.Ordinal)
            .Take(free)
            .Select(update => new MaintenanceRun(update.WorkSpace, EndOf(update, options, now)))
            .ToImmutableArray();
        var isMoreToCome = inTime.Count > begin.Length;
        return new(begin, tooLate, isMoreToCome ? underWay.Concat(begin).Min(run => run.EndsAt) : null);
    }

    private static Instant EndOf(PendingUpdate update, WaveOptions options, Instant now) =>
        now + (update.IsStopped ? options.WakeTime : Duration.Zero) + options.RunTime;

    private static (List<PendingUpdate> Yes, ImmutableArray<PendingUpdate> No) Part(IEnumerable<PendingUpdate> updates, Func<PendingUpdate, bool> fits)
    {
        var byFit = updates.ToLookup(fits);
        return ([.. byFit[true]], [.. byFit[false]]);
    }
}
