using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Grains.Telemetry;

/// <summary>Which WorkSpaces are in a state that should pass, in the order in which their terms end: counting costs as much as is overlong. Not thread-safe.</summary>
public sealed class StayBook
{
    private readonly SortedSet<(Instant Ends, Lifecycle State, string WorkSpace)> _stays = new(
        Comparer<(Instant Ends, Lifecycle State, string WorkSpace)>.Create((a, b) =>
            a.Ends != b.Ends ? a.Ends.CompareTo(b.Ends) : a.State != b.State ? a.State.CompareTo(b.State) : string.CompareOrdinal(a.WorkSpace, b.WorkSpace)));

    /// <summary>One WorkSpace goes from a state to the next.</summary>
    /// <param name="before">As it was told last time; null: never.</param>
    public void Move(WorkSpaceState? before, WorkSpaceState after)
    {
        if (before is not null && Stay(before) is { } was)
            _stays.Remove(was);
        if (Stay(after) is { } now)
            _stays.Add(now);
    }

    /// <summary>How many have been in each state for longer than its term; none is 0, too.</summary>
    public IReadOnlyDictionary<Lifecycle, int> Overlong(Instant now)
    {
        var counts = StayTerms.States.ToDictionary(state => state, _ => 0);
        foreach (var stay in _stays)
        {
            if (stay.Ends >= now)
                break;
            counts[stay.State]++;
        }

        return counts;
    }

    private static (Instant Ends, Lifecycle State, string WorkSpace)? Stay(WorkSpaceState state) =>
        StayTerms.Of(state.Lifecycle) is { } term ? (state.Since + term, state.Lifecycle, state.Id.Value) : null;
}
