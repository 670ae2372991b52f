using System.Diagnostics;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Dashboards;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Tests.Support;
using NodaTime;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>A real silo, scraped by a real Prometheus whose alerts go to a real Alertmanager.</summary>
public sealed class LiveSiloTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-prometheus-").FullName;

    [Fact]
    [Trait("Rule", "MON-05")]
    public async Task Panels_RealSilo_HaveDataThatAgrees()
    {
        Tool.Needs("prometheus");
        using var silo = await LiveSilo.Start();
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [silo.Target]));
        await silo.Fleet.SetUp();
        var ann = await silo.Fleet.LaunchOne("ann");
        await silo.Fleet.LaunchOne("bob");
        Assert.IsType<Connected>(await silo.Fleet.Connect(ann, new(Fleet.NewId(), UserName.Of("ann"), new("s-1"))));
        Assert.IsType<Refused>(await silo.Fleet.Connect(ann, new(Fleet.NewId(), UserName.Of("eve"), new("s-2"))));
        await silo.Fleet.Accept(Entity.Of(new HostId("h-provider-us-east-1b-0001")), new LoseHost("test"));

        await Eventually.True(async () => (await prometheus.Query("deskfleet_sessions == 1 and on () sum(deskfleet_hosts{deskfleet_state=\"LOST\"}) == 1")).Count == 1, "the session and the lost host are scraped");
        Assert.Equal(2, await prometheus.Number("sum(deskfleet_workspaces)"));
        Assert.Equal(1, await prometheus.Number("deskfleet_connection_successes_total"));
        Assert.Equal(1, await prometheus.Number("deskfleet_connection_failures_total{error_type=\"NotOwner\"}"));
        Assert.Equal(80, await prometheus.Number("sum(deskfleet_capacity_limit)"));
        var bill = Assert.IsType<StatementRead>(await silo.Fleet.Statement(ann, BillingMonth.Of(SystemClock.Instance.GetCurrentInstant()))).Statement;
        Assert.All(bill.Lines, line => Assert.True(line.Kind is ChargeKind.AutoStopBase or ChargeKind.Hours)); // nothing for metrics, which nobody had to switch on
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken); // two scrapes more, so that rates have a span
        await Panels(prometheus);
    }

    [Fact]
    public async Task SiloDown_Killed_TellsTheWebhookWithinAMinuteAndResolves()
    {
        Tool.Needs("prometheus");
        Tool.Needs("prometheus-alertmanager");
        using var webhook = new Webhook();
        using var silo = await LiveSilo.Start();
        using var manager = await Alertmanager.Start(_folder, webhook);
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [silo.Target], manager.Target));
        await Eventually.True(async () => (await prometheus.Query("up == 1")).Count == 1, "the silo is scraped");

        await silo.Kill();
        var watch = Stopwatch.StartNew();
        await Eventually.True(() => webhook.Heard("DeskFleetSiloDown", "firing"), "the webhook hears of the killed silo");
        // The minute is that of a machine that has nothing else to do.
        if (FullRun.Is)
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1));
        await silo.StartProcess();

        await Eventually.True(() => webhook.Heard("DeskFleetSiloDown", "resolved"), "the webhook hears that it is over");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task Panels(PrometheusServer prometheus)
    {
        var faults = new List<string>();
        foreach (var panel in Panel.All)
        {
            var isEmpty = (await prometheus.Query(panel.Expression.Replace("[5m]", "[1m]", StringComparison.Ordinal))).Count == 0;
            if (isEmpty && !panel.MayBeEmpty("Empty on a silo") && !panel.MayBeEmpty("Empty when") && !panel.MayBeEmpty("No line") && !panel.MayBeEmpty("no line"))
                faults.Add($"{panel} is empty");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
