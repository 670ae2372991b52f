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

    /// <summary>People work on until enough is acknowledged and stop; then the journal, the judges of chaos and the auditor's comparison say what came of it.</summary>
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
        var found = await OutsideJudges.Of(database, output);
        load.AssertIn(journal);
        Assert.Empty(found);
        Assert.Empty(await Audit.Of(database, Patience));
        Assert.True(load.Acknowledged >= FaultSizes.Now.LeastAcknowledged, $"Only {load.Acknowledged} commands were acknowledged.");
        Assert.True(isOnly || !FaultSizes.IsLarge || slowest < MaxWait, $"Somebody waited {slowest.TotalSeconds:0.0} s for an answer.");
    }

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
