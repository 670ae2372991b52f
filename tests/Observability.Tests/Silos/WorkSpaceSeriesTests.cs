using System.Net;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Silo.Gateway;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>Health and connection metrics by directory and by WorkSpace, scraped from a real silo by a real Prometheus.</summary>
public sealed class WorkSpaceSeriesTests(PostgresServer postgres) : IDisposable
{
    private const string OfAll = "workspaces?directory=d-acme";

    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-series-").FullName;

    [Fact]
    [Trait("Rule", "MON-01")]
    public async Task Series_ThreeAvailableAndOneUnhealthy_AreOneADesktopAndAddUpToTheDirectory()
    {
        Tool.Needs("prometheus");
        var connection = postgres.NewDatabase();
        using var silo = await LiveSilo.StartOn(connection);
        await using var database = new PostgresDatabase(connection);
        using var prometheus = await PrometheusServer.Start(_folder, Config(silo));
        await silo.Fleet.SetUp();
        var desktops = new List<WorkSpaceId>();
        foreach (var user in new[] { "ann", "bob", "carl", "dora" })
            desktops.Add(await silo.Fleet.LaunchOne(user));
        Assert.IsType<Connected>(await silo.Fleet.Connect(desktops[0], new(Fleet.NewId(), UserName.Of("ann"), new("s-1"))));
        Assert.IsType<Refused>(await silo.Fleet.Connect(desktops[0], new(Fleet.NewId(), UserName.Of("eve"), new("s-2"))));
        Assert.IsType<Connected>(await silo.Fleet.Connect(desktops[1], new(Fleet.NewId(), UserName.Of("bob"), new("s-3"))));
        await silo.Fleet.Disconnect(desktops[1], new(Fleet.NewId(), new("s-3")));
        await MakeUnhealthy(silo, database, desktops[3]);

        await Eventually.True(
            async () => await prometheus.Query("""sum(deskfleet_workspace_unhealthy) == 1 and sum(deskfleet_workspaces{deskfleet_state="UNHEALTHY"}) == 1""") is [_],
            "the unhealthy one is scraped in both ways");
        Assert.Equal(3, await prometheus.Number("""sum(deskfleet_workspaces{deskfleet_directory="d-acme", deskfleet_state="AVAILABLE"})"""));
        Assert.Equal(1, await prometheus.Number("""sum(deskfleet_workspaces{deskfleet_directory="d-acme", deskfleet_state="UNHEALTHY"})"""));
        Assert.Equal([1, 1, 1, 0], await Each(prometheus, desktops, "available"));
        Assert.Equal([0, 0, 0, 1], await Each(prometheus, desktops, "unhealthy"));
        Assert.Equal([1, 0, 0, 0], await Each(prometheus, desktops, "user_connected"));
        Assert.Equal([0, 1, 0, 0], await Each(prometheus, desktops, "session_disconnects_total"));
        foreach (var (name, expected) in new[] { ("attempts", new double[] { 2, 1, 0, 0 }), ("successes", [1, 1, 0, 0]), ("failures", [1, 0, 0, 0]) })
        {
            Assert.Equal(expected, await Each(prometheus, desktops, $"connection_{name}_total"));
            Assert.Equal(expected.Sum(), await prometheus.Number($$"""sum(deskfleet_connection_{{name}}_total{deskfleet_directory="d-acme"})"""));
        }

        Assert.Equal(2, await prometheus.Number("count(deskfleet_workspace_session_launch_seconds > 0)"));
        Assert.Equal(2, await prometheus.Number("count(deskfleet_workspace_session_round_trip_seconds > 0)"));
        await Shares(silo);
    }

    [Fact]
    public async Task Scrape_ThatCannotBe_SaysWhatToAsk()
    {
        using var silo = await LiveSilo.Start();
        using var http = new HttpClient { BaseAddress = new(silo.Address, "metrics/") };
        foreach (var (query, sentence) in new[] { ("workspaces", "Name a directory"), ($"{OfAll}&share=3/2", "share=3/2"), ($"{OfAll}&share=all", "share=all") })
        {
            using var response = await http.GetAsync(query, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains(sentence, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>All shares together are the whole, and none comes twice.</summary>
    private static async Task Shares(LiveSilo silo)
    {
        var (whole, shares) = (await Lines(silo, OfAll), new List<string>());
        for (var share = 1; share <= 3; share++)
            shares.AddRange(await Lines(silo, $"{OfAll}&share={share}/3"));

        Assert.Equal(4, whole.Count(line => line.StartsWith("deskfleet_workspace_available{", StringComparison.Ordinal)));
        Assert.Equal(whole.Order(StringComparer.Ordinal), shares.Order(StringComparer.Ordinal));
    }

    private static async Task<List<string>> Lines(LiveSilo silo, string query)
    {
        using var http = new HttpClient { BaseAddress = new(silo.Address, "metrics/") };
        return [.. (await http.GetStringAsync(query, TestContext.Current.CancellationToken)).Split('\n').Where(line => line.Contains('{', StringComparison.Ordinal))];
    }

    private static async Task<List<double>> Each(PrometheusServer prometheus, IEnumerable<WorkSpaceId> desktops, string name)
    {
        var values = new List<double>();
        foreach (var desktop in desktops)
            values.Add(await prometheus.Number($$"""deskfleet_workspace_{{name}}{workspace_id="{{desktop}}"}"""));
        return values;
    }

    /// <summary>As its driver tells it, from within the cluster: a backend is not believed.</summary>
    private static async Task MakeUnhealthy(LiveSilo silo, FleetDatabase database, WorkSpaceId desktop)
    {
        var slot = (await Stored.Of<WorkSpaceState>(database, Entity.Of(desktop))).State.Slot!;
        await using var connection = await database.Open(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT proof FROM fleet_cluster";
        RequestContext.Set(InsideProof.Key, (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        await silo.Fleet.Accept(Entity.Of(desktop), new HealthReported(slot.Epoch, IsHealthy: false, "the guest hangs"));
    }

    private static string Config(LiveSilo silo) => $$"""
        global: { scrape_interval: 1s }
        scrape_configs:
          - { job_name: deskfleet, static_configs: [{ targets: ["{{silo.Target}}"] }] }
          - { job_name: workspaces, metrics_path: /metrics/workspaces, params: { directory: [d-acme] }, static_configs: [{ targets: ["{{silo.Target}}"] }] }
        """;
}
