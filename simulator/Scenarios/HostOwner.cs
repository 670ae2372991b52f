namespace DeskFleet.Simulator.Scenarios;

/// <summary>Whose hosts these are.</summary>
public enum HostOwner
{
    /// <summary>Dedicated hosts of the scenario's account; finite, only those listed exist.</summary>
    Account,

    /// <summary>The shared pool. Endless unless a scenario lists at least one such host; then only the listed ones exist.</summary>
    Provider,
}
