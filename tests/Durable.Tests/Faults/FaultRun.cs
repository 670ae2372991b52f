using System.Globalization;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Faults;

/// <summary>People at work while something breaks: when it was broken, and the judgement afterwards.</summary>
internal sealed class FaultRun(string name, Load load, FleetDatabase database)
{
    /// <summary>On a machine that does nothing else.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly List<(TimeSpan From, TimeSpan To)> _faults = [];

    /// <summary>Breaks something, waits, and mends it.</summary>
    public async Task During(Func<Task> fault)
    {
        var from = load.Now;
        await fault();
        _faults.Add((from, load.Now));
    }

    public static Task Pause(TimeSpan length) => Task.Delay(length, TestContext.Current.CancellationToken);

    /// <summary>People work on until enough is acknowledged and stop; then the journal and the auditor's comparison judge.</summary>
    /// <param name="hold">Whether callers' answers may wait as long as the fault does.</param>
    /// <param name="isOnly">Whether the only silo was away, so that nobody could answer: how long callers waited is told, and no more.</param>
    public async Task Judge(ITestOutputHelper output, bool hold, bool isOnly = false)
    {
        for (var until = load.Now + Patience; load.Acknowledged < FaultSizes.Now.LeastAcknowledged && load.Now < until;)
            await Pause(TimeSpan.FromMilliseconds(100));
        await load.End();
        var journal = await JournalCheck.Of(database);
        var slowest = hold ? load.SlowestBeside(_faults) : load.Slowest;
        Report(output, journal, slowest);
        try
        {
            load.AssertIn(journal);
        }
        catch (Xunit.Sdk.XunitException)
        {
            output.WriteLine($"the journal as it is: {await Dump()}");
            throw;
        }

        Assert.Empty(await Audit.Of(database, Patience));
        Assert.True(load.Acknowledged >= FaultSizes.Now.LeastAcknowledged, $"Only {load.Acknowledged} commands were acknowledged.");
        Assert.True(isOnly || !FaultSizes.IsLarge || slowest < MaxWait, $"Somebody waited {slowest.TotalSeconds:0.0} s for an answer.");
    }

    /// <summary>An event log as a simulated run writes it, for whoever looks into what is wrong (<c>deskfleet-sim judge</c> reads it too).</summary>
    private async Task<string> Dump()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("deskfleet-faults-").FullName, "events.jsonl");
        await using var lines = new StreamWriter(file);
        await using var connection = await database.Open(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT CAST(at AS text), kind, key, sequence, CAST(event AS text) FROM fleet_journal ORDER BY position";
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            await lines.WriteLineAsync($$"""{"at":"{{InstantOf(rows.GetString(0))}}","entity":"{{rows.GetString(1)}}:{{rows.GetString(2)}}","sequence":{{rows.GetInt64(3)}},"event":{{rows.GetString(4)}}}""");
        return file;
    }

    private static string InstantOf(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private void Report(ITestOutputHelper output, JournalCheck journal, TimeSpan slowest)
    {
        var failures = load.Failures.Count == 0 ? "none" : string.Join(", ", load.Failures.OrderByDescending(one => one.Value).Select(one => $"{one.Key} {one.Value}"));
        var row = string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {_faults.Count} | {load.Acknowledged:n0} | {journal.Lines:n0} | {journal.Faults.Count} | {slowest.TotalSeconds:0.0} s | {load.SlowestCall.TotalSeconds:0.0} s | {load.Promised} | {failures} |");
        output.WriteLine(row);
        foreach (var (kind, message) in load.FirstMessages)
            output.WriteLine($"the first {kind}: {message}");
        if (Environment.GetEnvironmentVariable("DESKFLEET_FAULTS_FILE") is { Length: > 0 } file)
            File.AppendAllText(file, row + "\n");
    }
}
