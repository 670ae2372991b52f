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
        var purged = await purge.Round(now - Duration.FromDays(settings.TerminatedDays), cancellation);
        var trimmed = await Repeat(() => trim.Step(now - Duration.FromDays(settings.JournalDays), cancellation));
        var forgotten = await Repeat(() => audit.Trim(now - Duration.FromDays(settings.AuditDays), cancellation));
        var dropped = await users.Round(now - Duration.FromDays(settings.TerminatedDays), cancellation);
        await database.GiveBack(cancellation);
        await size.Look(cancellation);
        Watch.Complete();
        if (purged + trimmed + forgotten + dropped > 0)
            LogDone(logger, purged, trimmed, forgotten, dropped);
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

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
