using System.Data.Common;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Storage.Audit;
using NodaTime;

namespace DeskFleet.Silo.Retention;

/// <summary>At the start and every hour: purges and trims what is older than the settings say.</summary>
public sealed partial class RetentionKeeper(
    LoopBook loops,
    TerminatedPurge purge,
    JournalTrim trim,
    AuditTable audit,
    IdleUsers users,
    StoreSize size,
    FleetDatabase database,
    RetentionSettings settings,
    IFleetClock clock,
    TimeProvider time,
    ILogger<RetentionKeeper> logger)
    : SiloLoop(loops.Retention, ServiceLifecycleStage.Active, RetentionKeeper.Period, time)
{
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task Pass(CancellationToken cancellation)
    {
        var now = clock.Now;
        var failures = new List<string>();
        var terminated = now - Duration.FromDays(settings.TerminatedDays);
        var (lines, records) = (now - Duration.FromDays(settings.JournalDays), now - Duration.FromDays(settings.AuditDays));
        var purged = await Try("WorkSpaces", () => purge.Round(terminated, cancellation), failures);
        var trimmed = await Try("journal", () => Repeat(() => trim.Step(lines, cancellation)), failures);
        var forgotten = await Try("audit trail", () => Repeat(() => audit.Trim(records, cancellation)), failures);
        var dropped = await Try("users", () => users.Round(terminated, cancellation), failures);
        await Try("room", () => Done(database.GiveBack(cancellation)), failures);
        await Try("size", () => Done(size.Look(cancellation)), failures);
        if (purged + trimmed + forgotten + dropped > 0)
            LogDone(logger, purged, trimmed, forgotten, dropped);
        if (failures.Count > 0)
            throw new StoreException(string.Join("; ", failures), false);
        Watch.Complete();
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    /// <summary>What cannot be cleared away holds up nothing else that can.</summary>
    private static async Task<int> Try(string what, Func<Task<int>> step, List<string> failures)
    {
        try
        {
            return await step();
        }
        catch (DbException failure)
        {
            failures.Add($"{what}: {failure.Message}");
            return 0;
        }
    }

    private static async Task<int> Done(Task step)
    {
        await step;
        return 0;
    }

    private static async Task<int> Repeat(Func<Task<int>> step)
    {
        var sum = 0;
        while (await step() is > 0 and var done)
            sum += done;
        return sum;
    }

    [LoggerMessage(
        LogLevel.Information,
        "Purged {Records} records of TERMINATED WorkSpaces and dropped {Lines} lines of the journal, {Audit} records of the audit trail and {Users} records of idle users")]
    private static partial void LogDone(ILogger logger, int records, int lines, int audit, int users);

    [LoggerMessage(LogLevel.Warning, "What is over could not be cleared away; tried again in an hour: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
