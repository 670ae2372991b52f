using DeskFleet.Core.Identity;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using DeskFleet.Observability.Tests.Weeks;
using Microsoft.Playwright;

namespace DeskFleet.Observability.Tests.Pictures;

/// <summary>Makes the pictures in <c>silo/Images</c>: with <c>DESKFLEET_PICTURES=1</c>, for people to look at.</summary>
public sealed class PictureTests(SimulatedWeek week)
{
    private const string Variable = "DESKFLEET_PICTURES";
    private const int Desktops = 90;

    private static string Folder => Repository.PathOf("silo/Images");

    [Fact]
    public async Task Dashboards_OfTheSimulatedWeek_AreDrawn()
    {
        Wanted();
        var pages = new DashboardPage(await week.Prometheus());
        await using var chromium = await Chromium.Start();
        foreach (var file in Directory.GetFiles(Repository.PathOf("silo/Dashboards"), "*.json"))
        {
            var page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1224, Height = 700 } });
            await page.SetContentAsync(await pages.Of(file));
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"dashboard-{Path.GetFileNameWithoutExtension(file)}.png"), FullPage = true });
        }
    }

    /// <summary>A silo at work: some users connected, some desktops stopped, one host lost.</summary>
    [Fact]
    public async Task OperatorPage_OfAFleetAtWork_IsDrawn()
    {
        Wanted();
        using var silo = await LiveSilo.Start();
        await silo.Fleet.SetUp(hosts: 6);
        await Parallel.ForEachAsync(Enumerable.Range(0, Desktops), TestContext.Current.CancellationToken, async (number, _) =>
        {
            var desktop = await silo.Fleet.LaunchOne($"user-{number:000}");
            if (number % 3 == 0)
                await silo.Fleet.Stop(desktop, new(Fleet.NewId()));
            else if (number % 3 == 1)
                await silo.Fleet.Connect(desktop, new(Fleet.NewId(), UserName.Of($"user-{number:000}"), new($"s-{number}")));
            else
                await silo.Fleet.Connect(desktop, new(Fleet.NewId(), UserName.Of("eve"), new($"s-{number}")));
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
