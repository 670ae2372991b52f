namespace DeskFleet.Testing.Faults;

/// <summary>A call or a write failed because a fault was injected. What it means is "unknown": done or not.</summary>
public sealed class FaultException(string message) : Exception(message);
