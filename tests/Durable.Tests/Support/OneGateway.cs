using DeskFleet.Contracts;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>A backend that has no other silo to turn to.</summary>
internal sealed class OneGateway(IHost backend) : IDisposable
{
    private static readonly TimeSpan CallTime = TimeSpan.FromSeconds(2);

    public FleetClient Fleet { get; } = backend.Services.GetRequiredService<FleetClient>();

    /// <summary>One call of the grain, nothing repeated; null: no answer.</summary>
    public async Task<WorkSpaceDescription?> Describe(WorkSpaceId id)
    {
        try
        {
            return await backend.Services.GetRequiredService<IGrainFactory>().GetGrain<IWorkSpaceGrain>(id.Value).Describe().WaitAsync(CallTime);
        }
        catch (Exception) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            await Task.Delay(10);
            return null;
        }
    }

    public void Dispose() => backend.Dispose();
}
