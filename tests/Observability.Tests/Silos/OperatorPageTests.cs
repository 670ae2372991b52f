using DeskFleet.Core.Identity;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Observability.Tests.Support;
using Microsoft.Playwright;

namespace DeskFleet.Observability.Tests.Silos;

/// <summary>The operator's page in a real browser.</summary>
public sealed class OperatorPageTests
{
    [Fact]
    public async Task Page_LiveFleet_ShowsItSearchesItAndHeals()
    {
        await using var chromium = await Chromium.Start();
        using var silo = await LiveSilo.Start();
        await silo.Fleet.SetUp();
        var page = await chromium.Browser.NewPageAsync(new() { ViewportSize = new() { Width = 1300, Height = 1100 }, ColorScheme = ColorScheme.Light });
        var (messages, outside) = Watch(page, silo.Address);
        await page.GotoAsync(new Uri(silo.Address, "operator/").ToString());
        await Says(page, "#link", "live");
        await Says(page, "#glance", "WorkSpaces0");

        var ann = await silo.Fleet.LaunchOne("ann");
        await silo.Fleet.Connect(ann, new(Fleet.NewId(), UserName.Of("ann"), new("s-1")));
        await Says(page, "#glance", "WorkSpaces1");
        await Says(page, "#glance", "Connected1");
        await Says(page, "#decisions", "PENDING -> AVAILABLE");
        await ByKeyboard(page);
        Assert.Empty(messages);

        await silo.Kill();
        await Says(page, "#link", "connection lost");
        await page.PressAsync("#q", "Enter");
        await Says(page, "#why", "The silo does not answer");
        await silo.StartProcess();
        await Says(page, "#link", "live");
        Assert.All(messages, message => Assert.Contains("ERR_", message, StringComparison.Ordinal)); // The browser's own word on a silo that is away.
        Assert.Empty(outside);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_InEitherScheme_HasContrastAndSpeaksOfItsParts(ColorScheme scheme)
    {
        await using var chromium = await Chromium.Start();
        using var silo = await LiveSilo.Start();
        await silo.Fleet.SetUp();
        var page = await chromium.Browser.NewPageAsync(new() { ColorScheme = scheme });
        await page.GotoAsync(new Uri(silo.Address, "operator/").ToString());
        await Says(page, "#map", "us-east-1a");

        var contrasts = await page.EvaluateAsync<double[]>(Contrasts);
        Assert.True(contrasts.Length > 10);
        Assert.All(contrasts, contrast => Assert.True(contrast >= 4.5, $"A text has a contrast of {contrast:0.0}."));
        Assert.Equal(0, await page.Locator("section:not([aria-labelledby]), input:not([id]), .host:not([aria-label]), button:empty:not([aria-label])").CountAsync());
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox).Or(page.GetByLabel("Id, user or state"))).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Group, new() { Name = "us-east-1a, provider/us-east-1: 1 hosts" })).ToBeVisibleAsync();
    }

    /// <summary>WCAG's ratio of each text to what is behind it.</summary>
    private const string Contrasts = """
        () => {
          const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
          const numbers = color => color.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
          const behind = element => { for (; element; element = element.parentElement) { const c = numbers(getComputedStyle(element).backgroundColor); if (c[3] !== 0) return c; } return [255, 255, 255]; };
          return [...document.querySelectorAll('h1, h2, h3, p, dt, dd, label, th, td, a, li span')].filter(e => e.textContent.trim() && e.offsetParent).map(e => {
            const [a, b] = [light(numbers(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05);
          });
        }
        """;

    /// <summary>From the top of the page with tab, enter and arrows alone: the hosts, the search, one desktop's why-log.</summary>
    private static async Task ByKeyboard(IPage page)
    {
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Orleans dashboard", await Focused(page, "textContent"));
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("host", await Focused(page, "className"));
        await Says(page, "#host", "80 vCPU");
        await page.Keyboard.PressAsync("Tab"); // the other zone
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("q", await Focused(page, "id"));
        await page.Keyboard.TypeAsync("ann");
        await page.Keyboard.PressAsync("Enter");
        await Says(page, "#found", "of ann: AVAILABLE");
        await page.Keyboard.PressAsync("Tab"); // the search's own button
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Says(page, "#why", "NONE -> PENDING");
    }

    private static Task<string> Focused(IPage page, string property) => page.EvaluateAsync<string>($"document.activeElement.{property}");

    /// <summary>What the console says, errors included, and requests to anybody else.</summary>
    private static (List<string> Messages, List<string> Outside) Watch(IPage page, Uri silo)
    {
        var (messages, outside) = (new List<string>(), new List<string>());
        page.PageError += (_, error) => messages.Add(error);
        page.Console += (_, message) => messages.Add(message.Text);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(silo.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                outside.Add(request.Url);
        };
        return (messages, outside);
    }

    private static Task Says(IPage page, string where, string text) => Assertions.Expect(page.Locator(where)).ToContainTextAsync(text, new() { Timeout = 30_000 });
}
