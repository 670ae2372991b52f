using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage.Audit;
using NodaTime;

namespace DeskFleet.Silo.Retention;

/// <summary>At the start and every hour: purges and trims what is older than the settings say.</summary>
public sealed partial class RetentionKeeper(
    TerminatedPurge purge, JournalTrim trim, AuditTable audit, RetentionSettings settings, IFleetClock clock, TimeProvider time, ILogger<RetentionKeeper> logger)
    : SiloLoop(ServiceLifecycleStage.Active, RetentionKeeper.Period, time)
{
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task Pass(CancellationToken cancellation)
    {
        var now = clock.Now;
        var purged = await Repeat(() => purge.Step(now - Duration.FromDays(settings.TerminatedDays), cancellation));
        var trimmed = await Repeat(() => trim.Step(now - Duration.FromDays(settings.JournalDays), cancellation));
        var forgotten = await Repeat(() => audit.Trim(now - Duration.FromDays(settings.AuditDays), cancellation));
        if (purged + trimmed + forgotten > 0)
            LogDone(logger, purged, trimmed, forgotten);
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    private static async Task<int> Repeat(Func<Task<int>> step)
    {
        var sum = 0;
        while (await step() is > 0 and var done)
            sum += done;
        return sum;
    }

    [LoggerMessage(LogLevel.Information, "Purged {Records} records of TERMINATED WorkSpaces and dropped {Lines} lines of the journal and {Audit} records of the audit trail")]
    private static partial void LogDone(ILogger logger, int records, int lines, int audit);

    [LoggerMessage(LogLevel.Warning, "What is over could not be cleared away; tried again in an hour: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
