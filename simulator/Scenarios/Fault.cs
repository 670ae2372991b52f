using System.Globalization;

namespace DeskFleet.Simulator.Scenarios;

/// <summary>What is wrong with an input, where, and how to mend it.</summary>
/// <param name="Path">Dotted path in a scenario (<c>hosts[1].count</c>), column in a trace, empty for the file as a whole.</param>
/// <param name="Line">Line in the file, from 1; 0 when the file could not be read.</param>
/// <param name="Message">A sentence: what is wrong, what is allowed, what to write.</param>
public sealed record Fault(string Path, int Line, string Message)
{
    /// <summary>The file, as it was named by whoever asked for it.</summary>
    public string File { get; init; } = "";

    /// <summary>Of what kind it is, in words, where faults come by the thousand; else empty.</summary>
    public string Kind { get; init; } = "";

    /// <summary><c>file:line: path: message</c>, without the parts that are unknown.</summary>
    public override string ToString()
    {
        var line = Line > 0 ? ":" + Line.ToString(CultureInfo.InvariantCulture) : "";
        var path = Path.Length > 0 ? Path + ": " : "";
        return $"{File}{line}: {path}{Message}";
    }
}
