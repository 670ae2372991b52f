using NodaTime;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>How long the fleet takes to be set up before the start.</summary>
internal static class SetUpTimes
{
    /// <summary>What a launch may take longer than the driver's own times say.</summary>
    private static readonly Duration Slack = Duration.FromMinutes(15);

    /// <summary>From the launch of desktops until those that stop by themselves have stopped.</summary>
    public static Duration UntilStopped(Scenario scenario) =>
        Longest(scenario.Driver.Provision) + Longest(scenario.Driver.Hibernate) + Slack
        + scenario.Groups.Where(group => group.Mode == RunningModeName.AutoStop).Select(group => group.AutoStop).DefaultIfEmpty().Max();

    /// <summary>Two hours, or as many as it takes until nothing runs any more but for a reason.</summary>
    public static Duration UsualLead(Scenario scenario) =>
        Duration.Max(Scenario.DefaultLaunchLead, Duration.FromHours((int)Math.Ceiling(UntilStopped(scenario).TotalHours)));

    private static Duration Longest(VerbSpec verb) => verb.Latency.Select(range => range.To).DefaultIfEmpty().Max();
}
