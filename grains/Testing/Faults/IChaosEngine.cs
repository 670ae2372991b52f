using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Testing.Faults;

/// <summary>An engine on which faults strike.</summary>
public interface IChaosEngine : IFleetEngine
{
    /// <summary>Hears every answer, those between entities included. Called by any thread.</summary>
    Action<Entity, Command, Reply>? Answered { get; set; }

    /// <summary>Any silo that is there: for what calls from beside the entities, such as the driver.</summary>
    IEntityRouter AnySilo { get; }

    /// <summary>Sets the clock of a silo, relative to the true time.</summary>
    void SetClock(int silo, Duration offset);

    /// <summary>The faults are over: all clocks are right, nobody is active twice.</summary>
    void Heal();

    /// <summary>One step of the run, or what is due together.</summary>
    ValueTask Step();
}
