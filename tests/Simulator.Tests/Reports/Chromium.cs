using System.Diagnostics;

namespace DeskFleet.Simulator.Tests.Reports;

/// <summary>What a browser made of a page.</summary>
/// <param name="Dom">The document after its scripts have run.</param>
/// <param name="Console">What the page's console said.</param>
internal sealed record Opened(string Dom, IReadOnlyList<string> Console);

/// <summary>Debian's Chromium without a window. Tests that need it are skipped where it is absent.</summary>
internal static class Chromium
{
    private static readonly string? Program =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin").Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<Opened> Open(string page, bool isDark)
    {
        var (dom, log) = await Run("--window-size=1200,5200", $"--blink-settings=preferredColorScheme={(isDark ? 0 : 1)}", "--dump-dom", new Uri(page).AbsoluteUri);
        return new(dom, [.. log.Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal))]);
    }

    /// <summary>The page as it is printed.</summary>
    public static async Task<byte[]> Print(string page)
    {
        using var folder = new TempFolder();
        var paper = folder.Missing("page.pdf");
        await Run("--no-pdf-header-footer", $"--print-to-pdf={paper}", new Uri(page).AbsoluteUri);
        return await File.ReadAllBytesAsync(paper, TestContext.Current.CancellationToken);
    }

    private static async Task<(string Output, string Log)> Run(params string[] orders)
    {
        Assert.SkipUnless(Program is not null, "chromium is not installed; tests/run.sh --install does it.");
        using var profile = new TempFolder();
        string[] usual = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={profile.Missing("profile")}", "--enable-logging=stderr"];
        var start = new ProcessStartInfo(Program, [.. usual, .. orders]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var browser = Process.Start(start)!;
        var (dom, log) = (browser.StandardOutput.ReadToEndAsync(), browser.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        await browser.WaitForExitAsync(patience.Token);
        return (await dom, await log);
    }
}
