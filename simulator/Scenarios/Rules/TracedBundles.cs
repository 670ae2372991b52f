using DeskFleet.Simulator.Traces;

namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Where a log names bundles of its own, they fit the hosts of the group as the group's does.</summary>
internal static class TracedBundles
{
    public static IEnumerable<string> Check(Scenario scenario, TraceReading trace) => trace.Members.Values
        .Where(member => member.Bundle is not null)
        .Select(member => (Group: scenario.Groups.FirstOrDefault(group => group.Name == member.Group) ?? scenario.Groups.FirstOrDefault(), member.Bundle))
        .Where(member => member.Group is not null && member.Group.Bundle != member.Bundle)
        .Distinct()
        .SelectMany(member => HostSizes.Check(scenario with { Groups = [member.Group! with { Bundle = member.Bundle! }] }))
        .Select(flaw => flaw.Message)
        .Order(StringComparer.Ordinal);
}
