namespace DeskFleet.Simulator.Scenarios.Rules;

/// <summary>Something that contradicts something else in a scenario, at a dotted path.</summary>
internal readonly record struct RuleFault(string Path, string Message);
