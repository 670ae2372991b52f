namespace DeskFleet.Benchmarks.Api;

/// <summary>
/// Two versions of the silo at once, asked by turns of a second: whatever else the machine does meets both alike, so the ratio holds on a busy one too.
/// </summary>
internal static class Beside
{
    private const int Rounds = 25;
    private const int Size = 1000;
    private const int Launchers = 4;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    /// <param name="earlier">The deskfleet-silo.dll of another version.</param>
    public static async Task Measure(string earlier)
    {
        await using var before = await Servers.Silo(program: earlier);
        await using var now = await Servers.Silo();
        var (one, other) = (await Grown(before), await Grown(now));
        Console.WriteLine($"{Size} WorkSpaces, {Rounds} turns of {Turn.TotalSeconds} s each, the middle of each figure:\n\n| describe | earlier | now | now by earlier, turn by turn | earlier, processor | now, processor |\n|---|---:|---:|---:|---:|---:|");
        await Row("25 ids", (one, before), (other, now), fleet => fleet.DescribeIds);
        await Row("directory and user", (one, before), (other, now), fleet => fleet.DescribeUser);
    }

    private static async Task<Fleet> Grown(Server server)
    {
        var fleet = new Fleet(server.Url);
        await fleet.Prepare();
        await Parallel.ForEachAsync(
            fleet.Launches(Size), new ParallelOptions { MaxDegreeOfParallelism = Launchers }, async (call, _) => fleet.Launched(await fleet.Client.Json(call)));
        await fleet.Rest();
        return fleet;
    }

    private static async Task Row(string name, (Fleet Fleet, Server Server) earlier, (Fleet Fleet, Server Server) now, Func<Fleet, Func<Call>> ask)
    {
        var (before, after) = (new List<Figure>(), new List<Figure>());
        foreach (var (fleet, server) in new[] { earlier, now })
            await Measurement.Rate(fleet.Client, server, ask(fleet), WarmUp);
        for (var round = 0; round < Rounds; round++)
        {
            // Who comes second is slower by some percent, so each is first every other time.
            foreach (var (of, figures) in round % 2 == 0 ? new[] { (earlier, before), (now, after) } : [(now, after), (earlier, before)])
                figures.Add(await Measurement.Rate(of.Fleet.Client, of.Server, ask(of.Fleet), Turn));
        }

        var ratio = Middle(before.Zip(after, (one, other) => other.PerSecond / one.PerSecond));
        Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {Middle(before.Select(one => one.PerSecond)):n0}/s | {Middle(after.Select(one => one.PerSecond)):n0}/s | {ratio:0%} | {Middle(before.Select(one => one.ProcessorMicroseconds)):0} µs | {Middle(after.Select(one => one.ProcessorMicroseconds)):0} µs |"));
    }

    private static double Middle(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
