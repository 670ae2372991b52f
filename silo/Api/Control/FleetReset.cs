using DeskFleet.Grains.Delivery;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Ports;

namespace DeskFleet.Silo.Api.Control;

/// <summary>
/// A fleet in memory begins anew in place: the port stays open, and when it is done nothing of the fleet before is there. Callers are held at the gate, deliveries
/// are paused, records and what was made of them are forgotten, and every activation goes. Thread-safe; two that come together are one.
/// </summary>
internal sealed class FleetReset(
    ResetGate gate, IEnumerable<IStartsAnew> keepers, WakeUps wakeUps, RealTimeReports reports, Courier courier, LiveStates live, IGrainFactory grains)
{
    /// <summary>How long somebody in the middle of a call is waited for. Who takes longer is told that the outcome is unknown.</summary>
    private static readonly TimeSpan PatienceWithCallers = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PatienceWithDeliveries = TimeSpan.FromSeconds(5);

    private readonly ICanPause[] _deliveries = [wakeUps, reports, courier];

    /// <summary>Returns when the fleet has begun anew.</summary>
    public async Task Begin()
    {
        if (!await gate.TryClose(PatienceWithCallers))
        {
            await gate.WhenOpen();
            return;
        }

        try
        {
            await Pause();
            foreach (var keeper in keepers)
                keeper.StartAnew();
            await Deactivate();
            foreach (var keeper in keepers)
                keeper.StartAnew();
        }
        finally
        {
            foreach (var delivery in _deliveries)
                delivery.Resume();
            gate.Open();
        }
    }

    private async Task Pause()
    {
        using var limit = new CancellationTokenSource(PatienceWithDeliveries);
        await Task.WhenAll(_deliveries.Select(delivery => delivery.Pause(limit.Token)));
    }

    /// <summary>Nobody calls any more, so all are idle; one that is still in a turn is found at the next look.</summary>
    private async Task Deactivate()
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        do
            await management.ForceActivationCollection(TimeSpan.Zero);
        while (!live.IsEmpty);
    }
}
