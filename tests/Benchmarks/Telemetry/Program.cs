using System.Globalization;
using DeskFleet.Benchmarks.Telemetry;

const int DefaultPairs = 15;

if (args is ["--help"] or [_, _, ..] || (args is [var given] && !(int.TryParse(given, CultureInfo.InvariantCulture, out var pairs) && pairs > 0)))
{
    Console.Error.WriteLine($"""
        What telemetry costs: the same sign-ins and sign-outs at two silos that keep their records in memory, one with everything on (scraped each second,
        traces, logs and metrics sent by OTLP), one with everything off. They take turns within one run; the median of the pairs' ratios counts.
          deskfleet-telemetry-benchmark          {DefaultPairs} pairs of {MeasuredSilo.Turn.TotalSeconds:0} s each
          deskfleet-telemetry-benchmark 3        3 pairs
        Exit codes: 0 at most 10 % are lost, 1 more.
        """);
    return 2;
}

var rounds = args is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : DefaultPairs;
using var collector = new Collector();
await using var with = await MeasuredSilo.Start("--otlp", collector.Address);
await using var without = await MeasuredSilo.Start("--metrics", "off");
using var scraper = new Scraper(with.Metrics);
foreach (var silo in new[] { with, without })
{
    await silo.Prepare();
    await silo.Rate();
}

var ratios = new List<double>();
Console.WriteLine("pair  with/s  without/s  ratio");
for (var pair = 1; pair <= rounds; pair++)
{
    // Who goes first changes, so that what drifts takes from both.
    var first = await (pair % 2 == 0 ? with : without).Rate();
    var second = await (pair % 2 == 0 ? without : with).Rate();
    var (on, off) = pair % 2 == 0 ? (first, second) : (second, first);
    ratios.Add(on / off);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pair,4}  {on,6:0}  {off,9:0}  {on / off,5:0.000}"));
}

var median = ratios.Order().ElementAt(ratios.Count / 2);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {median:0.000}; {scraper.Scrapes} scrapes, {collector.Bytes / 1024} KiB received by OTLP"));
return median >= 0.9 ? 0 : 1;
