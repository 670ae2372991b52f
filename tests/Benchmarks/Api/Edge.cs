using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Benchmarks.Api;

/// <summary>
/// How long one caller's describes take while others attack the same silo: slow bodies, floods of requests that nobody signed or signed wrongly, and a helpdesk key
/// whose reboots are all refused. Attackers are a process of their own that yields the processor to the silo, as machines elsewhere do.
/// </summary>
internal static class Edge
{
    public const string Helpdesk = "AKIDEXAMPLEHELPD0";

    private const int PerSecond = 100;
    private const int Connections = 16;
    private const int Rounds = 3;
    private const int SlowConnections = 1000;
    private const double MaxTimesCalm = 5;

    public static readonly string[] Attacks = ["slow-bodies", "unsigned", "wrong-signature", "helpdesk"];

    /// <returns>Whether what must hold does.</returns>
    public static async Task<bool> Measure(IEnumerable<string> attacks, TimeSpan length)
    {
        await using var silo = await Servers.Silo(requestsPerSecond: 1000);
        var fleet = new Fleet(silo.Url);
        await fleet.Prepare();
        foreach (var launch in fleet.Launches(100))
            fleet.Launched(await fleet.Client.Json(launch));
        await fleet.Rest();
        await Percentiles(silo, fleet, TimeSpan.FromSeconds(10));
        Console.WriteLine(
            $"\n{PerSecond} describes of 25 ids a second by one caller, {Rounds} rounds by turns, the middle one:\n\n| meanwhile | calm p50 | calm p99 | p50 | p99 | calm processors of the silo | processors | refused or failed | attacker's requests |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        var holds = true;
        foreach (var attack in attacks)
        {
            var (calm, under, requests) = (new List<Figures>(), new List<Figures>(), 0L);
            for (var round = 0; round < Rounds; round++)
            {
                calm.Add(await Percentiles(silo, fleet, length));
                using var attacker = Start(attack, silo.Url, length + TimeSpan.FromSeconds(4));
                await Task.Delay(TimeSpan.FromSeconds(3));
                under.Add(await Percentiles(silo, fleet, length));
                requests += long.TryParse((await attacker.StandardOutput.ReadToEndAsync()).Trim(), out var sent) ? sent : 0;
                await attacker.WaitForExitAsync();
            }

            await fleet.Client.Send(new(WireService.WorkSpaces, "CreateIpGroup", new { GroupName = attack }));
            var (before, during) = (Middle(calm), Middle(under));
            Row(attack, before, during, under.Sum(round => round.Failed), requests);
            holds &= under.All(round => round.Failed == 0) && during.P99 < MaxTimesCalm * before.P99;
        }

        Console.WriteLine($"\nThe caller's changes are made after each. p99 under {MaxTimesCalm} times its calm value and nothing refused: {(holds ? "holds" : "DOES NOT HOLD")}.");
        return holds;
    }

    /// <summary>Is an attacker.</summary>
    public static async Task<int> Attack(string kind, string url, TimeSpan length)
    {
        var (watch, requests) = (Stopwatch.StartNew(), 0L);
        if (kind == "slow-bodies")
            requests = await SlowBodies(url, length);
        else
        {
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
            {
                var client = new Client(url, kind == "helpdesk" ? Helpdesk : Servers.AccessKey);
                while (watch.Elapsed < length)
                {
                    await client.Attack(kind);
                    Interlocked.Increment(ref requests);
                }
            })));
        }

        Console.WriteLine(requests);
        return 0;
    }

    private static async Task<long> SlowBodies(string url, TimeSpan length)
    {
        var sockets = new List<Socket>();
        var (watch, opened) = (Stopwatch.StartNew(), 0L);
        while (watch.Elapsed < length)
        {
            while (sockets.Count < SlowConnections)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, new Uri(url).Port);
                await socket.SendAsync(Encoding.ASCII.GetBytes(SlowHead()));
                sockets.Add(socket);
                opened++;
            }

            // 300 bytes a second each.
            foreach (var socket in sockets.ToList())
            {
                try
                {
                    await socket.SendAsync(new byte[300]);
                }
                catch (SocketException)
                {
                    sockets.Remove(socket);
                    socket.Dispose();
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        return opened;
    }

    private static string SlowHead() => string.Join("\r\n", [
        "POST / HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/x-amz-json-1.1", "X-Amz-Target: WorkspacesService.DescribeWorkspaces",
        $"X-Amz-Date: {DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmss'Z'}",
        $"Authorization: AWS4-HMAC-SHA256 Credential={Servers.AccessKey}/{DateTimeOffset.UtcNow:yyyyMMdd}/us-east-1/workspaces/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature={new string('0', 64)}",
        "Content-Length: 1000000", "", ""]);

    private static Figures Middle(List<Figures> rounds) => rounds.OrderBy(round => round.P99).ElementAt(rounds.Count / 2);

    private static async Task<Figures> Percentiles(Server silo, Fleet fleet, TimeSpan length)
    {
        var (watch, before, sent, failed) = (Stopwatch.StartNew(), silo.ProcessorTime(), new List<Task<double>>(), 0);
        for (var number = 0; watch.Elapsed < length; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / PerSecond);
            if (due > watch.Elapsed)
                await Task.Delay(due - watch.Elapsed);
            sent.Add(Task.Run(async () =>
            {
                var started = Stopwatch.GetTimestamp();
                try
                {
                    await fleet.Client.Send(fleet.DescribeIds());
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref failed);
                }

                return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }));
        }

        var times = (await Task.WhenAll(sent)).Order().ToList();
        return new(times[times.Count / 2], times[(int)(times.Count * 0.99)], failed, (silo.ProcessorTime() - before) / watch.Elapsed);
    }

    private static Process Start(string attack, string url, TimeSpan length) => Process.Start(new ProcessStartInfo(
        "nice", ["-n", "19", "dotnet", "exec", typeof(Edge).Assembly.Location, "attack", attack, url, $"{length.TotalSeconds}"])
    { RedirectStandardOutput = true })!;

    private static void Row(string meanwhile, Figures calm, Figures under, int failed, long requests) => Console.WriteLine(FormattableString.Invariant(
        $"| {meanwhile} | {calm.P50:0.0} ms | {calm.P99:0.0} ms | {under.P50:0.0} ms | {under.P99:0.0} ms | {calm.Processors:0.00} | {under.Processors:0.00} | {failed} | {requests:n0} |"));

    private sealed record Figures(double P50, double P99, int Failed, double Processors);
}
