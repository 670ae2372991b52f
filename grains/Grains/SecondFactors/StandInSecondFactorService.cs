using DeskFleet.Contracts;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.SecondFactors;

/// <summary>Stands in for the RADIUS servers: the directory knows which code they take (<see cref="SetCode"/>).</summary>
public sealed class StandInSecondFactorService(IGrainFactory grains) : ISecondFactorService
{
    public ValueTask<Reply> Check(DirectoryId directory, CheckCode check) =>
        new(grains.GetEntity(Entity.SecondFactorOf(directory).StandIn!.Value).Send(check));
}
