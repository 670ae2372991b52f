using System.Collections.Immutable;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Auditing;

/// <summary>
/// Compares records that were stored at one instant. What is only under way is no discrepancy: a lease that is not confirmed, or an effect
/// that one of two still owes the other.
/// </summary>
public static class Comparisons
{
    /// <summary>Who has to agree with this record.</summary>
    public static IEnumerable<Entity> NeighboursOf(IEntityRecord record) => record switch
    {
        EntityRecord<WorkSpaceState> { State: { Identity: not null } desktop } =>
            desktop.Slot is { } slot ? [UserOf(desktop), Entity.Of(slot.Host)] : [UserOf(desktop)],
        EntityRecord<UserState> { State.WorkSpace: { } held } => [Entity.Of(held)],
        EntityRecord<HostState> host => host.State.Occupants.Select(occupant => Entity.Of(occupant.WorkSpace)),
        EntityRecord<HostPoolState> pool => pool.State.Queue.Select(waiter => Entity.Of(waiter.WorkSpace)),
        _ => [],
    };

    /// <summary>What the record and its neighbours disagree about.</summary>
    /// <param name="find">Gives a neighbour's record, or null where none is stored.</param>
    public static IEnumerable<Discrepancy> Of(IEntityRecord record, Func<Entity, IEntityRecord?> find, Instant now)
    {
        EntityRecord<WorkSpaceState>? WorkSpace(WorkSpaceId id) => (EntityRecord<WorkSpaceState>?)find(Entity.Of(id));
        IEnumerable<Discrepancy?> compared = record switch
        {
            EntityRecord<WorkSpaceState> { State: { Identity: not null } desktop } workSpace =>
            [
                Claim(workSpace, (EntityRecord<UserState>?)find(UserOf(desktop))),
                desktop.Slot is { } slot ? Slot(workSpace, slot, (EntityRecord<HostState>?)find(Entity.Of(slot.Host))) : null,
            ],
            EntityRecord<UserState> { State.WorkSpace: { } held } user => [Claim(user, held, WorkSpace(held))],
            EntityRecord<HostState> host => host.State.Occupants.Select(occupant => Slot(host, occupant, WorkSpace(occupant.WorkSpace))),
            EntityRecord<HostPoolState> pool => pool.State.Queue.Select(waiter => Waits(pool, waiter, WorkSpace(waiter.WorkSpace), now)),
            _ => [],
        };
        return compared.OfType<Discrepancy>();
    }

    /// <summary>A machine with its WorkSpace, read after the machine. A record is always ahead of the machines: epochs are stored before they are used.</summary>
    public static Discrepancy? Runs(Machine machine, EntityRecord<WorkSpaceState>? workSpace)
    {
        var (holder, owner) = (Entity.Of(machine.WorkSpace), Entity.Of(machine.Host));
        if (workSpace is not null && machine.Epoch <= workSpace.State.Epoch)
        {
            return machine.Epoch == workSpace.State.Epoch && workSpace.State is { IsUpAtRest: true, Slot: { } slot } && slot.Host != machine.Host
                ? new(DiscrepancyKind.MachineElsewhere, holder, owner, $"its record says {slot.Host}", [])
                : null;
        }

        return workSpace?.State.Exists == true
            ? new(
                DiscrepancyKind.MachineAhead,
                holder,
                owner,
                $"it has seen epoch {machine.Epoch}, minted were {workSpace.State.Epoch}",
                [new(holder, new AdoptMachine(machine.Host, machine.Epoch))])
            : new(DiscrepancyKind.MachineOrphaned, holder, owner, $"epoch {machine.Epoch}", []);
    }

    /// <summary>A WorkSpace whose machine does not run; its record was the same before and after the machine was asked.</summary>
    public static Discrepancy? IsOff(WorkSpaceState desktop) => desktop is { IsUpAtRest: true, Slot: { } slot }
        ? new(
            DiscrepancyKind.MachineOff,
            Entity.Of(desktop.Id),
            Entity.Of(slot.Host),
            $"it is {desktop.Lifecycle.ToWire()}",
            [new(Entity.Of(desktop.Id), new MachineOff(slot.Host, slot.Epoch))])
        : null;

    /// <summary>Whether something for this entity is stored and perhaps not delivered.</summary>
    internal static bool Owes(IEntityRecord? record, Entity target) => record is not null && record.Owed.Any(owed => owed.Effect.Target == target);

    /// <summary>A WorkSpace with its user.</summary>
    private static Discrepancy? Claim(EntityRecord<WorkSpaceState> workSpace, EntityRecord<UserState>? user)
    {
        var desktop = workSpace.State;
        if (!desktop.Exists || user?.State.WorkSpace == desktop.Id)
            return null;
        var (holder, owner) = (Entity.Of(desktop.Id), UserOf(desktop));
        ImmutableArray<Question> repair = user?.State.WorkSpace is null
            ? [new(owner, new ClaimUser(desktop.Id)), new(owner, new ConfirmUser(desktop.Id))]
            : [];
        return new(DiscrepancyKind.ClaimMissing, holder, owner, $"{desktop.Lifecycle.ToWire()}, held is {Text(user?.State.WorkSpace)}", repair);
    }

    /// <summary>A user with the WorkSpace that he holds.</summary>
    private static Discrepancy? Claim(EntityRecord<UserState> user, WorkSpaceId held, EntityRecord<WorkSpaceState>? workSpace)
    {
        if (user.State.LeaseExpiresAt is not null || workSpace?.State.Exists == true)
            return null;
        var owner = new Entity(EntityKind.User, user.State.Key);
        return Owes(workSpace, owner)
            ? null
            : new(DiscrepancyKind.ClaimStale, Entity.Of(held), owner, $"it is {workSpace?.State.Lifecycle.ToWire() ?? "not there"}", [new(owner, new VacateUser(held))]);
    }

    /// <summary>A WorkSpace with the host that it names.</summary>
    private static Discrepancy? Slot(EntityRecord<WorkSpaceState> workSpace, SlotHeld slot, EntityRecord<HostState>? host)
    {
        var desktop = workSpace.State;
        if (host?.State.Find(desktop.Id)?.Epoch == slot.Epoch)
            return null;
        var (holder, owner) = (Entity.Of(desktop.Id), Entity.Of(slot.Host));
        if (Owes(host, holder))
            return null;
        return host?.State is { Status: HostStatus.Lost } lost
            ? new(DiscrepancyKind.SlotOnLostHost, holder, owner, $"epoch {slot.Epoch}", [new(holder, new HostLostNews(lost.Id, slot.Epoch, desktop.Since))])
            : new(DiscrepancyKind.SlotUnlisted, holder, owner, $"{slot} is not listed", ListAgain(desktop, slot));
    }

    /// <summary>A host with a WorkSpace that it lists.</summary>
    private static Discrepancy? Slot(EntityRecord<HostState> host, Occupant occupant, EntityRecord<WorkSpaceState>? workSpace)
    {
        var owner = Entity.Of(host.State.Id);
        if (occupant.LeaseExpiresAt is not null || workSpace?.State.Slot == new SlotHeld(host.State.Id, occupant.Epoch) || Owes(workSpace, owner))
            return null;
        var isPast = workSpace is null || occupant.Epoch <= workSpace.State.Epoch;
        return new(
            DiscrepancyKind.SlotLeaked,
            Entity.Of(occupant.WorkSpace),
            owner,
            $"epoch {occupant.Epoch} is listed, named is {Text(workSpace?.State.Slot)}",
            isPast ? [new(owner, new ReleaseSlot(occupant.WorkSpace, occupant.Epoch))] : []);
    }

    /// <summary>A pool with a WorkSpace in its queue. Until the wait and its grace are over the two of them settle it.</summary>
    private static Discrepancy? Waits(EntityRecord<HostPoolState> pool, Waiter waiter, EntityRecord<WorkSpaceState>? workSpace, Instant now)
    {
        var owner = Entity.Of(pool.State.Id);
        if (workSpace?.State.Wait is not null || now <= waiter.Until + (2 * HostPoolState.Grace) || Owes(workSpace, owner))
            return null;
        return new(
            DiscrepancyKind.WaiterStale,
            Entity.Of(waiter.WorkSpace),
            owner,
            $"queued until {waiter.Until}",
            [new(owner, new StopWaiting(waiter.WorkSpace, waiter.Until))]);
    }

    private static Entity UserOf(WorkSpaceState desktop) => Entity.Of(desktop.Identity!.Directory, desktop.Identity.User);

    /// <summary>The WorkSpace knows where it is; a host without room says no, and nothing has changed.</summary>
    private static ImmutableArray<Question> ListAgain(WorkSpaceState desktop, SlotHeld slot) =>
    [
        new(Entity.Of(slot.Host), new ReserveSlot(desktop.Id, slot.Epoch, desktop.Identity!.Bundle.Size, NeedsStartSlot: false)),
        new(Entity.Of(slot.Host), new StartEnded(desktop.Id, slot.Epoch)),
    ];

    private static string Text(object? value) => value?.ToString() ?? "nothing";
}
