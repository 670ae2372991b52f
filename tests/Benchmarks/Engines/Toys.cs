using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeskFleet.Benchmarks.Engines;

/// <summary>What a planner or a backend would write instead: the same people, no records, no log, no rules but the countdown.</summary>
internal static class Toys
{
    /// <summary>An array of desktops and a heap.</summary>
    /// <returns>Events, and the hours that desktops ran.</returns>
    public static (long Events, long Hours) HeapLoop(int desks, int days)
    {
        var fleet = new Desk[desks];
        var events = Play(desks, days, (int desk, Step step, int now, out bool happened) => fleet[desk].Take(step, now, out happened));
        return (events, fleet.Sum(desk => desk.Ran) / 3600);
    }

    /// <summary>The same with a grain for each desktop; the loop waits for each call, so that the order is strict.</summary>
    public static async Task<long> Grains(IGrainFactory grains, int desks, int days)
    {
        var fleet = Enumerable.Range(0, desks).Select(desk => grains.GetGrain<IDeskGrain>($"{Guid.NewGuid():N}/{desk}")).ToArray();
        var (queue, sessions) = Begin(desks, days);
        var (next, events) = (new int[desks], 0L);
        while (queue.TryDequeue(out var entry, out var key))
        {
            var took = await fleet[entry.Desk].Take(entry.Step, key.At);
            events += took.Happened ? 1 : 0;
            Follow(queue, sessions[entry.Desk], next, entry, took.Next, took.At);
        }

        return events;
    }

    /// <summary>Awaited calls that do nothing, one after the other, to one grain after the other.</summary>
    public static async Task<long> Calls(IGrainFactory grains, int desks, int calls)
    {
        var fleet = Enumerable.Range(0, desks).Select(desk => grains.GetGrain<IDeskGrain>($"calls/{desk}")).ToArray();
        for (var call = 0; call < calls; call++)
            await fleet[call % desks].Nothing();
        return calls;
    }

    /// <summary>A silo in this process with nothing but the toys.</summary>
    public static async Task<IHost> Silo()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private delegate (Step Next, int At) Taker(int desk, Step step, int now, out bool happened);

    private static long Play(int desks, int days, Taker take)
    {
        var (queue, sessions) = Begin(desks, days);
        var (next, events) = (new int[desks], 0L);
        while (queue.TryDequeue(out var entry, out var key))
        {
            var (step, at) = take(entry.Desk, entry.Step, key.At, out var happened);
            events += happened ? 1 : 0;
            Follow(queue, sessions[entry.Desk], next, entry, step, at);
        }

        return events;
    }

    private static (PriorityQueue<(int Desk, Step Step), (int At, int Desk)> Queue, (int From, int To)[][] Sessions) Begin(int desks, int days)
    {
        var (people, queue) = (new Workdays(10_000), new PriorityQueue<(int, Step), (int, int)>(desks * 2));
        var sessions = Enumerable.Range(0, desks).Select(_ => people.Of(days)).ToArray();
        for (var desk = 0; desk < desks; desk++)
        {
            if (sessions[desk] is [var first, ..])
                queue.Enqueue((desk, Step.SignIn), (first.From, desk));
        }

        return (queue, sessions);
    }

    private static void Follow(
        PriorityQueue<(int Desk, Step Step), (int At, int Desk)> queue, (int From, int To)[] sessions, int[] next, (int Desk, Step Step) entry, Step step, int at)
    {
        if (at >= 0)
            queue.Enqueue((entry.Desk, step), (at, entry.Desk));
        if (entry.Step == Step.SignIn)
            queue.Enqueue((entry.Desk, Step.SignOut), (sessions[next[entry.Desk]++].To, entry.Desk));
        else if (entry.Step == Step.SignOut && next[entry.Desk] < sessions.Length)
            queue.Enqueue((entry.Desk, Step.SignIn), (sessions[next[entry.Desk]].From, entry.Desk));
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>A desktop of the toys as a grain: state in memory, nothing stored.</summary>
internal interface IDeskGrain : IGrainWithStringKey
{
    ValueTask<Taken> Take(Step step, int now);

    ValueTask Nothing();
}

/// <summary>What came of a step.</summary>
[GenerateSerializer, Immutable]
internal readonly record struct Taken(Step Next, int At, bool Happened);

/// <inheritdoc cref="IDeskGrain"/>
internal sealed class DeskGrain : Grain, IDeskGrain
{
    private Desk _desk;

    public ValueTask<Taken> Take(Step step, int now)
    {
        var (next, at) = _desk.Take(step, now, out var happened);
        return new(new Taken(next, at, happened));
    }

    public ValueTask Nothing() => ValueTask.CompletedTask;
}
