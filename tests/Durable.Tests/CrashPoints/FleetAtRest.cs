using System.Globalization;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;

namespace DeskFleet.Durable.Tests.CrashPoints;

/// <summary>What must hold of a fleet in which nothing happens any more.</summary>
internal static class FleetAtRest
{
    public static void Check(CrashFleet fleet)
    {
        var desktops = fleet.States<WorkSpaceState>().ToList();
        Assert.All(desktops, desktop => Assert.False(desktop.Lifecycle.IsTransitional(), $"{desktop.Id} is still {desktop.Lifecycle}."));
        SlotsAgree(fleet, desktops);
        CountsAgree(fleet, [.. desktops.Where(desktop => desktop.Exists)]);
        MachinesAgree(fleet, desktops);
        MetersAgree(fleet, desktops);
        ImagesAgree(fleet);
        foreach (var lines in fleet.Journal.GroupBy(line => line.Entity))
            Assert.Equal(Enumerable.Range(1, lines.Count()).Select(n => (long)n), lines.Select(line => line.Sequence));
    }

    /// <summary>Everything that must not depend on a crash, as text.</summary>
    public static string Describe(CrashFleet fleet) => string.Join('\n', Desktops(fleet).Concat(Images(fleet)));

    private static IEnumerable<string> Desktops(CrashFleet fleet) =>
        from desktop in fleet.States<WorkSpaceState>()
        let moves = fleet.Journal.Where(line => line.Entity == Entity.Of(desktop.Id)).Select(line => line.Event)
        select string.Create(CultureInfo.InvariantCulture,
            $"{desktop.Id} {desktop.Lifecycle} {desktop.Mode} held {desktop.Slot is not null}, {desktop.Meter.Hours} hours, {string.Join(' ', Moves(moves))}");

    private static IEnumerable<string> Images(CrashFleet fleet) =>
        fleet.States<CatalogImageState>().Select(image => $"{image.Terms?.Id} {image.Status} {image.Content}");

    /// <summary>None is on the way for ever, and the account counts those that there are.</summary>
    private static void ImagesAgree(CrashFleet fleet)
    {
        var images = fleet.States<CatalogImageState>().ToList();
        Assert.DoesNotContain(images, image => image.Status == ImageStatus.Pending);
        Assert.Equal(images.Count(image => image.Counts), fleet.State<AccountState>(Entity.Of(Fleet.Account)).Images);
    }

    /// <summary>The moves of the state machine and what became of sessions; retries of the driver and waits for room may differ.</summary>
    private static IEnumerable<string> Moves(IEnumerable<FleetEvent> events) => events.Select(happened => happened switch
    {
        StateChanged moved => moved.On.ToString(),
        SessionOpened => "opened",
        SessionClosed => "closed",
        SessionAbandoned => "abandoned",
        _ => "",
    }).Where(text => text.Length > 0);

    private static void SlotsAgree(CrashFleet fleet, List<WorkSpaceState> desktops)
    {
        var held = desktops.Where(desktop => desktop.Slot is not null).Select(desktop => $"{desktop.Slot!.Host} {desktop.Id} {desktop.Slot.Epoch}");
        var listed = fleet.States<HostState>().SelectMany(host => host.Occupants.Select(o => $"{host.Id} {o.WorkSpace} {o.Epoch}"));
        Assert.Equal(held.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.All(fleet.States<HostState>().SelectMany(host => host.Occupants), o => Assert.Equal((StartPhase.None, null), (o.Start, o.LeaseExpiresAt)));
        Assert.Empty(fleet.States<HostPoolState>().SelectMany(pool => pool.Queue));
    }

    private static void CountsAgree(CrashFleet fleet, List<WorkSpaceState> existing)
    {
        var account = fleet.State<AccountState>(Entity.Of(Fleet.Account));
        var directory = fleet.State<DirectoryState>(Entity.Of(Fleet.Directory));
        Assert.Equal(existing.Count(desktop => desktop.HoldsUnit), account.WorkSpaces);
        foreach (var zone in new[] { Fleet.ZoneA, Fleet.ZoneB })
            Assert.Equal(existing.Count(desktop => desktop.Identity!.Zone == zone), directory.Count(zone));
        foreach (var book in new[] { account.Units, directory.Places })
        {
            Assert.Empty(book.Lent);
            Assert.Empty(book.Returned);
        }

        var claims = fleet.States<UserState>().Where(user => user.WorkSpace is not null).ToDictionary(user => user.WorkSpace!.Value);
        Assert.Equal(existing.Select(desktop => desktop.Id.Value).Order(), claims.Keys.Select(id => id.Value).Order());
        Assert.All(claims.Values, user => Assert.Null(user.LeaseExpiresAt));
    }

    private static void MachinesAgree(CrashFleet fleet, List<WorkSpaceState> desktops)
    {
        Assert.Empty(fleet.Machines.DoubleStarts);
        var held = desktops.Where(desktop => desktop.Slot is not null).Select(desktop => (desktop.Id.Value, desktop.Slot!.Host.Value)).Order();
        Assert.Equal(held, fleet.Machines.RunsOn.Select(runs => (runs.Key.Value, runs.Value.Value)).Order());
    }

    /// <summary>The journal's intervals do not overlap, and the meter is their sum.</summary>
    private static void MetersAgree(CrashFleet fleet, List<WorkSpaceState> desktops)
    {
        foreach (var desktop in desktops)
        {
            List<RunningInterval> intervals =
            [
                .. from line in fleet.Journal
                   where line.Entity == Entity.Of(desktop.Id)
                   let metered = (line.Event as StateChanged)?.Metered
                   where metered is not null
                   orderby metered.Start
                   select metered,
            ];
            Assert.All(intervals.Zip(intervals.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, $"{desktop.Id} is metered twice: {pair}"));
            Assert.Equal(desktop.Meter.Hours, intervals.Sum(interval => interval.StartedHours));
        }
    }
}
