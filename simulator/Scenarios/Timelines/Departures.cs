using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Timelines;

/// <summary>People who leave in one event of the time line.</summary>
/// <param name="Index">Its place in the scenario's time line.</param>
/// <param name="First">The place within its group of the first who leaves.</param>
/// <param name="Count">How many leave: he and those who joined after him.</param>
/// <param name="Problem">Why fewer leave than it says, or null.</param>
public sealed record Departure(int Index, Instant At, string Group, int First, int Count, string? Problem);

/// <summary>Works out who leaves when: those of a group who have been there longest, event by event in time order.</summary>
public static class Departures
{
    public static ImmutableArray<Departure> Of(Scenario scenario)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        var departures = ImmutableArray.CreateBuilder<Departure>();
        foreach (var (index, happening) in scenario.Timeline.Index().OrderBy(e => e.Item.At))
        {
            if (happening is not UsersLeave leaving || scenario.Groups.FirstOrDefault(group => group.Name == leaving.Group) is not { } group)
                continue;
            var first = left.GetValueOrDefault(group.Name);
            var there = leaving.At < scenario.Start ? 0 : group.UsersWithin(leaving.At - scenario.Start) - first;
            var count = Math.Min(leaving.Count ?? there, there);
            departures.Add(new(index, leaving.At, group.Name, first, count, ProblemOf(scenario, leaving, there)));
            left[group.Name] = first + count;
        }

        return departures.ToImmutable();
    }

    private static string? ProblemOf(Scenario scenario, UsersLeave leaving, int there)
    {
        if (leaving.At < scenario.Start)
            return $"Nobody is at work before the start, {scenario.Start}; let them leave later.";
        if (there == 0)
            return $"Nobody of \"{leaving.Group}\" is there any more by then; leave this out.";
        return leaving.Count > there ? $"Only {there} of \"{leaving.Group}\" are there by then; lower \"count\", or leave it out: then all leave." : null;
    }
}
