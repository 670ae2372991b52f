using System.Collections.Immutable;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Tests.Populations;

/// <summary>Scenarios with people, for tests of their sessions.</summary>
internal static class Crowds
{
    /// <summary>Monday, 00:00 in Berlin, before a summer without changes of the clock.</summary>
    public static Instant Start { get; } = Instant.FromUtc(2026, 5, 31, 22, 0);

    public static UserGroup Office { get; } = new(
        "office", 200, "staff", "Standard", RunningModeName.AutoStop, Duration.FromHours(1), "Europe/Berlin", SessionPattern.Office);

    public static Scenario Of(params ImmutableArray<UserGroup> groups) => new(
        "crowd", "eu-central-1", Start, Duration.FromDays(28), Duration.FromHours(2), 11, "acme", 1_000_000,
        [new DirectorySpec("staff", "eu-central-1a", "eu-central-1b", false)], [], HostTypeSpec.Defaults, BundleSpec.Defaults, groups, DriverSpec.Default, null);

    public static Population Populate(Scenario scenario) => Population.Create(scenario, null);

    /// <summary>Every user's sessions as text, to compare them byte by byte.</summary>
    public static Dictionary<string, string> Plans(Scenario scenario)
    {
        var population = Populate(scenario);
        return population.Users.ToDictionary(user => user.UserName, user => string.Join('\n', population.Sessions(user)));
    }
}
