using System.Text.RegularExpressions;
using DeskFleet.Simulator.Scenarios;

namespace DeskFleet.Simulator.Cli;

/// <summary>Tells the faults of an input, each on a line that editors understand; of very many the first, and how many there are of each kind.</summary>
internal static partial class ScenarioFaults
{
    private const int MaxLines = 20;

    /// <returns>The exit code for a bad input.</returns>
    public static int Print(TextWriter error, ScenarioReading reading, bool showsAll, string consequence)
    {
        Print(error, [.. reading.Faults], showsAll, "");
        error.WriteLine($"{reading.Faults.Length} fault{(reading.Faults.Length == 1 ? "" : "s")}; {consequence}");
        return ExitCodes.BadInput;
    }

    /// <summary>The faults, then what was left out by kind.</summary>
    /// <param name="what">Stands before each.</param>
    public static void Print(TextWriter error, IReadOnlyList<Fault> faults, bool showsAll, string what)
    {
        var shown = showsAll ? faults.Count : Math.Min(MaxLines, faults.Count);
        foreach (var fault in faults.Take(shown))
            error.WriteLine(what + fault);
        if (shown == faults.Count)
            return;
        var kinds = faults.Skip(shown).CountBy(KindOf).OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal);
        error.WriteLine($"and {faults.Count - shown} more: {string.Join(", ", kinds.Select(kind => $"{kind.Value} {kind.Key}"))}; --all-faults shows all of them.");
    }

    /// <summary>Of a log what the line is, of a scenario the path without its numbers.</summary>
    private static string KindOf(Fault fault) =>
        fault.Kind.Length > 0 ? fault.Kind : fault.Path.Length > 0 ? $"of {Number().Replace(fault.Path, "[]")}" : "of the file";

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
