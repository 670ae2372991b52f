using Microsoft.Extensions.Hosting;

namespace DeskFleet.Simulator.Runs;

/// <summary>
/// The life of a silo that a run made for itself: signals are the command's business. The usual host answers an interrupt too, by stopping itself,
/// and a silo that is stopped while it starts fails; here it comes up, and the interrupted run ends as any other.
/// </summary>
internal sealed class WithoutSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
