using System.Diagnostics;
using DeskFleet.Contracts;
using DeskFleet.Core.Auditing;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Storage;
using NodaTime;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>The auditor's comparison, made from outside on a database that silos use.</summary>
internal static class Audit
{
    private static readonly AuditOptions AtOnce = new() { Pause = TimeSpan.Zero };

    /// <summary>One round; no owner may be on the move.</summary>
    public static async Task<IReadOnlyList<Discrepancy>> Of(FleetDatabase database, TimeSpan within)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(500, TestContext.Current.CancellationToken))
        {
            var round = new AuditRound(
                new(database, FleetClientOptions.ServiceId), machines: null, AtOnce, SystemClock.Instance.GetCurrentInstant, TimeProvider.System, Loops.Unheard().Auditor);
            var found = await round.Run(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
            if (found.Count > 0 || round.Undecided == 0)
                return found;
            Assert.True(watch.Elapsed < within, $"{round.Undecided} owners are still on the move after {within.TotalSeconds} s.");
        }
    }
}
