using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;

namespace DeskFleet.Grains.Documents;

/// <summary>Stands in for the document store: each user's own record keeps the newest copy and counts the versions.</summary>
public sealed class StandInDocumentStore(IGrainFactory grains) : IDocumentStore
{
    public ValueTask<Reply> Send(Entity user, Command command) => new(grains.GetEntity(user.StandIn!.Value).Send(command));
}
