using System.Diagnostics;
using NodaTime;

namespace DeskFleet.Benchmarks.Storage.Wakes;

/// <summary>What it costs to have many armed deadlines, how late they are heard of, and what a restart does to them. Prints a row of a table for each.</summary>
internal sealed class WakeComparison(int deadlines)
{
    private const int Callers = 16;
    private const int Looks = 10;

    /// <summary>So many fall due while it is watched.</summary>
    private readonly int _due = Math.Max(1, deadlines / 10);

    private static readonly Duration Spread = Duration.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Head =>
        "| | armed/s | a look | rows read a minute, idle | late (median / 99th / most) | start | late after a restart |\n|---|---:|---:|---:|---:|---:|---:|";

    public async Task<string> Row(string database, IWakes wakes)
    {
        await wakes.Start();
        var armed = await Arm(wakes, deadlines, _ => Now + Duration.FromDays(1));
        await wakes.Heard.All(TimeSpan.Zero);
        var (look, rows) = await Look(wakes);

        var due = Due(armed, Duration.FromSeconds(10));
        await Arm(wakes, _due, due);
        var late = await wakes.Heard.All(Patience);

        due = Due(armed, Duration.FromSeconds(10));
        await Arm(wakes, _due, due);
        await wakes.Stop();
        await Task.Delay(TimeSpan.FromSeconds(1) + (due(_due) - Now).ToTimeSpan());
        wakes.Heard.From = Now;
        var watch = Stopwatch.StartNew();
        await wakes.Start();
        var start = watch.Elapsed;
        var afterwards = await wakes.Heard.All(Patience);
        await wakes.Stop();
        return FormattableString.Invariant(
            $"| {wakes.Name}, {database} | {armed:0} | {look:0.0} ms | {rows / wakes.Period.TotalMinutes:0} | {late} | {start.TotalSeconds:0.0} s | {afterwards} |");
    }

    private static Instant Now => SystemClock.Instance.GetCurrentInstant();

    /// <summary>One after the other over half a minute, which begins when all of them are armed.</summary>
    private Func<int, Instant> Due(double armedASecond, Duration reserve)
    {
        var first = Now + reserve + Duration.FromSeconds(1.5 * _due / armedASecond);
        return number => first + (Spread * ((double)number / _due));
    }

    private static async Task<double> Arm(IWakes wakes, int count, Func<int, Instant> due)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (number, _) => await wakes.Arm(number, due(number)));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task<(double Milliseconds, int Rows)> Look(IWakes wakes)
    {
        var rows = await wakes.Look();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Looks; i++)
            await wakes.Look();
        return (watch.Elapsed.TotalMilliseconds / Looks, rows);
    }
}
