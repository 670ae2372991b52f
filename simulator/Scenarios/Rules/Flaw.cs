namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Something that contradicts something else in a scenario, at a dotted path.</summary>
internal readonly record struct Flaw(string Path, string Message);
