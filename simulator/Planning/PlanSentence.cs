using System.Globalization;

namespace DeskFleet.Simulator.Planning;

/// <summary>The answer in one sentence.</summary>
public static class PlanSentence
{
    public static string Of(Plan plan) => plan switch
    {
        { Hosts: not null, IsPartial: false } => Phrases($"{Who(plan)} needs {Hosts(plan)}{Survives(plan)}: {Why(plan)}{Doubt(plan)}."),
        { Hosts: not null } => Phrases($"PARTIAL: {Who(plan)} needs {Hosts(plan)}{Survives(plan)} on engine core; it was interrupted before {(plan.Verified.IsEmpty ? "engine grains had confirmed that" : "every zone had been looked at by itself")}."),
        { IsPartial: true } => Phrases($"PARTIAL: interrupted; {Who(plan)} needs at least {Count(Known(plan))} in each of {string.Join(" and ", plan.Zones)}, and {plan.Seeds.Count(seed => seed.Hosts is not null)} of its seeds are settled."),
        _ => Phrases($"No plan: with up to {Count(plan.MaxHosts)} in each of {string.Join(" and ", plan.Zones)} {Who(plan)} misses {string.Join(" and ", plan.Targets)}{Survives(plan)}; {Name(plan.Binding)} binds: {plan.Binding?.Shortage}{Others(plan)}."),
    };

    private static string Who(Plan plan) => plan.Fleet is null ? plan.Scenario : $"{plan.Scenario}, {plan.Fleet},";

    private static string Hosts(Plan plan) => plan.ByZone.Length == plan.Zones.Length && plan.ByZone.Select(zone => zone.Hosts).Distinct().Count() > 1
        ? string.Join(" and ", plan.ByZone.Select(zone => $"{Count(zone.Hosts)} in {zone.Zone}"))
        : $"{Count(plan.ByZone.Select(zone => zone.Hosts).FirstOrDefault(plan.Hosts!.Value))} in each of {string.Join(" and ", plan.Zones)}";

    private static string Others(Plan plan) => plan.Listed.IsEmpty ? "" : $"; held as listed were {string.Join(", ", plan.Listed)}";

    public static string Name(Binding? binding) => binding?.Constraint switch
    {
        Constraint.VCpu => "vCPU",
        Constraint.Memory => "memory",
        Constraint.Gpu => "GPU",
        Constraint.StartSlots => "start slots",
        Constraint.Quota => "quota",
        Constraint.Threshold => "a threshold",
        Constraint.OpenHosts => "the loss of hosts",
        Constraint.ResumeTime => "the time of a resume",
        _ => "nothing known",
    };

    private static string Why(Plan plan) => Phrases($"{Name(plan.Binding)} binds ({plan.Binding?.Shortage}), and no policy can do with fewer than {plan.LowerBound.Hosts}");

    private static string Doubt(Plan plan) =>
        (plan.Verified.IsEmpty || plan.Verified[^1].Holds ? "" : "; NOT CONFIRMED on engine grains") + (plan.IsMonotone ? "" : "; more hosts were worse somewhere, see the table");

    private static string Survives(Plan plan) => plan.Survives switch
    {
        "host" => ", one host of each AZ lost at its peak included",
        "zone" => ", one AZ lost at its peak included for the people of the other",
        _ => "",
    };

    private static int Known(Plan plan) =>
        plan.Seeds.Select(seed => seed.Hosts ?? seed.LowerBound).Append(plan.LowerBound.Hosts).Max();

    private static string Count(int hosts) => Phrases($"{hosts} host{(hosts == 1 ? "" : "s")}");

    private static string Phrases(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
