using DeskFleet.Core.Auditing;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Loops;

namespace DeskFleet.Silo.Auditing;

/// <summary>
/// Compares WorkSpaces, users, hosts, pools, quotas and key seats, round after round, and mends what is safe to mend. The first of the active silos does it;
/// while silos disagree who that is there may be two or none, which is harmless: every repair is checked again by who is told it.
/// </summary>
public sealed partial class Auditor(
    LoopBook loops,
    FleetRecords records,
    AuditOptions options,
    AuditCounts counts,
    ISiloStatusOracle silos,
    IEntityRouter router,
    IDesktopDriver driver,
    IFleetClock clock,
    TimeProvider time,
    ILogger<Auditor> logger)
    : SiloLoop(loops.Auditor, ServiceLifecycleStage.Active, options.RoundPause, time)
{
    private bool IsOwner => silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Min() == silos.SiloAddress;

    protected override async Task Pass(CancellationToken cancellation)
    {
        if (!IsOwner)
        {
            Watch.Rest();
            return;
        }

        Watch.Begin();
        await Round(cancellation);
    }

    protected override void Failed(string obstacle) => LogFailed(logger, obstacle);

    private async Task Round(CancellationToken cancellation)
    {
        var round = new AuditRound(records, driver as IMachineInventory, options, () => clock.Now, Time, Watch);
        await foreach (var discrepancy in round.Run(cancellation))
        {
            if (!IsOwner)
                return;
            counts.Count(discrepancy);
            LogFound(logger, discrepancy);
            await TryRepair(discrepancy);
        }

        Watch.Complete();
        counts.Count(round, clock.Now);
        LogRound(logger, counts.Rounds, round.Compared, counts.Found, counts.Repaired, round.Undecided);
    }

    /// <summary>A mend that fails holds up no other: the next round finds it again.</summary>
    private async Task TryRepair(Discrepancy discrepancy)
    {
        try
        {
            await Repair(discrepancy);
        }
#pragma warning disable CA1031 // Whoever is told may fail in any way.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Watch.Skip(discrepancy.Owner, e);
        }
    }

    private async Task Repair(Discrepancy discrepancy)
    {
        foreach (var step in discrepancy.Repair)
        {
            if (await router.Send(step.Target, step.Command) is Refused refused)
            {
                LogNotRepaired(logger, discrepancy, refused.Message);
                return;
            }
        }

        if (!discrepancy.Repair.IsEmpty)
            counts.CountRepair();
    }

    [LoggerMessage(LogLevel.Error, "Records disagree: {Discrepancy}")]
    private static partial void LogFound(ILogger logger, Discrepancy discrepancy);

    [LoggerMessage(LogLevel.Error, "Not repaired: {Discrepancy}: {Refusal}")]
    private static partial void LogNotRepaired(ILogger logger, Discrepancy discrepancy, string refusal);

    [LoggerMessage(LogLevel.Debug, "Audit round {Round}: {Records} records compared; since the start {Found} discrepancies, {Repaired} repaired; {Undecided} owners on the move")]
    private static partial void LogRound(ILogger logger, long round, long records, long found, long repaired, int undecided);

    [LoggerMessage(LogLevel.Warning, "The audit failed and begins anew: {Obstacle}")]
    private static partial void LogFailed(ILogger logger, string obstacle);
}
