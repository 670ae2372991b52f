using System.Runtime.InteropServices;

namespace DeskFleet.Benchmarks.Api;

/// <summary>What is printed: Markdown, to be put into silo/API.md as it is.</summary>
internal static class Report
{
    private const double LeastShare = 0.5;
    private const double LeastTimesMoto = 10;

    /// <summary>Of the median from the smallest to the largest fleet, above which it is not called flat.</summary>
    private const double MaxGrowth = 1.5;

    public static void Machine() =>
        Console.WriteLine($"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; 8 calls at a time.");

    public static void Heading(string name) => Console.WriteLine($"""

        {name}:

        | fleet | CreateWorkspaces of 25 | DescribeWorkspaces of 25 ids | share of an empty server | by directory and user | share of an empty server | all pages | a page |
        |---:|---:|---:|---:|---:|---:|---:|---:|
        """);

    public static void Row(SizeFigures at) => Console.WriteLine(FormattableString.Invariant(
        $"| {at.Size:n0} | {(at.CreatesPerSecond is { } creates ? FormattableString.Invariant($"{creates:0.0}/s") : "")} | {Text(at.ByIds)} | {Text(at.ByUser)} | {at.ListingSeconds:0.00} s | {at.PageMilliseconds:0.0} ms |"));

    /// <summary>Says of each figure that must hold whether it does.</summary>
    /// <param name="moto">Empty: there is none.</param>
    public static bool Verdicts(IReadOnlyList<SizeFigures> silo, IReadOnlyList<SizeFigures> moto)
    {
        Console.WriteLine();
        var (small, large) = (silo[0], silo[^1]);
        var holds = Verdict("share of an empty server, 25 ids", silo.Min(at => at.ByIds.Share), LeastShare, atLeast: true);
        holds &= Verdict("share of an empty server, directory and user", silo.Min(at => at.ByUser.Share), LeastShare, atLeast: true);
        holds &= Verdict($"median for 25 ids, {large.Size:n0} beside {small.Size:n0}", large.ByIds.Served.MedianMilliseconds / small.ByIds.Served.MedianMilliseconds, MaxGrowth, atLeast: false);
        holds &= Verdict($"median for directory and user, {large.Size:n0} beside {small.Size:n0}", large.ByUser.Served.MedianMilliseconds / small.ByUser.Served.MedianMilliseconds, MaxGrowth, atLeast: false);
        holds &= Verdict($"a page, {large.Size:n0} beside {small.Size:n0}", large.PageMilliseconds / small.PageMilliseconds, MaxGrowth, atLeast: false);
        if (moto.Count == 0)
        {
            Console.WriteLine("moto_server is not installed: not compared.");
            return holds;
        }

        holds &= Verdict($"25 ids at {large.Size:n0}, times moto", large.ByIds.Served.PerSecond / moto[^1].ByIds.Served.PerSecond, LeastTimesMoto, atLeast: true);
        return Verdict($"directory and user at {large.Size:n0}, times moto", large.ByUser.Served.PerSecond / moto[^1].ByUser.Served.PerSecond, LeastTimesMoto, atLeast: true) && holds;
    }

    private static bool Verdict(string what, double figure, double bound, bool atLeast)
    {
        var holds = atLeast ? figure >= bound : figure <= bound;
        Console.WriteLine(FormattableString.Invariant($"{what}: {figure:0.00}, must be at {(atLeast ? "least" : "most")} {bound:0.0#}: {(holds ? "holds" : "DOES NOT HOLD")}"));
        return holds;
    }

    private static string Text(DescribeFigure describe) => FormattableString.Invariant(
        $"{describe.Served.PerSecond:n0}/s, {describe.Served.MedianMilliseconds:0.0} ms (p99 {describe.Served.P99Milliseconds:0.0}), {describe.Served.ProcessorMicroseconds:0} µs | {describe.Share:0%} of {describe.Empty.PerSecond:n0}/s");
}
