using DeskFleet.Simulator.Scenarios.Reading;
using DeskFleet.Simulator.Scenarios.Timelines;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Keys that are named exist, and have a seat for every desktop that they encrypt (ENC-04).</summary>
internal static class KeyReferences
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
    [
        .. from named in Named(scenario)
           where named.Key.Length > 0 && scenario.Keys.All(key => key.Name != named.Key)
           select new RuleFault(named.Path, Unknown("key", named.Key, [.. scenario.Keys.Select(key => key.Name)])),
        .. from key in scenario.Keys.Index()
           let desktops = MaxInAFleet(scenario, key.Item)
           where desktops > key.Item.Seats
           select new RuleFault(Paths.Item("keys", key.Index), TooFewSeats(key.Item, desktops)),
    ];

    private static long MaxInAFleet(Scenario scenario, KeySpec key) => scenario.Groups
        .Where(users => users.Encryption?.Key == key.Name)
        .GroupBy(users => users.Fleet, users => (long)users.UsersWithin(scenario.Horizon))
        .Select(fleet => fleet.Sum())
        .DefaultIfEmpty()
        .Max();

    private static IEnumerable<(string Path, string Key)> Named(Scenario scenario) =>
    [
        .. from g in scenario.Groups.Index() where g.Item.Encryption is not null select ($"{PartPaths.Group(scenario, g.Index)}.encryption.key", g.Item.Encryption!.Key),
        .. from e in scenario.Timeline.Index() where e.Item is KeyChange select ($"timeline[{e.Index}]", ((KeyChange)e.Item).Key),
    ];

    private static string TooFewSeats(KeySpec key, long desktops) =>
        $"The key \"{key.Name}\" has {key.Seats} seats and encrypts {desktops} desktops; write \"seats: {desktops}\" if that was arranged, " +
        $"or share the groups among {(desktops + Core.Encryption.Key.DefaultSeats - 1) / Core.Encryption.Key.DefaultSeats} keys of {Core.Encryption.Key.DefaultSeats} seats.";

    private static string Unknown(string what, string name, List<string> known) => known.Count == 0
        ? $"There is no {what} \"{name}\"; list it under \"{what}s\"."
        : $"There is no {what} \"{name}\"; write one of {string.Join(", ", known)}.{Nearest.Hint(name, known)}";
}
