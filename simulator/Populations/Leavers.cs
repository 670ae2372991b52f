using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>Says of each person when he leaves, as the time line has it.</summary>
internal static class Leavers
{
    public static ImmutableArray<PlannedUser> Among(ImmutableArray<PlannedUser> users, Scenario scenario)
    {
        var departures = Departures.Of(scenario).ToLookup(departure => departure.Group, StringComparer.Ordinal);
        if (departures.Count == 0)
            return users;
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. users.Select(user => user with { Leaves = LeavesAt(departures[user.Group.Name], Place(places, user.Group.Name)) })];
    }

    private static int Place(Dictionary<string, int> places, string group)
    {
        var place = places.GetValueOrDefault(group);
        places[group] = place + 1;
        return place;
    }

    private static Instant? LeavesAt(IEnumerable<Departure> departures, int place) =>
        departures.FirstOrDefault(departure => place >= departure.First && place < departure.First + departure.Count)?.At;
}
