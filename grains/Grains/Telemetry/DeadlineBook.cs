using System.Collections.Immutable;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Grains.Telemetry;

/// <summary>Which WorkSpaces have a deadline of some kinds, in the order in which they are due: counting costs as much as is overdue. Not thread-safe.</summary>
/// <param name="kinds">Those that it looks at.</param>
public sealed class DeadlineBook(ImmutableArray<DeadlineKind> kinds)
{
    /// <summary>A deadline is overdue when it passed longer ago than this.</summary>
    public static readonly Duration Grace = Duration.FromSeconds(60);

    private readonly SortedSet<Due> _deadlines = new(DueOrder.Instance);

    /// <summary>The kinds of which the log says everything; what moves the others is stored and no line of it.</summary>
    public static ImmutableArray<DeadlineKind> OfTheLog { get; } =
        [DeadlineKind.AutoStop, DeadlineKind.CapacityWait, DeadlineKind.OperatingSystemUpdate, DeadlineKind.Driver];

    /// <summary>The kinds of which only the records say everything.</summary>
    public static ImmutableArray<DeadlineKind> OfRecords { get; } = DeadlineKinds.All.RemoveRange(OfTheLog);

    /// <summary>One WorkSpace goes from a state to the next.</summary>
    /// <param name="before">As it was told last time; null: never.</param>
    public void Move(WorkSpaceState? before, WorkSpaceState after)
    {
        foreach (var kind in kinds)
        {
            var (was, now) = (before is null ? null : WorkSpace.DeadlineOf(before, kind), WorkSpace.DeadlineOf(after, kind));
            if (was == now)
                continue;
            if (was is { } old)
                _deadlines.Remove(new(old, kind, after.Id.Value));
            if (now is { } at)
                _deadlines.Add(new(at, kind, after.Id.Value));
        }
    }

    /// <summary>How many of each kind are overdue; none is 0, too.</summary>
    public IReadOnlyDictionary<DeadlineKind, int> Overdue(Instant now)
    {
        var counts = kinds.ToDictionary(kind => kind, _ => 0);
        foreach (var due in _deadlines)
        {
            if (!IsOverdue(due.At, now))
                break;
            counts[due.Kind]++;
        }

        return counts;
    }

    /// <summary>Passed longer ago than <see cref="Grace"/>.</summary>
    public static bool IsOverdue(Instant? deadline, Instant now) => deadline < now - Grace;

    private readonly record struct Due(Instant At, DeadlineKind Kind, string WorkSpace);

    private sealed class DueOrder : IComparer<Due>
    {
        public static DueOrder Instance { get; } = new();

        public int Compare(Due a, Due b)
        {
            var order = a.At.CompareTo(b.At);
            if (order == 0)
                order = a.Kind.CompareTo(b.Kind);
            return order != 0 ? order : string.CompareOrdinal(a.WorkSpace, b.WorkSpace);
        }
    }
}
