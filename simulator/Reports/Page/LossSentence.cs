using System.Globalization;

namespace DeskFleet.Simulator.Reports.Page;

/// <summary>What one loss did to people, in one sentence; over several runs with the least and the most of them.</summary>
internal static class LossSentence
{
    /// <param name="runs">The same loss in each run; at least one.</param>
    /// <param name="at">When, in words.</param>
    public static string Of(IReadOnlyList<LossSummary> runs, string at)
    {
        var (hosts, what) = (Range(runs, loss => loss.Hosts), runs[0].What);
        var isCounted = what.Split(' ') is [var first, ..] && (first == hosts || what.StartsWith("h-", StringComparison.Ordinal));
        return $"On {at} {what} {(hosts != "1" && isCounted ? "were" : "was")} lost{(isCounted ? "" : $" ({hosts} {(hosts == "1" ? "host" : "hosts")})")}: {Range(runs, loss => loss.CutOff)} of {Range(runs, loss => loss.ConnectedBefore)} connected people were cut off, and {Back(runs)}. ";
    }

    private static string Back(IReadOnlyList<LossSummary> runs) => runs.All(loss => loss.CutOff == 0) ? "so nobody had to come back"
        : runs.All(loss => loss.CameBack == 0) ? "none of them came back"
        : runs.All(loss => loss.CameBack == loss.CutOff) ? "all of them came back"
        : $"{Range(runs, loss => loss.CameBack)} of them came back";

    private static string Range(IReadOnlyList<LossSummary> runs, Func<LossSummary, long> figure)
    {
        var (least, most) = (Show(runs.Min(figure)), Show(runs.Max(figure)));
        return least == most ? least : $"{least} to {most}";
    }

    private static string Show(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
