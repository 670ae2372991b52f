using System.Collections.Immutable;
using DeskFleet.Core.Chances;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Traces;
using NodaTime;

namespace DeskFleet.Simulator.Populations;

/// <summary>The people of a log and their copies: <c>u7</c>, <c>u7#1</c>, <c>u7#2</c> and so on.</summary>
internal sealed class TraceCrowd(Scenario scenario, TraceSpec spec, TraceReading trace, Chance chance)
{
    private const string PhaseDraw = "phase";

    private readonly CopyNames names = new(trace.Users);

    public static ImmutableArray<PlannedUser> Of(Scenario scenario, TraceSpec spec, TraceReading trace, Chance chance)
    {
        var crowd = new TraceCrowd(scenario, spec, trace, chance);
        return [.. Enumerable.Range(0, (int)spec.UsersFrom(trace.UserCount)).Select(place => crowd.User(place, trace.Users, crowd.GroupOf(trace.Members[trace.Users[place % trace.UserCount]])))];
    }

    private PlannedUser User(int place, ImmutableArray<string> log, UserGroup group)
    {
        var (copy, person) = Math.DivRem(place, log.Length);
        var userName = names.Of(log[person], copy);
        return new PlannedUser(place, userName, Emails.Of(userName, scenario.Account), group)
        {
            TraceUser = log[person],
            Phase = copy == 0 ? Duration.Zero : Phase(userName),
        };
    }

    /// <summary>As the log has it; the first group where it says nothing, with the group's bundle where it names none.</summary>
    private UserGroup GroupOf((string? Group, string? Bundle) member)
    {
        var group = scenario.Groups.FirstOrDefault(known => known.Name == member.Group) ?? scenario.Groups[0];
        return member.Bundle is null || member.Bundle == group.Bundle ? group : group with { Bundle = member.Bundle };
    }

    /// <summary>Whole seconds, uniform from minus to plus the shift, both included.</summary>
    private Duration Phase(string userName)
    {
        var most = (long)spec.PhaseShift.TotalSeconds;
        var second = (long)Math.Floor(chance.Of(userName).Uniform(0, PhaseDraw) * (2 * most + 1));
        return Duration.FromSeconds(second - most);
    }
}
