using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>
/// How the events of a run are spread over its time, as far as the plan of its people tells: mornings have many, nights have none. So
/// that the time left of a run is told by the work that is left, not by the days.
/// </summary>
public sealed class ExpectedEvents
{
    /// <summary>A sign-in may start a desktop; a sign-out may lead to a stop.</summary>
    private const double PerSignIn = 3;
    private const double PerSignOut = 2;
    private const double PerLaunch = 4;

    private readonly Instant _from;
    private readonly double[] _upTo;

    private ExpectedEvents(Instant from, double[] upTo) => (_from, _upTo) = (from, upTo);

    public static ExpectedEvents Of(Scenario scenario, Population population)
    {
        var hours = new double[Math.Max(1, (int)Math.Ceiling((scenario.End - scenario.LaunchAt).TotalHours)) + 1];
        void Note(Instant at, double events) => hours[Math.Clamp((int)(at - scenario.LaunchAt).TotalHours, 0, hours.Length - 1)] += events;
        foreach (var user in population.Users)
        {
            Note(scenario.LaunchAt + user.Joins, PerLaunch);
            foreach (var session in population.Sessions(user))
            {
                Note(session.Start, PerSignIn);
                Note(session.End, PerSignOut);
            }
        }

        for (var hour = 1; hour < hours.Length; hour++)
            hours[hour] += hours[hour - 1];
        return new(scenario.LaunchAt, hours);
    }

    /// <summary>The share of all events that lies before an instant, 0 to 1.</summary>
    public double ShareAt(Instant now)
    {
        var at = Math.Max(0, (now - _from).TotalHours);
        var hour = Math.Min((int)at, _upTo.Length - 1);
        var before = hour == 0 ? 0 : _upTo[hour - 1];
        var within = (_upTo[hour] - before) * Math.Min(1, at - hour);
        return Math.Clamp((before + within) / _upTo[^1], 0, 1);
    }
}
