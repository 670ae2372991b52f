using DeskFleet.Contracts;
using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Support;

/// <summary>Looks at stored records.</summary>
internal static class Stored
{
    public static async Task<EntityRecord<TState>> Of<TState>(FleetDatabase database, Entity entity)
        where TState : class
    {
        var found = await new FleetRecords(database, FleetClientOptions.ServiceId).Find([entity], TestContext.Current.CancellationToken);
        return (EntityRecord<TState>)found[entity].Record;
    }

    public static async Task<int> Count<TState>(FleetDatabase database, Entity entity, Func<TState, int> count)
        where TState : class => count((await Of<TState>(database, entity)).State);
}
