using DeskFleet.Contracts;
using DeskFleet.Core.Activation;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Activation;

/// <summary>Stands in for the activation servers: the directory knows whether they can be reached (<see cref="SetActivationReach"/>).</summary>
public sealed class StandInActivationService(IGrainFactory grains) : IActivationService
{
    public ValueTask<Reply> Check(DirectoryId directory, CheckActivation check) =>
        new(grains.GetEntity(Entity.ActivationServiceOf(directory).StandIn!.Value).Send(check));
}
