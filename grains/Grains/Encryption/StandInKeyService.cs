using DeskFleet.Contracts;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Encryption;

/// <summary>Stands in for the key service: keys are grains of the fleet, so they outlive a restart, and count what they are asked.</summary>
public sealed class StandInKeyService(IGrainFactory grains) : IKeyService
{
    public ValueTask<Reply> Call(KeyArn key, KeyCall call) => new(grains.GetEntity(Entity.Of(key)).Send(call));
}
