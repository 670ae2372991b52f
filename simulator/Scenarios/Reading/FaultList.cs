using System.Collections.Immutable;

namespace DeskFleet.Simulator.Scenarios.Reading;

/// <summary>
/// Collects the faults of one file and of those that it imports. The lines of imported files are counted on from a start of their
/// own (<see cref="LinesOf"/>), so that a line says which file it is in.
/// </summary>
internal sealed class FaultList(string file)
{
    /// <summary>More than a scenario of the largest size can have.</summary>
    private const int MaxLines = 1 << 21;

    private readonly List<string> files = [file];
    private readonly List<(int Line, Fault Fault)> faults = [];

    /// <summary>Hears of every key that is asked for, where somebody wants to know.</summary>
    public KnownKeys? Keys { get; init; }

    public bool Any => faults.Count > 0;

    /// <param name="kind">See <see cref="Fault.Kind"/>.</param>
    public void Add(string path, int line, string message, string kind = "")
    {
        var (place, own) = Math.DivRem(line, MaxLines);
        faults.Add((line, new Fault(path, own, message) { File = files[place], Kind = kind }));
    }

    /// <summary>What to add to the lines of an imported file.</summary>
    public int LinesOf(string imported)
    {
        files.Add(imported);
        return (files.Count - 1) * MaxLines;
    }

    /// <summary>Adds the faults of another list.</summary>
    public void Take(FaultList other) => faults.AddRange(other.faults);

    /// <summary>All faults by file and line, then in the order in which they were found.</summary>
    public ImmutableArray<Fault> ByLine() => [.. faults.OrderBy(fault => fault.Line).Select(fault => fault.Fault)];
}
