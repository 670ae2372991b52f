using System.Diagnostics.Metrics;
using DeskFleet.Core.Auditing;
using DeskFleet.Grains.Delivery;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Telemetry;
using DeskFleet.Silo.Api.Audit;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Retention;
using OpenTelemetry.Metrics;

namespace DeskFleet.Silo.Telemetry;

/// <summary>Begins to measure once the listeners are there.</summary>
public sealed class TelemetryStart(
    FleetInstruments instruments, MeterProvider meters, Census census, CensusKeeper keeper, FleetOwner owner, IFleetClock clock,
    WakeUps wakeUps, Courier courier, SiloSettings settings, LoopBook loops, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        GC.KeepAlive(meters);
        instruments.StartAtZero();
        if (services.GetService<OverdueRecords>() is { } overdue)
            census.CountBesideTheLog(_ => overdue.Counts);
        instruments.Report(census, () => clock.Now, () => owner.IsOwner);
        instruments.Observe(InstrumentCatalogue.InvariantViolations, Violations);
        instruments.Observe(InstrumentCatalogue.CensusAge, () => owner.IsOwner ? [new Measurement<double>(keeper.Age.TotalSeconds)] : []);
        Observe(InstrumentCatalogue.LoopAge, loop => loop.Age?.TotalSeconds);
        Observe(InstrumentCatalogue.LoopTerm, loop => loop.Age is null ? null : loop.Term.TotalSeconds);
        Observe(InstrumentCatalogue.LoopSkipped, loop => loop.Skipped);
        if (services.GetService<StoreSize>() is { } size)
        {
            instruments.Observe(InstrumentCatalogue.StoredRecords, () => size.Records.Select(kind => new Measurement<double>(kind.Value, FleetInstruments.Tags(InstrumentCatalogue.StoredRecords, [kind.Key]))));
            Observe(InstrumentCatalogue.StoreBytes, () => size.Space.Bytes);
            Observe(InstrumentCatalogue.StoreFree, () => size.Space.FreeBytes);
        }

        instruments.Observe(InstrumentCatalogue.AuditFailures, AuditFailures);
        Observe(InstrumentCatalogue.ArmedWakeUps, () => wakeUps.Armed);
        Observe(InstrumentCatalogue.EffectSenders, () => courier.Senders);
        Observe(InstrumentCatalogue.DriverSpeed, () => settings.DriverTimeScale);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Zero for each promise that is checked, from the start.</summary>
    private IEnumerable<Measurement<double>> Violations()
    {
        var found = services.GetService<AuditCounts>()?.FoundByKind;
        foreach (var kind in Enum.GetValues<DiscrepancyKind>())
            yield return new(found?.GetValueOrDefault(kind) ?? 0, FleetInstruments.Tags(InstrumentCatalogue.InvariantViolations, [kind.ToString()]));
    }

    private void Observe(InstrumentSpec spec, Func<LoopWatch, double?> value) => instruments.Observe(
        spec,
        () => from loop in loops.All
              let now = value(loop)
              where now is not null
              select new Measurement<double>(now.Value, FleetInstruments.Tags(spec, [loop.Name])));
    private static Measurement<double> AuditFailure(double count, string reason) =>
        new(count, FleetInstruments.Tags(InstrumentCatalogue.AuditFailures, [reason]));

    private IEnumerable<Measurement<double>> AuditFailures()
    {
        var desk = services.GetRequiredService<AuditDesk>();
        return [AuditFailure(desk.Refused, "refused"), AuditFailure(desk.Lost, "lost")];
    }

    private void Observe(InstrumentSpec spec, Func<double> value) => instruments.Observe(spec, () => [new Measurement<double>(value())]);
}
