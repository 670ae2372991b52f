using DeskFleet.Core.Identity;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Observability.Tests.Weeks;
using Microsoft.Playwright;
using NodaTime;

namespace DeskFleet.Observability.Tests.Pictures;

/// <summary>Makes the pictures in <c>silo/Images</c>: with <c>DESKFLEET_PICTURES=1</c>, for people to look at.</summary>
public sealed class PictureTests(SimulatedWeek week, PostgresServer postgres) : IDisposable
{
    private const string Variable = "DESKFLEET_PICTURES";
    private const int Desktops = 90;
    private const string OfSilos = "orleans.json";

    private static readonly Span Week = new(SimulatedWeek.Start, SimulatedWeek.End, Duration.FromMinutes(15), "30m", Duration.FromDays(1), "ddd");
    private static readonly TimeSpan AtWork = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("deskfleet-pictures-").FullName;

    private static string Folder => Repository.PathOf("silo/Images");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Dashboards_OfTheSimulatedWeek_AreDrawn()
    {
        Wanted();
        var pages = new DashboardPage(await week.Prometheus(), Week);
        foreach (var file in Dashboards().Where(file => Path.GetFileName(file) != OfSilos))
            await Draw(pages, file);
    }

    /// <summary>What a simulation has nothing for: two silos on one database, of which one is killed after half of the time.</summary>
    [Fact]
    public async Task Dashboard_OfTwoSilosAtWork_IsDrawn()
    {
        Wanted();
        var database = postgres.NewDatabase();
        using var silo = await LiveSilo.StartOn(database);
        using var other = await LiveSilo.StartOn(database);
        using var prometheus = await PrometheusServer.Start(_folder, Scraping.Config(_folder, [silo.Target, other.Target]));
        await silo.Fleet.SetUp(hosts: 6);
        var from = SystemClock.Instance.GetCurrentInstant();
        var work = Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Work(silo, worker, from + Duration.FromTimeSpan(AtWork))));
        await Task.Delay(AtWork / 2, TestContext.Current.CancellationToken);
        await other.Kill();
        await work;

        var span = new Span(from, SystemClock.Instance.GetCurrentInstant(), Duration.FromSeconds(1), "10s", Duration.FromSeconds(30), "HH:mm:ss");
        await Draw(new(prometheus, span), Dashboards().Single(file => Path.GetFileName(file) == OfSilos));
    }

    private static string[] Dashboards() => Directory.GetFiles(Repository.PathOf("silo/Dashboards"), "*.json");

    private static async Task Draw(DashboardPage pages, string file)
    {
        await using var chromium = await Chromium.Start();
        var page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1224, Height = 700 } });
        await page.SetContentAsync(await pages.Of(file));
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"dashboard-{Path.GetFileNameWithoutExtension(file)}.png"), FullPage = true });
    }

    /// <summary>One desktop after the other is launched, used and terminated, whatever happens to the silos.</summary>
    private static async Task Work(LiveSilo silo, int worker, Instant until)
    {
        for (var number = 0; SystemClock.Instance.GetCurrentInstant() < until; number++)
        {
            var (user, session) = (UserName.Of($"user-{worker}-{number}"), new SessionId($"s-{worker}-{number}"));
            var desktop = await silo.Fleet.LaunchOne(user.Value);
            var (connect, disconnect, terminate) = (new Connect(Fleet.NewId(), user, session), new Disconnect(Fleet.NewId(), session), new TerminateWorkSpace(Fleet.NewId()));
            await Patient.Question(() => silo.Fleet.Connect(desktop, connect), AtWork);
            await Patient.Question(() => silo.Fleet.Disconnect(desktop, disconnect), AtWork);
            await Patient.Question(() => silo.Fleet.Terminate(desktop, terminate), AtWork);
        }
    }

    /// <summary>A silo at work: some users connected, some desktops stopped, one host lost.</summary>
    [Fact]
    public async Task OperatorPage_OfAFleetAtWork_IsDrawn()
    {
        Wanted();
        using var silo = await LiveSilo.Start();
        await silo.Fleet.SetUp(hosts: 6);
        await Parallel.ForEachAsync(Enumerable.Range(0, Desktops), TestContext.Current.CancellationToken, async (number, stop) =>
        {
            var desktop = await silo.Fleet.LaunchOne($"user-{number:000}");
            if (number % 3 == 0)
                await silo.Fleet.Stop(desktop, new(Fleet.NewId()), stop);
            else if (number % 3 == 1)
                await silo.Fleet.Connect(desktop, new(Fleet.NewId(), UserName.Of($"user-{number:000}"), new($"s-{number}")), stop);
            else
                await silo.Fleet.Connect(desktop, new(Fleet.NewId(), UserName.Of("eve"), new($"s-{number}")), stop);
        });
        await silo.Order($"hosts/{(await silo.Hosts("zone=us-east-1b"))[0].Value}/lose");
        await silo.Order($"hosts/{(await silo.Hosts("zone=us-east-1a"))[^1].Value}/drain");
        await using var chromium = await Chromium.Start();
        var page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1200, Height = 800 } });
        await page.GotoAsync(new Uri(silo.Address, "operator/").ToString());
        await Assertions.Expect(page.Locator("#map")).ToContainTextAsync("us-east-1b");
        await page.FillAsync("#q", "user-001");
        await page.PressAsync("#q", "Enter");
        await page.ClickAsync("#found button");
        await Assertions.Expect(page.Locator("#why")).ToContainTextAsync("NONE -> PENDING");
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"operator-{scheme.ToString().ToLowerInvariant()}.png"), Clip = new() { X = 0, Y = 0, Width = 1200, Height = 1000 }, FullPage = true });
        }
    }

    private static void Wanted() => Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "1", $"Pictures are made on demand: {Variable}=1.");
}
