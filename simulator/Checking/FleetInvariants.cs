using DeskFleet.Core.Directories;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Simulator.Checking;

/// <summary>
/// No deadline passes unattended, whatever kind: AutoStops fire, waits end, driver jobs are retried, leases are confirmed, released or
/// questioned. While timers are stopped nobody comes, and at the end of that everybody does.
/// </summary>
/// <param name="stops">When nobody is woken.</param>
public sealed class DeadlinesAreKept(params IReadOnlyList<Interval> stops) : IInvariant
{
    private readonly Dictionary<Entity, Instant> _deadlines = [];
    private readonly PriorityQueue<Entity, Instant> _byTime = new();

    public string Name => "no deadline is lost";

    public string? OnWritten(Entity entity, IEntityRecord record)
    {
        if (record.Deadline is { } deadline)
        {
            _deadlines[entity] = deadline;
            _byTime.Enqueue(entity, Attended(deadline));
        }
        else
        {
            _deadlines.Remove(entity);
        }

        return null;
    }

    public string? OnRest(Instant now)
    {
        while (_byTime.TryPeek(out var entity, out var deadline) && deadline <= now)
        {
            _byTime.Dequeue();
            if (_deadlines.TryGetValue(entity, out var current) && Attended(current) <= now)
                return $"{entity} had a deadline at {current}, and nobody came";
        }

        return null;
    }

    /// <summary>When somebody comes to what is due; stops that follow one another are one.</summary>
    private Instant Attended(Instant due)
    {
        foreach (var stop in stops.OrderBy(stop => stop.Start))
            due = stop.Contains(due) ? stop.End : due;
        return due;
    }
}

/// <summary>In a history of launches alone, without overflow, the two zones never differ by more than one (PLC-02, BYO-14).</summary>
public sealed class ZonesAreBalanced : IInvariant
{
    private readonly HashSet<string> _exempt = new(StringComparer.Ordinal);

    public string Name => "|AZ a - AZ b| <= 1 while only launches happen";

    public string? OnEvent(LoggedEvent happened)
    {
        if (happened.Event is StateChanged { Terms: { IsUnbalanced: true } terms })
            _exempt.Add(terms.Identity.Directory.Value);
        return null;
    }

    public string? OnWritten(Entity entity, IEntityRecord record)
    {
        if (record is not EntityRecord<DirectoryState> { State: var directory } || !directory.IsRegistered)
            return null;
        if (!directory.Places.Returned.IsEmpty)
            _exempt.Add(directory.Id.Value);
        var difference = directory.Count(directory.ZoneA) - directory.Count(directory.ZoneB);
        return Math.Abs(difference) <= 1 || _exempt.Contains(directory.Id.Value)
            ? null
            : $"{directory.Id} has {directory.Count(directory.ZoneA)} and {directory.Count(directory.ZoneB)} WorkSpaces";
    }
}
