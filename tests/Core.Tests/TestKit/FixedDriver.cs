using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>What comes of one order.</summary>
internal enum DriverMood
{
    Obeys,
    Fails,
    Stalls,
    SaysItTwice,
    LeavesItUnhealthy,
}

/// <summary>A driver whose every order takes as long as its verb says, and ends as the test says. Checks epochs as a real one must.</summary>
internal sealed class FixedDriver
{
    private readonly Dictionary<WorkSpaceId, long> _newest = [];

    public Dictionary<DriverVerb, Duration> Takes { get; } = new()
    {
        [DriverVerb.Boot] = Duration.FromMinutes(20),
        [DriverVerb.Hibernate] = Duration.FromSeconds(30),
        [DriverVerb.Resume] = Duration.FromSeconds(60),
        [DriverVerb.Reboot] = Duration.FromSeconds(90),
        [DriverVerb.Rebuild] = Duration.FromMinutes(20),
        [DriverVerb.Terminate] = Duration.FromSeconds(60),
        [DriverVerb.Maintain] = Duration.FromMinutes(35),
        [DriverVerb.Backup] = Duration.FromSeconds(60),
        [DriverVerb.Restore] = Duration.FromMinutes(20),
        [DriverVerb.RestoreWithRoot] = Duration.FromMinutes(30),
        [DriverVerb.Capture] = Duration.FromMinutes(40),
    };

    public Func<DriverCommand, DriverMood> Mood { get; set; } = _ => DriverMood.Obeys;

    public List<DriverCommand> Orders { get; } = [];

    /// <summary>The reports that this order leads to, with their delays; null: the order is stale.</summary>
    public IReadOnlyList<(Duration After, DriverReported Report)>? Order(DriverCommand order)
    {
        if (_newest.TryGetValue(order.WorkSpace, out var newest) && newest > order.Epoch)
            return null;
        _newest[order.WorkSpace] = order.Epoch;
        Orders.Add(order);
        var report = new DriverReported(order.Verb, order.Epoch, DriverOutcome.Done);
        var after = Takes[order.Verb];
        return Mood(order) switch
        {
            not DriverMood.Fails when order.Verb == DriverVerb.Backup => [],
            DriverMood.Stalls => [],
            DriverMood.Fails => [(after, report with { Outcome = DriverOutcome.Failed })],
            DriverMood.LeavesItUnhealthy => [(after, report with { Outcome = DriverOutcome.DoneUnhealthy })],
            DriverMood.SaysItTwice => [(after, report), (after + Duration.FromSeconds(1), report)],
            _ => [(after, report)],
        };
    }
}
