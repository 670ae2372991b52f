using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Core.Tests.TestKit;

/// <summary>What must hold of a whole fleet.</summary>
internal static class FleetChecks
{
    /// <summary>At every instant: capacity (PLC-07), transitions (WKS-05), AutoStop (RUN-02, RUN-04).</summary>
    public static void HoldsAlways(TinyFleet fleet)
    {
        foreach (var host in fleet.Hosts)
        {
            Assert.True(host.Type.Capacity.Holds(host.Used), $"{host.Id} uses {host.Used} of {host.Type.Capacity}.");
            Assert.Equal(host.Occupants.Aggregate(default(Core.Placement.Capacity), (sum, o) => sum + o.Size), host.Used);
            Assert.True(host.Count(StartPhase.Starting) <= host.Type.StartSlots, $"{host.Id} starts too many.");
        }

        foreach (var desk in fleet.WorkSpaces)
        {
            Assert.True(desk.Slot is null || desk.Lifecycle.MayHoldSlot(), $"{desk.Id} holds a slot while {desk.Lifecycle}.");
            Assert.True(desk.Session is null || desk.IdleSince is null, $"{desk.Id} counts down while somebody is connected.");
            Assert.True(desk.Meter.OpenSince is null || desk.Lifecycle.IsMetered(), $"{desk.Id} is metered while {desk.Lifecycle}.");
            Assert.False(desk is { Lifecycle: Lifecycle.Available, Slot: null }, $"{desk.Id} is AVAILABLE without a host.");
            Assert.True(desk.Run is null || desk.Lifecycle is Lifecycle.Starting or Lifecycle.Maintenance, $"{desk.Id} is maintained while {desk.Lifecycle}.");
            Assert.True(desk.Update is null || desk.Update.At >= desk.Since || desk.Exists, $"{desk.Id} is to be updated and is not there.");
            Assert.True(desk.Backups?.Newest is null || desk.Volumes is not null, $"{desk.Id} has backups and no volumes.");
            Assert.True(
                !desk.Lifecycle.IsTransitional() || desk.Job is not null || desk.Wait is not null,
                $"{desk.Id} is {desk.Lifecycle} with no deadline.");
        }
    }

    /// <summary>When nobody owes anything any more: host lists, leases and counts agree (PLC-07).</summary>
    public static void HoldsAtRest(TinyFleet fleet)
    {
        var held = fleet.WorkSpaces.Where(desk => desk.Slot is not null).Select(desk => $"{desk.Slot!.Host} {desk.Id} {desk.Slot.Epoch}");
        var listed = fleet.Hosts.SelectMany(host => host.Occupants.Select(o => $"{host.Id} {o.WorkSpace} {o.Epoch}"));
        Assert.Equal(held.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        var existing = fleet.WorkSpaces.Where(desk => desk.Exists).ToList();
        Settled(fleet.Directory.Places);
        Settled(fleet.Account.Units);
        Settled(fleet.Key.Seats);
        Assert.Equal(existing.Count(desk => desk.Identity!.Encryption is not null), fleet.Key.Seats.Count(Key.SeatSlot));
        Assert.Equal(existing.Count(desk => desk.HoldsUnit), fleet.Account.WorkSpaces);
        Assert.Equal(fleet.Images.Count(image => image.Counts), fleet.Account.Images);
        foreach (var zone in new[] { Names.ZoneA, Names.ZoneB })
            Assert.Equal(existing.Count(desk => desk.Identity!.Zone == zone), fleet.Directory.Count(zone));
        foreach (var desk in existing)
            Assert.Equal((desk.Id, null), (fleet.User(desk.Identity!.User).WorkSpace, fleet.User(desk.Identity.User).LeaseExpiresAt));
        foreach (var waiter in fleet.Pools.SelectMany(pool => pool.Queue))
            Assert.True(fleet.WorkSpace(waiter.WorkSpace).Wait is not null, $"{waiter.WorkSpace} stands in a queue and does not wait.");
    }

    /// <summary>The events alone give the same state.</summary>
    public static void FoldsAgain(TinyFleet fleet)
    {
        foreach (var cell in fleet.Cells)
            Assert.Equal(StateText.Of(cell.State), StateText.Of(cell.Refolded()));
    }

    private static void Settled(LeaseBook book)
    {
        Assert.Empty(book.Lent);
        Assert.Empty(book.Returned);
        Assert.All(book.Used, used => Assert.True(used.Value >= 0, $"{used.Key} counts {used.Value}."));
    }
}
