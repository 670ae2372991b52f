namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>
/// What must hold between the parts of a scenario; single values are checked where they are read. Rules also see scenarios with
/// faults: an empty name stands for a value that has been reported already, and no rule complains about it again.
/// </summary>
internal static class ScenarioRules
{
    public static IEnumerable<RuleFault> Check(Scenario scenario) =>
    [
        .. FleetNames.Check(scenario),
        .. DirectoryZones.Check(scenario),
        .. HostZones.Check(scenario),
        .. GroupReferences.Check(scenario),
        .. DedicatedCapacity.Check(scenario),
        .. HostSizes.Check(scenario),
        .. Quota.Check(scenario),
        .. KeyReferences.Check(scenario),
        .. EnrolmentTimes.Check(scenario),
        .. PricesInForce.Check(scenario),
        .. ApplicationRegions.Check(scenario),
        .. TimelineSense.Check(scenario),
        .. PlannedChanges.Check(scenario),
    ];
}
