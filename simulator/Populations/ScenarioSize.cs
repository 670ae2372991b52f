using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Timelines;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>What a scenario means, before anything runs. Sessions are counted, not guessed: they depend on the seed alone.</summary>
/// <param name="Sessions">Of the first run.</param>
/// <param name="Resumes">Sessions that find their desktop stopped, if every stop takes as long as it should.</param>
/// <param name="Events">Lines of the event log of the first run, estimated.</param>
public sealed record ScenarioSize(int Runs, long Desktops, long Sessions, long Resumes, long Events)
{
    /// <summary>A sign-in and a sign-out.</summary>
    private const int EventsPerSession = 2;

    /// <summary>STARTING, then STOPPING and STOPPED; AVAILABLE opens the session.</summary>
    private const int EventsPerResume = 3;

    private const int EventsPerLaunch = 2;
    private const int EventsPerFirstStop = 2;

    /// <summary>The switch itself, and the desktop stops or starts over it.</summary>
    private const int EventsPerSwitch = 3;

    /// <summary>TERMINATING and TERMINATED.</summary>
    private const int EventsPerDeparture = 2;

    private static readonly Duration Provisioning = Duration.FromMinutes(20);

    public static ScenarioSize Of(Scenario scenario, Population population)
    {
        long sessions = 0, resumes = 0, stops = 0, switches = 0;
        var modes = scenario.Groups.ToDictionary(group => group.Name, group => ModeHistory.Of(scenario, group), StringComparer.Ordinal);
        foreach (var user in population.Users)
        {
            var mode = modes[user.Group.Name];
            var idleSince = population.Earlier(user) is { GoesOn: false } earlier ? earlier.Until : scenario.LaunchAt + user.Joins + Provisioning;
            foreach (var session in population.Sessions(user))
            {
                sessions++;
                resumes += !session.IsOpenAtStart && mode.IsStopped(idleSince, session.Start) ? 1 : 0;
                idleSince = session.End;
            }

            stops += mode.EverStops ? 1 : 0;
            switches += mode.Switches;
        }

        var desktops = population.Users.Length;
        var events = (sessions * EventsPerSession) + (resumes * EventsPerResume) + ((long)desktops * EventsPerLaunch) + (stops * EventsPerFirstStop) + (switches * EventsPerSwitch);
        var hosts = scenario.Hosts.Concat(scenario.Timeline.OfType<HostsAdded>().Select(added => added.Hosts)).Sum(hosts => hosts.Count);
        return new(scenario.Runs, desktops, sessions, resumes, events + hosts + (EventsPerDeparture * population.Users.LongCount(user => user.Leaves is not null)));
    }
}
