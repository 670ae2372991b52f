using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Tests.Support;
using Directory = System.IO.Directory;

namespace DeskFleet.Observability.Tests.Runbooks;

/// <summary>
/// Runbooks about machines that do not do what they are told: a file says which orders fail, and restarting the driver's service mends it. The fleet's clock runs
/// 300 times as fast, so that a desktop in ERROR is stuck after 12 s and a backup is due every 144 s.
/// </summary>
public sealed class MachineRunbookTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private const int Desktops = 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-runbooks-").FullName;

    [Fact]
    public async Task Runbooks_OfMachines_TellAndMitigateRealFaults()
    {
        Tool.Needs("prometheus");
        Tool.Needs("promtool");
        Tool.Needs("curl");
        var faults = Path.Combine(_folder, "faults");
        using var silo = await LiveSilo.Start("--time-scale", "300", "--driver-time-scale", "20", "--machine-faults", faults);
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [silo.Target]));
        var runbook = new Runbook(prometheus, silo.Address) { Variables = { ["RESTART"] = $"rm {faults}" } };
        await silo.Fleet.SetUp(hosts: 2);
        var ann = await silo.Fleet.LaunchOne("ann");
        var host = (await silo.Fleet.Describe(ann, TestContext.Current.CancellationToken))!.Host!.Value.Value;
        await File.WriteAllTextAsync(faults, "Backup fails\n", TestContext.Current.CancellationToken);
        // A first backup is taken as soon as a desktop is provisioned; one that is always on runs on, and its backup is tried again.
        var launch = Fleet.Launch("bob") with { Mode = RunningMode.AlwaysOn };
        var bob = Assert.IsType<Launched>(await silo.Fleet.Launch(launch)).WorkSpace;
        await silo.Fleet.WaitFor(bob, Lifecycle.Available, Patience, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(faults, "Hibernate fails\nBoot refuses\nBackup fails\n", TestContext.Current.CancellationToken);
        await silo.Fleet.Stop(ann, new(Fleet.NewId()), TestContext.Current.CancellationToken);
        var carl = Assert.IsType<Launched>(await silo.Fleet.Launch(Fleet.Launch("carl"))).WorkSpace;

        await Tells(runbook, "DeskFleetStopsFail", value => value > 0);
        await Tells(runbook, "DeskFleetDesktopsStuck", value => value > 0);
        await Tells(runbook, "DeskFleetDriverRetries", value => value >= 10);
        await Tells(runbook, "DeskFleetBackupsFail", value => value >= 3);
        foreach (var alert in new[] { "DeskFleetStopsFail", "DeskFleetDesktopsStuck", "DeskFleetDriverRetries", "DeskFleetBackupsFail" })
            Assert.False(await runbook.IsItOver(alert), $"{alert} is not over.");

        // One host does not stop its machines: it is taken off the network and declared lost, and what ran there is gone.
        (runbook.Variables["HOST"], runbook.Variables["DESKTOP"]) = (host, carl.Value);
        Assert.Contains(ann.Value, await runbook.Mitigate("DeskFleetStopsFail"), StringComparison.Ordinal);
        Assert.Contains(host, (await silo.Hosts("state=LOST")).Select(lost => lost.Value));
        Assert.Contains("a fault that the file of faults names", await runbook.Mitigate("DeskFleetBackupsFail"), StringComparison.Ordinal);
        Assert.Contains("a fault that the file of faults names", await runbook.Mitigate("DeskFleetDriverRetries"), StringComparison.Ordinal);
        Assert.False(File.Exists(faults), "The driver's service is restarted.");
        await runbook.Mitigate("DeskFleetDesktopsStuck");

        await silo.Fleet.Until(carl, Patience, Lifecycle.Available, Lifecycle.Stopped);
        await silo.Fleet.Until(bob, Patience, Lifecycle.Available, Lifecycle.Stopped);
        await IsOver(runbook, "DeskFleetStopsFail");
        await IsOver(runbook, "DeskFleetDesktopsStuck");
    }

    /// <summary>
    /// By the fleet's own clock, in which the half hours after the fault are seconds. So many desktops that each of the two alerts holds as long as the fault does, however the
    /// tries have been put off.
    /// </summary>
    [Theory]
    [InlineData("DeskFleetBackupsFail", "Backup fails", RunningMode.AlwaysOn)]
    [InlineData("DeskFleetDriverRetries", "Hibernate fails", RunningMode.AutoStop)]
    public async Task Retries_OfARealFault_FireAndAreOverWhenItIsMended(string alert, string fault, RunningMode mode)
    {
        Tool.Needs("promtool");
        var faults = Path.Combine(_folder, "faults");
        using var silo = await LiveSilo.Start("--time-scale", "300", "--driver-time-scale", "60", "--machine-faults", faults);
        await silo.Fleet.SetUp(hosts: 4);
        await using var minutes = new FleetMinutes(silo, "deskfleet_driver_retries_total", TimeSpan.FromMinutes(1) / 300);
        var over = await Runbook.WhatIsOver(alert);
        var desks = new List<Core.Identity.WorkSpaceId>();
        await File.WriteAllTextAsync(faults, fault + "\n", TestContext.Current.CancellationToken);
        for (var person = 0; person < Desktops; person++)
            desks.Add(Assert.IsType<Launched>(await silo.Fleet.Launch(Fleet.Launch($"person-{person}") with { Mode = mode })).WorkSpace);
        foreach (var desk in desks)
            await silo.Fleet.WaitFor(desk, Lifecycle.Available, Patience, TestContext.Current.CancellationToken);
        foreach (var desk in desks.Where(_ => mode == RunningMode.AutoStop))
            await silo.Fleet.Stop(desk, new(Fleet.NewId()), TestContext.Current.CancellationToken);

        await Eventually.True(() => minutes.Fires(alert), $"{alert} fires", Patience);
        Assert.False(await minutes.Holds(over), $"{alert} is over, says its runbook, and it fires.");
        File.Delete(faults);

        await Eventually.True(() => minutes.Holds(over), $"{alert} is over, as its runbook tells", Patience);
        await Eventually.True(async () => !await minutes.Fires(alert), $"{alert} does not fire any more", Patience);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task Tells(Runbook runbook, string alert, Func<double, bool> isReal) =>
        Eventually.True(async () => Runbook.Values(await runbook.IsItReal(alert)).Any(isReal), $"{alert} is real, as its runbook tells", Patience);

    private static Task IsOver(Runbook runbook, string alert) => Eventually.True(() => runbook.IsItOver(alert), $"{alert} is over, as its runbook tells", Patience);
}
