using System.Globalization;
using System.Text.Json;

namespace DeskFleet.Simulator.Diffs;

/// <summary>A figure that differs; null where a run does not have it.</summary>
/// <param name="Change">The difference, and in percent where that says something; empty for texts.</param>
public sealed record FigureChange(string Figure, string? A, string? B, string Change);

/// <summary>The first line of the event logs that differs; null where a log has ended.</summary>
/// <param name="Line">From 1.</param>
public sealed record Divergence(long Line, string? A, string? B);

/// <summary>What changed between two runs.</summary>
/// <param name="Inputs">What they were made from.</param>
/// <param name="Figures">What came out.</param>
/// <param name="Divergence">Where their logs part; null: they are the same.</param>
public sealed record RunDiff(IReadOnlyList<FigureChange> Inputs, IReadOnlyList<FigureChange> Figures, int SameFigures, Divergence? Divergence)
{
    public bool IsSame => Inputs.Count == 0 && Figures.Count == 0 && Divergence is null;

    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="InvalidDataException">A folder is none of a run.</exception>
    public static RunDiff Between(RunFolder a, RunFolder b)
    {
        var (left, right) = (a.Figures(), b.Figures());
        var names = left.Keys.Concat(right.Keys.Where(name => !left.ContainsKey(name))).ToList();
        var changes = names.Select(name => Compare(name, Find(left, name), Find(right, name))).OfType<FigureChange>().ToList();
        return new(
            [.. changes.Where(change => RunFolder.IsInput(change.Figure))],
            [.. changes.Where(change => !RunFolder.IsInput(change.Figure))],
            names.Count - changes.Count,
            PartingOf(a.Events(), b.Events()));
    }

    private static JsonElement? Find(IReadOnlyDictionary<string, JsonElement> figures, string name) =>
        figures.TryGetValue(name, out var value) ? value : null;

    private static FigureChange? Compare(string name, JsonElement? a, JsonElement? b) =>
        a?.ToString() == b?.ToString() ? null : new(name, a?.ToString(), b?.ToString(), ChangeOf(a, b));

    private static string ChangeOf(JsonElement? a, JsonElement? b)
    {
        if (a is not { ValueKind: JsonValueKind.Number } from || b is not { ValueKind: JsonValueKind.Number } to)
            return "";
        var (before, after) = (from.GetDecimal(), to.GetDecimal());
        var share = before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100 * (after - before) / Math.Abs(before):+0.0;-0.0;0.0} %)");
        return string.Create(CultureInfo.InvariantCulture, $"{after - before:+0.######;-0.######}{share}");
    }

    private static Divergence? PartingOf(IEnumerable<string> a, IEnumerable<string> b)
    {
        using var left = a.GetEnumerator();
        using var right = b.GetEnumerator();
        for (var line = 1L; ; line++)
        {
            var (x, y) = (left.MoveNext() ? left.Current : null, right.MoveNext() ? right.Current : null);
            if (x != y)
                return new(line, x, y);
            if (x is null)
                return null;
        }
    }
}
