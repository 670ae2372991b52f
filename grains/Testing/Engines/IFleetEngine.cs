using DeskFleet.Grains.Ports;

namespace DeskFleet.Testing.Engines;

/// <summary>Which machinery runs the decisions.</summary>
public enum EngineKind
{
    /// <summary>The production grains on an in-process silo.</summary>
    Grains,

    /// <summary>The same kernel and protocol in one loop, without the actor runtime.</summary>
    Core,
}

/// <summary>A fleet that can be told things. One call at a time.</summary>
public interface IFleetEngine : IEntityRouter, IAsyncDisposable
{
    /// <summary>Calls to entities so far, those between entities included.</summary>
    long Calls { get; }
}
