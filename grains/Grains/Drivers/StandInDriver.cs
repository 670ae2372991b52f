using System.Collections.Concurrent;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using NodaTime;

namespace DeskFleet.Grains.Drivers;

/// <summary>
/// Stands in for the machines: latencies and faults are drawn from (seed, WorkSpace, epoch), so the same order always comes out the
/// same. Checks epochs as a real driver must.
/// </summary>
public sealed class StandInDriver(DriverBehaviour behaviour, Chance chance, IDriverReports reports) : IDesktopDriver, IStartsAnew
{
    private readonly ConcurrentDictionary<WorkSpaceId, long> _newest = new();

    public void StartAnew() => _newest.Clear();

    public ValueTask<Reply> Submit(DriverCommand command) => new(Order(command));

    /// <summary>The same without a task, for callers that have none.</summary>
    public Reply Order(DriverCommand command)
    {
        var newest = _newest.AddOrUpdate(
            command.WorkSpace, static (_, epoch) => epoch, static (_, seen, epoch) => Math.Max(seen, epoch), command.Epoch);
        if (newest > command.Epoch)
        {
            reports.Schedule(Duration.Zero, command.WorkSpace, new(command.Verb, command.Epoch, DriverOutcome.Stale) { Newest = newest });
            return new Refused(RefusalCode.StaleEpoch, $"Epoch {command.Epoch} of {command.WorkSpace} is not the newest.");
        }

        Perform(command);
        return Accepted.Instance;
    }

    private void Perform(DriverCommand command)
    {
        var (verb, draws) = (behaviour.Verbs[command.Verb], chance.Of(command.WorkSpace.Value));
        if (Draw("stall") < verb.Faults.Stall)
            return;
        var outcome = Draw("fail") < verb.Faults.Fail ? DriverOutcome.Failed : DriverOutcome.Done;
        if (command.Verb == DriverVerb.Backup && outcome == DriverOutcome.Done)
            return;
        var report = new DriverReported(command.Verb, command.Epoch, outcome);
        var latency = verb.Latency.Draw(draws, (int)command.Epoch) + behaviour.SurchargeOf(command);
        reports.Schedule(latency, command.WorkSpace, report);
        if (Draw("twice") < verb.Faults.Twice)
            reports.Schedule(latency + Duration.FromSeconds(1), command.WorkSpace, report);

        double Draw(string what) => draws.Uniform((int)command.Epoch, what);
    }
}
