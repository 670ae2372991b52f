using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Planning;

/// <summary>What a plan is about: the hosts of one account in one region, of one type in each zone.</summary>
/// <param name="Scenario">Of that account and region only.</param>
/// <param name="Fleet">Which they are, where the file lists several; null: it has one.</param>
/// <param name="HostType">The type that is counted, where a zone has several; null: each has one.</param>
public sealed record PlanScope(Scenario Scenario, string? Fleet, string? HostType)
{
    /// <summary>Chooses, or says what has to be chosen.</summary>
    /// <param name="fleet">An account, a region, or <c>account/region</c>; null: not given.</param>
    /// <param name="hostType">Null: not given.</param>
    public static (PlanScope? Scope, ImmutableArray<Fault> Faults) Of(Scenario scenario, string? fleet, string? hostType)
    {
        var (part, wrong) = PartOf(scenario, fleet);
        if (part is null)
            return (null, [wrong!]);
        ImmutableArray<Fault> faults = [.. PlanRules.Check(part, scenario, hostType)];
        return faults.IsEmpty ? (new(part, scenario.Fleets.Length > 1 ? $"{part.Account} in {part.Region}" : null, hostType), []) : (null, faults);
    }

    private static (Scenario? Part, Fault? Wrong) PartOf(Scenario scenario, string? fleet)
    {
        var names = scenario.Fleets.Select(spec => $"{spec.Account}/{spec.Region}").ToList();
        if (fleet is null)
            return scenario.Fleets.Length == 1 ? (scenario, null) : (null, new("fleets", 0, $"Here are {names.Count} fleets, and a plan counts the hosts of one; say which: --fleet with one of {string.Join(", ", names)}."));
        var meant = scenario.Fleets.Index().Where(spec => fleet == spec.Item.Account || fleet == spec.Item.Region || fleet == names[spec.Index]).Select(spec => spec.Index).ToList();
        return meant switch
        {
            [var only] => (scenario.Fleets.Length == 1 ? scenario : FleetOnly.Of(scenario, only), null),
            [] => (null, new("fleets", 0, $"There is no fleet \"{fleet}\"; give --fleet one of {string.Join(", ", names)}.{Nearest.Hint(fleet, names)}")),
            _ => (null, new("fleets", 0, $"\"{fleet}\" means {string.Join(" and ", meant.Select(index => names[index]))}; give --fleet one of them.")),
        };
    }
}
