using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using NodaTime;

namespace DeskFleet.Durable.Tests.CrashPoints;

/// <summary>The machines behind the driver: they do what they are told, in the time a verb takes, and know what runs where.</summary>
internal sealed class Machines
{
    private readonly Dictionary<WorkSpaceId, long> _newest = [];
    private readonly Dictionary<WorkSpaceId, HostId> _runsOn = [];
    private readonly PriorityQueue<(WorkSpaceId WorkSpace, DriverReported Report), (Instant At, long Number)> _reports = new();
    private long _lastReport;

    /// <summary>Each order once, however often it was given.</summary>
    public List<DriverCommand> Orders { get; } = [];

    /// <summary>Desktops that were started on one host while they ran on another.</summary>
    public List<string> DoubleStarts { get; } = [];

    public IReadOnlyDictionary<WorkSpaceId, HostId> RunsOn => _runsOn;

    public Instant? NextReport => _reports.TryPeek(out _, out var key) ? key.At : null;

    public (WorkSpaceId WorkSpace, DriverReported Report) FirstReport => _reports.Peek();

    public void WasHeard() => _reports.Dequeue();

    public void ForgetReports() => _reports.Clear();

    public Reply Order(Instant now, DriverCommand order)
    {
        if (_newest.GetValueOrDefault(order.WorkSpace) > order.Epoch)
            return new Refused(RefusalCode.StaleEpoch, "There is a newer order.");
        if (_newest.GetValueOrDefault(order.WorkSpace) < order.Epoch)
            Perform(order);
        _newest[order.WorkSpace] = order.Epoch;
        _reports.Enqueue((order.WorkSpace, new(order.Verb, order.Epoch, DriverOutcome.Done)), (now + TimeOf(order.Verb), ++_lastReport));
        return Accepted.Instance;
    }

    /// <summary>The host is fenced: whatever ran on it is gone.</summary>
    public void Lose(HostId host)
    {
        foreach (var workSpace in _runsOn.Where(runs => runs.Value == host).Select(runs => runs.Key).ToList())
            _runsOn.Remove(workSpace);
    }

    private void Perform(DriverCommand order)
    {
        Orders.Add(order);
        if (order.Verb is DriverVerb.Hibernate or DriverVerb.Terminate || order.Host is not { } host)
        {
            _runsOn.Remove(order.WorkSpace);
            return;
        }

        if (_runsOn.TryGetValue(order.WorkSpace, out var runsOn) && runsOn != host)
            DoubleStarts.Add($"{order} while it runs on {runsOn}");
        _runsOn[order.WorkSpace] = host;
    }

    private static Duration TimeOf(DriverVerb verb) => verb switch
    {
        DriverVerb.Boot or DriverVerb.Rebuild => Duration.FromMinutes(20),
        _ => Duration.FromMinutes(1),
    };
}
