using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>Collects the faults of one file.</summary>
internal sealed class FaultList(string file)
{
    private readonly List<Fault> faults = [];

    public bool Any => faults.Count > 0;

    public void Add(string path, int line, string message) => faults.Add(new Fault(path, line, message) { File = file });

    /// <summary>All faults by line, then in the order in which they were found.</summary>
    public ImmutableArray<Fault> ByLine() => [.. faults.OrderBy(fault => fault.Line)];
}
