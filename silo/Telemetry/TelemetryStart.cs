using System.Diagnostics.Metrics;
using DeskFleet.Grains.Delivery;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Telemetry;
using OpenTelemetry.Metrics;

namespace DeskFleet.Silo.Telemetry;

/// <summary>Begins to measure once the listeners are there.</summary>
public sealed class TelemetryStart(
    FleetInstruments instruments, MeterProvider meters, Census census, FleetOwner owner, IFleetClock clock, WakeUps wakeUps, Courier courier, SiloSettings settings)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        GC.KeepAlive(meters);
        instruments.StartAtZero();
        instruments.Report(census, () => clock.Now, () => owner.IsOwner);
        Observe(InstrumentCatalogue.ArmedWakeUps, () => wakeUps.Armed);
        Observe(InstrumentCatalogue.EffectSenders, () => courier.Senders);
        Observe(InstrumentCatalogue.DriverSpeed, () => settings.DriverTimeScale);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Observe(InstrumentSpec spec, Func<double> value) => instruments.Observe(spec, () => [new Measurement<double>(value())]);
}
