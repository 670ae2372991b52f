using System.Collections.Immutable;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;

namespace DeskFleet.Silo.Tests.Drivers;

/// <summary>A driver of machines that are lines in a table, with one fault or none.</summary>
/// <param name="machines">Outlives it.</param>
internal sealed class PlantedDriver(IDriverSink sink, string? fault, Dictionary<WorkSpaceId, PlantedDriver.Known> machines) : IDesktopDriver, IMachineInventory
{
    public ValueTask<Reply> Submit(DriverCommand command)
    {
        lock (machines)
        {
            var known = machines.GetValueOrDefault(command.WorkSpace) ?? new(0, []);
            if (command.Epoch < known.Epoch && fault != "accepts old epochs")
            {
                if (fault == "refuses old epochs and carries them out")
                    machines[command.WorkSpace] = After(command, known);
                if (fault != "keeps the newest epoch to itself")
                    sink.Report(command.WorkSpace, new(command.Verb, command.Epoch, DriverOutcome.Stale) { Newest = known.Epoch });
                return new(new Refused(RefusalCode.StaleEpoch, "old"));
            }

            var isAgain = command.Epoch == known.Epoch;
            if (isAgain && fault == "refuses what comes again")
                return new(new Refused(RefusalCode.InvalidState, "done already"));
            if (!isAgain)
                machines[command.WorkSpace] = After(command, known);
            if (command.Verb != DriverVerb.Backup && fault != "forgets to report" && !(isAgain && fault == "is silent when it comes again"))
                Report(command);
            return new(Accepted.Instance);
        }
    }

    public Task<IReadOnlyList<Machine>> On(HostId host, CancellationToken cancellation)
    {
        lock (machines)
            return Task.FromResult<IReadOnlyList<Machine>>([.. machines.Where(one => one.Value.Hosts.Contains(host)).Select(one => new Machine(one.Key, host, one.Value.Epoch))]);
    }

    public Task<bool> IsOff(WorkSpaceId workSpace, CancellationToken cancellation)
    {
        lock (machines)
            return Task.FromResult(machines.TryGetValue(workSpace, out var known) ? known.Hosts.IsEmpty : fault == "takes the unknown for off");
    }

    private void Report(DriverCommand order) => sink.Report(
        fault == "reports another WorkSpace" ? new("ws-000000000") : order.WorkSpace,
        new(
            fault == "reports another verb" ? DriverVerb.Capture : order.Verb,
            fault == "reports another epoch" ? order.Epoch + 1 : order.Epoch,
            DriverOutcome.Done));

    private Known After(DriverCommand order, Known known) => new(
        order.Epoch,
        order.Verb switch
        {
            DriverVerb.Hibernate when fault == "goes on after a hibernation" => known.Hosts,
            DriverVerb.Terminate when fault == "leaves what is terminated" => known.Hosts,
            DriverVerb.Hibernate or DriverVerb.Terminate => [],
            DriverVerb.Backup when fault == "stops for a backup" => [],
            DriverVerb.Backup when fault == "starts for a backup" => [new("h-contract-us-east-1a-0001")],
            DriverVerb.Backup => known.Hosts,
            _ when fault == "starts on a second host" && !known.Hosts.Contains(order.Host!.Value) => known.Hosts.Add(order.Host.Value),
            _ => [order.Host!.Value],
        });

    /// <summary>What outlives the driver.</summary>
    internal sealed record Known(long Epoch, ImmutableArray<HostId> Hosts);
}
