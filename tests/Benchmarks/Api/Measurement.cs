using System.Collections.Concurrent;
using System.Diagnostics;

namespace DeskFleet.Benchmarks.Api;

/// <summary>Calls a second, several at a time, and how long one of them takes.</summary>
/// <param name="ProcessorMicroseconds">That the server works for one of them: the same however busy the machine is.</param>
internal sealed record Figure(double PerSecond, double MedianMilliseconds, double P99Milliseconds, double ProcessorMicroseconds);

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
internal sealed class Measurement(Server server, Options options)
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

    private readonly Fleet _fleet = new(server.Url);

    public Task Prepare() => _fleet.Prepare();

    public async Task<SizeFigures> At(int size)
    {
        var creates = await GrowTo(size);
        await _fleet.Rest();
        await Rate(_fleet.Client, server, _fleet.DescribeIds, Settling);
        var (byIds, byUser) = (await Describe(_fleet.DescribeIds), await Describe(_fleet.DescribeUser));
        var watch = Stopwatch.StartNew();
        await _fleet.ListAll();
        return new(size, creates, byIds, byUser, watch.Elapsed.TotalSeconds);
    }

    private async Task<double?> GrowTo(int size)
    {
        var (launches, watch) = (_fleet.Launches(size), Stopwatch.StartNew());
        await Parallel.ForEachAsync(launches, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (call, _) => _fleet.Launched(await _fleet.Client.Json(call)));
        return launches.Count > 0 ? launches.Count / watch.Elapsed.TotalSeconds : null;
    }

    private async Task<DescribeFigure> Describe(Func<Call> next)
    {
        await using var empty = await Servers.Empty(await _fleet.Client.Send(next()));
        var (bare, served, unserved) = (new Client(empty.Url), new List<Figure>(), new List<Figure>());
        await Rate(_fleet.Client, server, next, WarmUp);
        await Rate(bare, empty, next, WarmUp);
        for (var round = 0; round < Rounds; round++)
        {
            served.Add(await Rate(_fleet.Client, server, next, options.Length / Rounds));
            unserved.Add(await Rate(bare, empty, next, options.Length / Rounds));
        }

        return new(Middle(served), Middle(unserved));
    }

    private static Figure Middle(List<Figure> rounds) => rounds.OrderBy(figure => figure.PerSecond).ElementAt(rounds.Count / 2);

    internal static async Task<Figure> Rate(Client client, Server server, Func<Call> next, TimeSpan length)
    {
        var worked = server.ProcessorTime();
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
        var each = (server.ProcessorTime() - worked).TotalMicroseconds / times.Count;
        return new(times.Count / elapsed, times[times.Count / 2], times[(int)(times.Count * 0.99)], each);
    }
}
