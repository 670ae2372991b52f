using System.Collections.Concurrent;
using System.Diagnostics;

namespace DeskFleet.Benchmarks.Api;

/// <summary>Calls a second, several at a time, and how long one of them takes.</summary>
internal sealed record Figure(double PerSecond, double MedianMilliseconds, double P99Milliseconds);

/// <summary>A describe beside an empty server that answers with the same bytes.</summary>
internal sealed record DescribeFigure(Figure Served, Figure Empty)
{
    public double Share => Served.PerSecond / Empty.PerSecond;
}

/// <summary>Everything that is measured at one size of the fleet.</summary>
/// <param name="CreatesPerSecond">Calls of 25; null: the fleet had this size already.</param>
/// <param name="ListingSeconds">Every page, one after the other.</param>
internal sealed record SizeFigures(int Size, double? CreatesPerSecond, DescribeFigure ByIds, DescribeFigure ByUser, double ListingSeconds)
{
    public double PageMilliseconds => ListingSeconds * 1000 / Math.Ceiling((double)Size / Fleet.Batch);
}

/// <summary>Grows one fleet and measures it at each size.</summary>
internal sealed class Measurement(Fleet fleet, Options options)
{
    private const int AtOnce = 8;

    /// <summary>The two servers take turns, so that what else the machine does meets both alike.</summary>
    private const int Rounds = 5;

    /// <summary>
    /// Under load, after launches: until a new silo has compiled everything as well as it will, and until the last of what a launch writes has been
    /// written, which is half a minute later.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    /// <summary>Until an empty server is compiled.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public Task Prepare() => fleet.Prepare();

    public async Task<SizeFigures> At(int size)
    {
        var creates = await GrowTo(size);
        await fleet.Rest();
        await Rate(fleet.Client, fleet.DescribeIds, Settling);
        var (byIds, byUser) = (await Describe(fleet.DescribeIds), await Describe(fleet.DescribeUser));
        var watch = Stopwatch.StartNew();
        await fleet.ListAll();
        return new(size, creates, byIds, byUser, watch.Elapsed.TotalSeconds);
    }

    private async Task<double?> GrowTo(int size)
    {
        var (launches, watch) = (fleet.Launches(size), Stopwatch.StartNew());
        await Parallel.ForEachAsync(launches, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (call, _) => fleet.Launched(await fleet.Client.Json(call)));
        return launches.Count > 0 ? launches.Count / watch.Elapsed.TotalSeconds : null;
    }

    private async Task<DescribeFigure> Describe(Func<Call> next)
    {
        await using var empty = await Servers.Empty(await fleet.Client.Send(next()));
        var (bare, served, unserved) = (new Client(empty.Url), new List<Figure>(), new List<Figure>());
        await Rate(fleet.Client, next, WarmUp);
        await Rate(bare, next, WarmUp);
        for (var round = 0; round < Rounds; round++)
        {
            served.Add(await Rate(fleet.Client, next, options.Length / Rounds));
            unserved.Add(await Rate(bare, next, options.Length / Rounds));
        }

        return new(Middle(served), Middle(unserved));
    }

    private static Figure Middle(List<Figure> rounds) => rounds.OrderBy(figure => figure.PerSecond).ElementAt(rounds.Count / 2);

    private static async Task<Figure> Rate(Client client, Func<Call> next, TimeSpan length)
    {
        var (watch, all) = (Stopwatch.StartNew(), new ConcurrentBag<List<double>>());
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (watch.Elapsed < length)
            {
                var started = Stopwatch.GetTimestamp();
                await client.Send(next());
                mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            all.Add(mine);
        })));
        var elapsed = watch.Elapsed.TotalSeconds;
        var times = all.SelectMany(mine => mine).Order().ToList();
        return new(times.Count / elapsed, times[times.Count / 2], times[(int)(times.Count * 0.99)]);
    }
}
