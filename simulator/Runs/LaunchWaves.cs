using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Scenarios;
using NodaTime;

namespace DeskFleet.Simulator.Runs;

/// <summary>
/// When each desktop is launched. All at once where the hosts have room for all; otherwise in waves, each as large as there is room
/// for and each after the one before has stopped itself, the last one at the scenario's own time. Nobody fills a company's hosts
/// with more first boots than they hold, so without waves a fleet that lives from AutoStop could never be launched.
/// </summary>
public sealed class LaunchWaves
{
    /// <summary>What a wave may take longer than the driver's own times say.</summary>
    private static readonly Duration Slack = Duration.FromMinutes(15);

    private readonly Dictionary<string, int> _waves = new(StringComparer.Ordinal);
    private readonly Scenario _scenario;
    private readonly Duration _distance;

    public LaunchWaves(Scenario scenario, Population population)
    {
        (_scenario, _distance) = (scenario, DistanceOf(scenario));
        var room = new LaunchRoom(scenario);
        foreach (var user in population.Users.OrderBy(user => user.UserName, StringComparer.Ordinal))
        {
            if (!room.Take(user.Group) && room.NextWave())
            {
                Count++;
                room.Take(user.Group);
            }

            _waves.Add(user.UserName, Count - 1);
        }
    }

    /// <summary>How many waves there are.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>The first launch, and with it the beginning of everything.</summary>
    public Instant First => _scenario.LaunchAt - ((Count - 1) * _distance);

    public Instant Of(PlannedUser user) => First + (_waves[user.UserName] * _distance);

    private static Duration DistanceOf(Scenario scenario) =>
        Longest(scenario.Driver.Provision) + Longest(scenario.Driver.Hibernate) + Slack
        + scenario.Groups.Where(group => group.Mode == RunningModeName.AutoStop).Select(group => group.AutoStop).DefaultIfEmpty().Max();

    private static Duration Longest(VerbSpec verb) => verb.Latency.Max(range => range.To);
}
