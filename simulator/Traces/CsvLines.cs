using CsvHelper;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// The lines of a text with separators: commas, semicolons, tabs or bars, whichever the first line has most of, or says in <c>sep=;</c>. Quotes may hold
/// separators and line breaks; those that are broken are faults.
/// </summary>
internal static class CsvLines
{
    private const string Separators = ",;\t|";
    private const string SaysSeparator = "sep=";

    public static IEnumerable<(int Line, string[] Fields)> Of(string text, string shape, TraceFaults faults)
    {
        var (separator, rest, skipped) = SeparatorOf(text);
        var broken = new List<int>();
        var lines = Read(rest, separator, lineBreaks: false, broken);
        if (broken.Count > 0)
        {
            // Quotes over several lines look broken line by line; if they are sound together, that is what was meant.
            var together = new List<int>();
            var whole = Read(rest, separator, lineBreaks: true, together);
            if (together.Count == 0) (lines, broken) = (whole, together);
        }

        foreach (var line in broken)
            faults.Line(BadLine.Malformed, "", line + skipped, $"The quotes of this line are broken; {shape}.");
        return lines.Select(line => (line.Line + skipped, line.Fields));
    }

    private static List<(int Line, string[] Fields)> Read(string text, char separator, bool lineBreaks, List<int> broken)
    {
        using var csv = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = lineBreaks,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => broken.Add((int)record.LineNumber),
        });
        var lines = new List<(int Line, string[] Fields)>();
        while (csv.Read()) lines.Add(((int)csv.LineNumber, csv.Current.ToArray()));
        return lines;
    }

    private static (char Separator, string Below, int Skipped) SeparatorOf(string text)
    {
        var first = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : text.Length);
        if (first.StartsWith(SaysSeparator, StringComparison.OrdinalIgnoreCase) && first.Length > SaysSeparator.Length)
            return (first[SaysSeparator.Length], text[Math.Min(text.Length, first.Length + 1)..], 1);
        var best = ',';
        foreach (var separator in Separators)
            if (first.Count(separator) > first.Count(best)) best = separator;
        return (best, text, 0);
    }
}
