using DeskFleet.Core.Identity;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using Microsoft.Playwright;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>The operator's page in a real browser.</summary>
public sealed class OperatorPageTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task Page_LiveFleet_ShowsItSearchesItAndHeals()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed; tests/install.sh does it.");
        using var silo = await LiveSilo.Start();
        await silo.Fleet.SetUp();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1300, Height = 1100 }, ColorScheme = ColorScheme.Light });
        var (errors, outside) = (new List<string>(), new List<string>());
        page.PageError += (_, error) => errors.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(silo.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                outside.Add(request.Url);
        };
        await page.GotoAsync(new Uri(silo.Address, "operator/").ToString());
        await Says(page, "#link", "live");
        await Says(page, "#glance", "WorkSpaces0");

        var ann = await silo.Fleet.LaunchOne("ann");
        await silo.Fleet.Connect(ann, new(Fleet.NewId(), UserName.Of("ann"), new("s-1")));
        await Says(page, "#glance", "WorkSpaces1");
        await Says(page, "#glance", "Connected1");
        await Says(page, "#decisions", "PENDING -> AVAILABLE");

        await page.FillAsync("#q", "ann");
        await page.PressAsync("#q", "Enter");
        await page.ClickAsync("#found button");
        await Says(page, "#why", "NONE -> PENDING");
        await page.FocusAsync(".host");
        await Says(page, "#host", "80 vCPU");
        await Shoot(page, "light");
        Assert.Empty(errors);

        await silo.Kill();
        await Says(page, "#link", "connection lost");
        await silo.StartProcess();
        await Says(page, "#link", "live");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Shoot(page, "dark");
        Assert.Empty(errors);
        Assert.Empty(outside);
    }

    private static Task Says(IPage page, string where, string text) => Assertions.Expect(page.Locator(where)).ToContainTextAsync(text, new() { Timeout = 30_000 });

    /// <summary>For people to look at.</summary>
    private static Task<byte[]> Shoot(IPage page, string name) => page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, $"operator-{name}.png"), FullPage = true });
}
