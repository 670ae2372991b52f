using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>Own licences of every fleet with a dedicated directory (BYO-04).</summary>
public static class Enrolments
{
    /// <summary>What belongs to the setup, before the first launch.</summary>
    public static IEnumerable<(Entity Entity, Command Command)> AtSetup(Scenario scenario, FleetMap map) =>
        Steps(scenario, map).Where(step => step.At is null).Select(step => (step.Account, step.Command));

    /// <summary>What the scenario has a time for.</summary>
    public static IEnumerable<TimelineCommand> OnDates(Scenario scenario, FleetMap map)
    {
        foreach (var (at, account, command) in Steps(scenario, map))
        {
            if (at is { } time)
                yield return new(time, () => [(account, command)]);
        }
    }

    private static IEnumerable<(Instant? At, Entity Account, Command Command)> Steps(Scenario scenario, FleetMap map) =>
        from directory in scenario.Directories
        where directory.Dedicated
        group directory by scenario.FleetOf(directory) into fleet
        let spec = fleet.Key.Enrolment
        let zones = fleet.SelectMany(directory => directory.Zones).Distinct().Select(zone => new ZoneId(zone))
        from step in new (Instant? At, Command Command)[]
        {
            (spec.Begins, new EnrolLicences(new("scenario", spec.HasSoftwareAssurance, spec.Expires ?? scenario.End), spec.Terms)),
            (spec.Activates ?? spec.Begins, new ActivateEnrolment([.. zones])),
        }
        select (step.At, Entity.Of(map.AccountOf(fleet.First())), step.Command);
}
