using CsvHelper;
using DeskFleet.Simulator.Scenarios.Reading;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// The lines of a text with separators: commas, semicolons, tabs or bars, whichever the first line has most of, or says in <c>sep=;</c>. Quotes may hold
/// separators and line breaks; those that are broken are faults. They are read from the beginning as often as asked for, and never kept.
/// </summary>
internal sealed class CsvLines
{
    private const string Separators = ",;\t|";
    private const string SaysSeparator = "sep=";

    /// <summary>In a larger file quotes end in their line: a broken one would take all that follows into memory.</summary>
    private const long MaxBytesOfLongQuotes = 256 * 1024 * 1024;

    private readonly InputSource _log;
    private readonly char _separator;
    private readonly bool _saysSeparator;
    private readonly bool _lineBreaks;
    private readonly int _after;

    /// <summary>Reads the text through once, to see how its quotes are meant.</summary>
    public CsvLines(InputSource log, string shape, TraceFaults faults)
    {
        _log = log;
        (_separator, _saysSeparator) = SeparatorOf(log.Text.Head);
        var broken = new List<int>();
        (Head, _after) = Pass(lineBreaks: false, broken);
        if (broken.Count > 0 && log.Bytes <= MaxBytesOfLongQuotes)
        {
            // Quotes over several lines look broken line by line; if they are sound together, that is what was meant.
            var together = new List<int>();
            var (head, count) = Pass(lineBreaks: true, together);
            if (together.Count == 0) (Head, _after, broken, _lineBreaks) = (head, count, together, true);
        }

        foreach (var line in broken)
            faults.Line(BadLine.Malformed, "", line, $"The quotes of this line are broken; {shape}.");
    }

    /// <summary>The first line; null: there is none.</summary>
    public (int Line, string[] Fields)? Head { get; }

    /// <summary>How many lines come after the head.</summary>
    public int Count => _after + (HasNoHead ? 1 : 0);

    /// <summary>The first line is one of the log as well.</summary>
    public bool HasNoHead { get; set; }

    /// <summary>The lines after the head, whose quotes are sound.</summary>
    public IEnumerable<(int Line, string[] Fields)> Rows => Read(_lineBreaks, []).Skip(HasNoHead ? 0 : 1);

    private ((int Line, string[] Fields)? Head, int Count) Pass(bool lineBreaks, List<int> broken)
    {
        (int, string[])? head = null;
        var count = -1;
        using var csv = Open(lineBreaks, broken);
        while (csv.Read())
        {
            head ??= (LineOf(csv), csv.Current.ToArray());
            count++;
        }

        return (head, Math.Max(0, count));
    }

    private IEnumerable<(int Line, string[] Fields)> Read(bool lineBreaks, List<int> broken)
    {
        using var csv = Open(lineBreaks, broken);
        while (csv.Read()) yield return (LineOf(csv), csv.Current.ToArray());
    }

    private int LineOf(CsvReader csv) => (int)csv.LineNumber + (_saysSeparator ? 1 : 0);

    private CsvReader Open(bool lineBreaks, List<int> broken)
    {
        var text = _log.OpenText();
        if (_saysSeparator) text.ReadLine();
        return CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = _separator,
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = lineBreaks,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => broken.Add((int)record.LineNumber + (_saysSeparator ? 1 : 0)),
        }, leaveOpen: false);
    }

    private static (char Separator, bool IsSaid) SeparatorOf(string head)
    {
        var first = head.AsSpan(0, head.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : head.Length);
        if (first.StartsWith(SaysSeparator, StringComparison.OrdinalIgnoreCase) && first.Length > SaysSeparator.Length)
            return (first[SaysSeparator.Length], true);
        var best = ',';
        foreach (var separator in Separators)
            if (first.Count(separator) > first.Count(best)) best = separator;
        return (best, false);
    }
}
