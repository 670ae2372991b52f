using Orleans;

namespace DeskFleet.Core.Kernel;

/// <summary>How far an event reaches.</summary>
public enum EventReach
{
    /// <summary>A fact of the fleet: stored with the state and a line of the event log.</summary>
    Logged,

    /// <summary>An entity's own accounting: stored with the state, of no interest to a reader of the log.</summary>
    Stored,

    /// <summary>A copy of somebody else's truth, kept in memory only and rebuilt after a restart.</summary>
    Remembered,
}

/// <summary>Something that happened to one entity. The next state is folded from it; it decides nothing.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.event")]
public abstract record FleetEvent
{
    /// <summary>How far this kind of event reaches; <see cref="EventReach.Logged"/> unless a kind says otherwise.</summary>
    public virtual EventReach Reach => EventReach.Logged;
}

/// <summary>Somebody at the edge was refused. Nothing has changed; it is logged because people want to know.</summary>
/// <param name="Operation">What was asked.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.operation-refused")]
public sealed record OperationRefused(string Operation, RefusalCode Code, string Message) : FleetEvent;
