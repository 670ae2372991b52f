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
    private readonly Dictionary<string, int> _waves = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inUse = new(StringComparer.Ordinal);
    private readonly Scenario _scenario;
    private readonly Duration _distance;

    public LaunchWaves(Scenario scenario, Population population)
    {
        (_scenario, _distance) = (scenario, SetUpTimes.UntilStopped(scenario));
        var users = population.Users.OrderBy(user => user.UserName, StringComparer.Ordinal).ToList();
        FindUsed(users, population);
        var room = new LaunchRoom(scenario);
        foreach (var user in users.OrderBy(user => _inUse.Contains(user.UserName)))
        {
            var isUsed = _inUse.Contains(user.UserName);
            if (!room.Take(user.Group, isUsed) && room.NextWave())
            {
                Count++;
                room.Take(user.Group, isUsed);
            }

            _waves.Add(user.UserName, Count - 1);
        }
    }

    /// <summary>How many waves there are.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>The first launch, and with it the beginning of everything.</summary>
    public Instant First => _scenario.LaunchAt - ((Count - 1) * _distance);

    public Instant Of(PlannedUser user) => First + (_waves[user.UserName] * _distance);

    /// <summary>Whether the user's desktop runs on from its launch to the start, because somebody is connected or has been until shortly before.</summary>
    public bool IsInUse(PlannedUser user) => _inUse.Contains(user.UserName);

    /// <summary>Those who are connected at the start, as many as the hosts hold at once; the others sign in at the start like anybody else.</summary>
    private void FindUsed(List<PlannedUser> users, Population population)
    {
        var room = new LaunchRoom(_scenario);
        foreach (var user in users.Where(user => user.Group.Mode == RunningModeName.AlwaysOn))
            room.Take(user.Group, isUsed: true);
        foreach (var user in users.Where(user => population.Earlier(user) is not null))
        {
            if (user.Group.Mode == RunningModeName.AlwaysOn || room.Take(user.Group, isUsed: true))
                _inUse.Add(user.UserName);
        }
    }
}
