using System.Collections.Immutable;
using DeskFleet.Simulator.Scenarios;

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

/// <summary>Collects what is wrong with a log: the file as a whole, or lines of it, which may be skipped. Of very many the first are kept, and the others counted.</summary>
/// <param name="skipsBad">Leaves bad lines out instead of refusing the log.</param>
internal sealed class TraceFaults(string file, bool skipsBad)
{
    /// <summary>Faults that are kept; a log of a gigabyte may have millions.</summary>
    public const int MaxKept = 100_000;

    private readonly List<Fault> faults = [];
    private readonly List<SkippedLine> skipped = [];
    private readonly SortedDictionary<BadLine, int> uncounted = [];

    /// <summary>Whether there is anything that refuses the log.</summary>
    public bool Any => faults.Count > 0;

    public bool SkipsBad => skipsBad;

    public ImmutableArray<SkippedLine> Skipped => [.. skipped.OrderBy(line => line.Fault.Line)];

    /// <summary>Of those lines that were left out and are not kept: how many of each kind.</summary>
    public ImmutableSortedDictionary<BadLine, int> Uncounted => uncounted.ToImmutableSortedDictionary();

    public void File(string column, int line, string message) => faults.Add(new(column, line, message) { File = file });

    public void Line(BadLine kind, string column, int line, string message)
    {
        if (faults.Count + skipped.Count >= MaxKept)
        {
            uncounted[kind] = uncounted.GetValueOrDefault(kind) + 1;
            return;
        }

        var fault = new Fault(column, line, message) { File = file, Kind = NameOf(kind) };
        if (skipsBad) skipped.Add(new(kind, fault));
        else faults.Add(fault);
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

    /// <summary>By line; last, how many there are besides.</summary>
    public ImmutableArray<Fault> ByLine()
    {
        var kept = faults.OrderBy(fault => fault.Line);
        return skipsBad || uncounted.Count == 0
            ? [.. kept]
            : [.. kept, new Fault("", 0, $"There are {uncounted.Values.Sum()} more faults: {string.Join(", ", uncounted.Select(kind => $"{kind.Value} {NameOf(kind.Key)}"))}.") { File = file }];
    }
}
