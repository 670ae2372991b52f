using DeskFleet.Contracts;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Tests.Support;
using Directory = System.IO.Directory;

namespace DeskFleet.Observability.Tests.Runbooks;

/// <summary>Runbooks about hosts and room, step by step, against real faults of a running silo; its clock runs 20 times as fast.</summary>
public sealed class HostRunbookTests : IDisposable
{
    /// <summary>Room for four Standard desktops.</summary>
    private static readonly HostType Small = new("small", new(8, 32 * 1024, 0), HostType.DefaultStartSlots);

    private static readonly UserName Ann = UserName.Of("ann");

    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-runbooks-").FullName;

    [Fact]
    public async Task Runbooks_OfHostsAndRoom_TellAndMitigateRealFaults()
    {
        Tool.Needs("prometheus");
        Tool.Needs("promtool");
        Tool.Needs("curl");
        using var silo = await LiveSilo.Start("--time-scale", "20", "--driver-time-scale", "20");
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [silo.Target]));
        var runbook = new Runbook(prometheus, silo.Address);
        var ann = await FillZones(silo.Fleet);
        var zone = (await silo.Fleet.Describe(ann))!.Zone.Value;
        (runbook.Variables["OWNER"], runbook.Variables["ZONE"], runbook.Variables["DESKTOP"]) = (Fleet.Provider.ToString(), zone, ann.Value);

        await Tells(runbook, "DeskFleetCapacityLow", values => values is [_, _] && values.All(value => value > 0.9));
        runbook.Variables["INCIDENT"] = "full";
        await silo.Fleet.Connect(ann, new(Fleet.NewId(), Ann, new("s-1")));
        await Tells(runbook, "DeskFleetUsersWaitForRoom", values => values.Contains(1));
        await runbook.Mitigate("DeskFleetUsersWaitForRoom");
        await Eventually.True(async () => await prometheus.Query("sum(deskfleet_sessions) == 1") is [_], "who waited is connected");
        await IsOver(runbook, "DeskFleetUsersWaitForRoom");
        await runbook.Mitigate("DeskFleetCapacityLow");

        var host = (await silo.Fleet.Describe(ann))!.Host!.Value;
        await Lose(silo, host);
        runbook.Variables["HOST"] = host.Value;
        runbook.Variables["INCIDENT"] = "host lost";
        await Tells(runbook, "DeskFleetHostLost", values => values.Contains(1));
        Assert.Contains("accepted", await runbook.Mitigate("DeskFleetHostLost"), StringComparison.Ordinal);
        await IsOver(runbook, "DeskFleetHostLost");

        await UnhealthyDesktop(silo, runbook);
        await ZoneLost(silo, runbook, ann, zone);
        await NoRoomForGraphics(silo, runbook);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Nine desktops on two hosts of four places: the first is stopped, the others run.</summary>
    private static async Task<WorkSpaceId> FillZones(FleetClient fleet)
    {
        await fleet.Accept(Entity.Of(Fleet.Account), new SetLimits(100, GraphicsMonthlyEnabled: false));
        await fleet.Accept(Entity.Of(Fleet.Directory), new RegisterDirectory(Fleet.Account, Fleet.ZoneA, Fleet.ZoneB, IsDedicated: false));
        foreach (var zone in new[] { Fleet.ZoneA, Fleet.ZoneB })
            await fleet.Accept(Entity.Of(new HostPoolId(Fleet.Provider, zone)), new AllocateHosts("first", Small, 1));
        var ann = await fleet.LaunchOne(Ann.Value);
        Assert.IsType<Accepted>(await fleet.Stop(ann, new(Fleet.NewId())));
        await fleet.WaitFor(ann, Lifecycle.Stopped, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        for (var i = 1; i <= 8; i++)
            await fleet.LaunchOne($"user-{i}");
        return ann;
    }

    private static async Task UnhealthyDesktop(LiveSilo silo, Runbook runbook)
    {
        var bob = await silo.Fleet.LaunchOne("bob");
        var host = (await silo.Fleet.Describe(bob))!.Host!.Value;
        await Lose(silo, host);
        await Tells(runbook, "DeskFleetWorkSpacesUnhealthy", values => values.Any(value => value >= 1));
        await Return(silo, host);
        var before = runbook.Variables["DESKTOP"];
        runbook.Variables["DESKTOP"] = bob.Value;
        Assert.Contains(bob.Value, await runbook.Mitigate("DeskFleetWorkSpacesUnhealthy"), StringComparison.Ordinal);
        await silo.Fleet.WaitFor(bob, Lifecycle.Available, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        runbook.Variables["DESKTOP"] = before;
    }

    /// <summary>All hosts of a zone are lost; who signs in to a desktop there is refused after five minutes.</summary>
    private static async Task ZoneLost(LiveSilo silo, Runbook runbook, WorkSpaceId ann, string zone)
    {
        foreach (var host in await silo.Hosts($"zone={zone}"))
            await Lose(silo, host);
        await Tells(runbook, "DeskFleetZoneLost", values => values.Contains(0));
        await silo.Fleet.Connect(ann, new(Fleet.NewId(), Ann, new("s-2")));
        await Tells(runbook, "DeskFleetConnectFails", values => values.Any(value => value > 0));
        runbook.Variables["INCIDENT"] = "nobody gets in";
        Assert.Contains("InsufficientCapacity", await runbook.Mitigate("DeskFleetConnectFails"), StringComparison.Ordinal);
        await runbook.Mitigate("DeskFleetZoneLost");
        await IsOver(runbook, "DeskFleetZoneLost");
        await IsOver(runbook, "DeskFleetHostLost");
    }

    /// <summary>There is room, and no GPU.</summary>
    private static async Task NoRoomForGraphics(LiveSilo silo, Runbook runbook)
    {
        var launch = new LaunchWorkSpace(Fleet.NewId(), Fleet.Directory, UserName.Of("gina"), Bundle.Defaults.Single(bundle => bundle.Name == "Graphics").Id, RunningMode.AutoStop);
        var gina = Assert.IsType<Launched>(await silo.Fleet.Launch(launch)).WorkSpace;
        await Tells(runbook, "DeskFleetPlacementFailsWithFreeCapacity", values => values.Count(value => value > 0) >= 3);
        (runbook.Variables["DESKTOP"], runbook.Variables["TYPE"], runbook.Variables["INCIDENT"]) = (gina.Value, "gpu", "no gpu");
        Assert.Contains("no room", await runbook.Mitigate("DeskFleetPlacementFailsWithFreeCapacity"), StringComparison.Ordinal);
        runbook.Variables["ZONE"] = runbook.Variables["ZONE"] == Fleet.ZoneA.Value ? Fleet.ZoneB.Value : Fleet.ZoneA.Value;
        await runbook.Mitigate("DeskFleetPlacementFailsWithFreeCapacity");

        var greta = Assert.IsType<Launched>(await silo.Fleet.Launch(launch with { OperationId = Fleet.NewId(), User = UserName.Of("greta") })).WorkSpace;
        await silo.Fleet.WaitFor(greta, Lifecycle.Available, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the runbook's own commands say that it is real.</summary>
    private static Task Tells(Runbook runbook, string alert, Func<List<double>, bool> isReal) =>
        Eventually.True(async () => isReal(Runbook.Values(await runbook.IsItReal(alert))), $"{alert} is real, as its runbook tells");

    private static Task IsOver(Runbook runbook, string alert) => Eventually.True(() => runbook.IsItOver(alert), $"{alert} is over, as its runbook tells");

    private static Task Lose(LiveSilo silo, HostId host) => silo.Order($"hosts/{host.Value}/lose", """{ "detail": "the machine failed", "confirm": true }""");

    private static Task Return(LiveSilo silo, HostId host) => silo.Order($"hosts/{host.Value}/return");
}
