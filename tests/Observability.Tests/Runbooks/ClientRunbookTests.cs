using System.Diagnostics;
using System.Net.Sockets;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Tests.Support;
using NodaTime;

namespace DeskFleet.Observability.Tests.Runbooks;

/// <summary>
/// Runbooks about what users feel: a client measures its own session over real sockets and reports that, and the network between it and the desktop is slow
/// for one session.
/// </summary>
public sealed class ClientRunbookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-runbooks-").FullName;

    [Fact]
    public async Task Runbooks_OfClients_TellAndMitigateASlowNetwork()
    {
        Tool.Needs("prometheus");
        Tool.Needs("promtool");
        Tool.Needs("curl");
        using var silo = await LiveSilo.Start("--client-stand-in", "false");
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [silo.Target]));
        using var network = new SlowNetwork();
        await silo.Fleet.SetUp();
        var ann = await silo.Fleet.LaunchOne("ann");
        var host = (await silo.Fleet.Describe(ann))!;
        var runbook = new Runbook(prometheus, silo.Address)
        {
            Variables = { ["HOST"] = host.Host!.Value.Value, ["ZONE"] = host.Zone.Value, ["OWNER"] = Fleet.Provider.ToString(), ["INCIDENT"] = "slow" },
        };

        await Use(silo, ann, network, sessions: 3, keys: 3);
        await Scraped(prometheus, sessions: 3);
        await Use(silo, ann, network, sessions: 3, keys: 3);
        await Scraped(prometheus, sessions: 6);
        Assert.True(Assert.Single(Runbook.Values(await runbook.IsItReal("DeskFleetSessionLaunchSlow"))) <= 1, "Launches are fast.");
        Assert.True(Assert.Single(Runbook.Values(await runbook.IsItReal("DeskFleetRoundTripSlow"))) <= 0.05, "Round trips are fast.");

        (network.FirstDelay, network.Delay) = (TimeSpan.FromSeconds(10.5), TimeSpan.FromSeconds(0.5));
        await Use(silo, ann, network, sessions: 1, keys: 1);
        await Eventually.True(async () => Runbook.Values(await runbook.IsItReal("DeskFleetSessionLaunchSlow")) is [> 10], "DeskFleetSessionLaunchSlow is real");
        await Eventually.True(async () => Runbook.Values(await runbook.IsItReal("DeskFleetRoundTripSlow")) is [> 0.25], "DeskFleetRoundTripSlow is real");
        foreach (var alert in new[] { "DeskFleetSessionLaunchSlow", "DeskFleetRoundTripSlow" })
            await runbook.Mitigate(alert);
        await Eventually.True(async () => (await silo.Hosts("state=DRAINING")).Contains(host.Host.Value), "the fullest host is drained");
        await Eventually.True(async () => (await silo.Hosts($"zone={host.Zone}")).Count == 2, "one host is allocated, once");

        (network.FirstDelay, network.Delay) = (TimeSpan.Zero, TimeSpan.Zero); // its operators have mended it
        await Use(silo, ann, network, sessions: 30, keys: 5);
        await Eventually.True(() => runbook.IsItOver("DeskFleetSessionLaunchSlow"), "DeskFleetSessionLaunchSlow is over");
        await Eventually.True(() => runbook.IsItOver("DeskFleetRoundTripSlow"), "DeskFleetRoundTripSlow is over");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task Scraped(PrometheusServer prometheus, int sessions) => Eventually.True(
        async () => await prometheus.Query($"sum(deskfleet_session_launch_duration_seconds_count) == {sessions}") is [_], "the sessions are scraped");

    /// <summary>Ann signs in, waits for the first picture, presses keys and leaves; her client reports what it measured.</summary>
    private static async Task Use(LiveSilo silo, WorkSpaceId desktop, SlowNetwork network, int sessions, int keys)
    {
        for (var number = 0; number < sessions; number++)
        {
            var session = new SessionId(Guid.NewGuid().ToString());
            var launched = Stopwatch.StartNew();
            Assert.IsType<Connected>(await silo.Fleet.Connect(desktop, new(Fleet.NewId(), UserName.Of("ann"), session)));
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(network.Address, TestContext.Current.CancellationToken);
            var picture = new byte[1];
            await client.GetStream().ReadExactlyAsync(picture, TestContext.Current.CancellationToken);
            Duration? launch = Duration.FromTimeSpan(launched.Elapsed);
            for (var key = 0; key < keys; key++, launch = null)
            {
                var pressed = Stopwatch.StartNew();
                await client.GetStream().WriteAsync(picture, TestContext.Current.CancellationToken);
                await client.GetStream().ReadExactlyAsync(picture, TestContext.Current.CancellationToken);
                Assert.IsType<Accepted>(await silo.Fleet.ReportMeasured(desktop, new(session, launch, Duration.FromTimeSpan(pressed.Elapsed))));
            }

            await silo.Fleet.Disconnect(desktop, new(Fleet.NewId(), session));
        }
    }
}
