using DeskFleet.Contracts;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Ports;

namespace DeskFleet.Grains.Kernel;

/// <summary>Routes to grains, and what is for the driver to the driver.</summary>
public sealed class GrainRouter(IGrainFactory grains, IDesktopDriver driver) : IEntityRouter
{
    private long _calls;

    /// <summary>Grain calls made so far.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    public ValueTask<Reply> Tell(Entity entity, Command command)
    {
        if (entity.Kind == EntityKind.Driver)
            return driver.Submit((DriverCommand)command);
        Interlocked.Increment(ref _calls);
        return new(grains.GetEntity(entity).Tell(command));
    }
}
