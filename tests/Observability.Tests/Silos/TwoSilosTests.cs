using System.Diagnostics;
using DeskFleet.Core.Identity;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Tests.Support;
using NodaTime;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>Two silos on PostgreSQL, both scraped: one of them speaks for the fleet, and when it is killed the other does.</summary>
public sealed class TwoSilosTests(PostgresServer postgres, ITestOutputHelper output) : IDisposable
{
    private const int Desktops = 3;

    /// <summary>Every state of the fleet: who reports it and how it adds up as the dashboards do it.</summary>
    private const string Reporters = "count(count by (instance) (deskfleet_workspaces))";
    private const string Counted = "sum(max without (instance, job) (deskfleet_workspaces))";

    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-two-").FullName;

    [Fact]
    public async Task Owner_Killed_IsAlertedFollowedAndNeverCountedTwice()
    {
        Tool.Needs("prometheus");
        Tool.Needs("prometheus-alertmanager");
        var database = postgres.NewDatabase();
        using var owner = await LiveSilo.StartOn(database);
        using var other = await LiveSilo.StartOn(database);
        using var webhook = new Webhook();
        using var manager = await Alertmanager.Start(_folder, webhook);
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [owner.Target, other.Target], manager.Target));
        var began = SystemClock.Instance.GetCurrentInstant();
        await Launch(other);
        await Eventually.True(() => Reports(prometheus, owner), "the oldest silo reports all desktops");

        await owner.Kill();
        var watch = Stopwatch.StartNew();
        await Eventually.True(() => webhook.Heard("DeskFleetSiloDown", "firing"), "the webhook hears of the killed silo", AMinute);
        output.WriteLine($"The alert came after {watch.Elapsed.TotalSeconds:0.0} s.");
        await Eventually.True(() => Reports(prometheus, other), "the other silo reports all desktops", AMinute);
        output.WriteLine($"The other silo spoke for the fleet after {watch.Elapsed.TotalSeconds:0.0} s.");
        await owner.StartProcess();
        await Eventually.True(() => webhook.Heard("DeskFleetSiloDown", "resolved"), "the webhook hears that it is over", AMinute);

        Assert.True(await Reports(prometheus, other), "Who came back is the younger one and says nothing.");
        await AtAllTimes(prometheus, Reporters, began, 1);
        await AtAllTimes(prometheus, Counted, began, Desktops);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task Launch(LiveSilo silo)
    {
        await silo.Fleet.SetUp();
        for (var user = 0; user < Desktops; user++)
            await silo.Fleet.LaunchOne($"user-{user}");
        await silo.Fleet.Accept(Core.Kernel.Entity.Of(new HostId("h-provider-us-east-1b-0001")), new Core.Hosts.DrainHost());
    }

    /// <summary>This one alone, and all of the fleet.</summary>
    private static async Task<bool> Reports(PrometheusServer prometheus, LiveSilo silo) =>
        await prometheus.Query("sum by (instance) (deskfleet_workspaces)") is [{ Last: Desktops } one] && one.Labels["instance"] == silo.Target
        && await prometheus.Query("sum(deskfleet_hosts{deskfleet_state=\"DRAINING\"})") is [{ Last: 1 }];

    /// <summary>In each second since then it was at most so much; none, while nobody speaks.</summary>
    private static async Task AtAllTimes(PrometheusServer prometheus, string expression, Instant since, double most)
    {
        var series = Assert.Single(await prometheus.Range(expression, since, SystemClock.Instance.GetCurrentInstant(), Duration.FromSeconds(1)));
        Assert.True(series.Points.Count > 10);
        Assert.All(series.Points, point => Assert.InRange(point.Value, 0, most));
    }
}
