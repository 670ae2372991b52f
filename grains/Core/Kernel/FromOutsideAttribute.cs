namespace DeskFleet.Core.Kernel;

/// <summary>
/// A command that backends may send. Any other is between parts of the fleet, and a silo's gateway refuses it: who could send a lease's return or a driver's
/// report could free what is in use.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FromOutsideAttribute : Attribute;
