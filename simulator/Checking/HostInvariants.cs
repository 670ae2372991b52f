using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Placement;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Simulator.Checking;

/// <summary>Used is never more than there is, and is the sum of the occupants (PLC-07).</summary>
public sealed class HostCapacityHolds : IInvariant
{
    public string Name => "host used <= capacity";

    public string? OnWritten(Entity entity, IEntityRecord record)
    {
        if (record is not EntityRecord<HostState> { State: var host })
            return null;
        var sum = host.Occupants.Aggregate(default(Capacity), (used, occupant) => used + occupant.Size);
        if (sum != host.Used)
            return $"{host.Id} counts {host.Used} as used, its desktops take {sum}";
        return host.Type.Capacity.Holds(host.Used) && host.Count(StartPhase.Starting) <= host.Type.StartSlots
            ? null
            : $"{host.Id} has {host.Type.Capacity} and {host.Type.StartSlots} start slots, used are {host.Used} and {host.Count(StartPhase.Starting)}";
    }
}

/// <summary>
/// The host's list is the set of WorkSpaces that name it (PLC-07). While a message is under way one side may be ahead: a leased slot has
/// no WorkSpace yet, a given up slot has an owed release.
/// </summary>
public sealed class SlotsAgree : IInvariant
{
    private readonly Dictionary<HostId, HostState> _hosts = [];
    private readonly Dictionary<WorkSpaceId, EntityRecord<WorkSpaceState>> _workSpaces = [];

    public string Name => "host's list = the WorkSpaces that name it";

    public string? OnWritten(Entity entity, IEntityRecord record)
    {
        switch (record)
        {
            case EntityRecord<HostState> { State: var host }:
                _hosts[host.Id] = host;
                return host.Occupants.Select(occupant => Unexplained(host, occupant)).FirstOrDefault(fault => fault is not null);
            case EntityRecord<WorkSpaceState> workSpace:
                _workSpaces[workSpace.State.Id] = workSpace;
                return Unhosted(workSpace.State);
            default:
                return null;
        }
    }

    private string? Unexplained(HostState host, Occupant occupant)
    {
        if (occupant.LeaseExpiresAt is not null || !_workSpaces.TryGetValue(occupant.WorkSpace, out var record))
            return null;
        return record.State.Slot == new SlotHeld(host.Id, occupant.Epoch) || Owes(record, occupant)
            ? null
            : $"{host.Id} lists {occupant.WorkSpace} (epoch {occupant.Epoch}), which holds {record.State.Slot} and owes no release";
    }

    private static bool Owes(EntityRecord<WorkSpaceState> record, Occupant occupant) =>
        record.Owed.Any(owed => owed.Effect.Command == new ReleaseSlot(occupant.WorkSpace, occupant.Epoch));

    private string? Unhosted(WorkSpaceState workSpace)
    {
        if (workSpace.Slot is not { } slot || _hosts[slot.Host] is not { Status: not HostStatus.Lost } host)
            return null;
        return host.Find(workSpace.Id)?.Epoch == slot.Epoch ? null : $"{workSpace.Id} names {slot}, which does not list it";
    }
}
