using System.Globalization;
using DeskFleet.Core.Identity;
using DeskFleet.Grains.Telemetry;

namespace DeskFleet.Silo.Telemetry;

/// <summary>Answers scrapes of single WorkSpaces: one directory at a time, and of a large one a share.</summary>
internal static class WorkSpaceScrape
{
    /// <summary>WorkSpaces in one answer.</summary>
    public const int Most = 10_000;

    /// <param name="directory">Its id.</param>
    /// <param name="share">Such as <c>2/5</c>, the second of five; null: all.</param>
    public static IResult Answer(string? directory, string? share, Census census, SignInBook book)
    {
        if (string.IsNullOrEmpty(directory))
            return Fault("Name a directory: /metrics/workspaces?directory=d-...");
        if (ShareOf(share) is not { } part)
            return Fault($"share={share} is not possible; give one such as 2/5, the second of five.");
        var desktops = census.Search(desktop => desktop.Identity?.Directory.Value == directory && part.Has(desktop.Id), Most + 1);
        return desktops.Count > Most
            ? Fault($"One answer has at most {Most} WorkSpaces and these are more; scrape shares, such as /metrics/workspaces?directory={directory}&share=1/{part.Of * 2}.")
            : Results.Text(OpenMetricsText.Of(WorkSpaceSeries.Of(new(directory), desktops, book)), OpenMetricsText.ContentType);
    }

    private static IResult Fault(string sentence) => Results.Text(sentence + "\n", statusCode: StatusCodes.Status400BadRequest);

    private static Share? ShareOf(string? text) =>
        text is null ? new(1, 1)
        : text.Split('/') is [var number, var of] && Number(number) is { } k && Number(of) is { } n && k >= 1 && k <= n ? new(k, n)
        : null;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>By the id alone, so a WorkSpace stays in its share and every silo says the same.</summary>
    private readonly record struct Share(int Number, int Of)
    {
        public bool Has(WorkSpaceId desktop) => desktop.Value.Aggregate(17u, static (hash, letter) => (hash * 31) + letter) % (uint)Of == (uint)Number - 1;
    }
}
