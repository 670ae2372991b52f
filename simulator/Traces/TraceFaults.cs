using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>What can be wrong with a line of a log.</summary>
public enum BadLine
{
    Malformed,
    NegativeLength,
    Overlap,
    Unended,
    UnknownUser,
    UnknownGroup,
    UnknownBundle,
}

/// <summary>A line that was left out, and why.</summary>
public sealed record SkippedLine(BadLine Kind, Fault Fault);

/// <summary>Collects what is wrong with a log: the file as a whole, or lines of it, which may be skipped.</summary>
/// <param name="skipsBad">Leaves bad lines out instead of refusing the log.</param>
internal sealed class TraceFaults(string file, bool skipsBad)
{
    private readonly FaultList faults = new(file);
    private readonly List<SkippedLine> skipped = [];

    /// <summary>Whether there is anything that refuses the log.</summary>
    public bool Any => faults.Any;

    public bool SkipsBad => skipsBad;

    public ImmutableArray<SkippedLine> Skipped => [.. skipped.OrderBy(line => line.Fault.Line)];

    public void File(string column, int line, string message) => faults.Add(column, line, message);

    public void Line(BadLine kind, string column, int line, string message)
    {
        if (skipsBad) skipped.Add(new(kind, new Fault(column, line, message) { File = file, Kind = NameOf(kind) }));
        else faults.Add(column, line, message, NameOf(kind));
    }

    /// <summary>Of lines.</summary>
    public static string NameOf(BadLine kind) => kind switch
    {
        BadLine.NegativeLength => "without length",
        BadLine.Overlap => "overlapping",
        BadLine.Unended => "without the other end",
        BadLine.UnknownUser => "of unknown users",
        BadLine.UnknownGroup => "of unknown groups",
        BadLine.UnknownBundle => "of unknown bundles",
        _ => "malformed",
    };

    public ImmutableArray<Fault> ByLine() => faults.ByLine();
}
