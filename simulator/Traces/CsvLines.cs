using CsvHelper;

namespace DeskFleet.Simulator.Traces;

/// <summary>The lines of a CSV text; those whose quotes are broken are faults.</summary>
internal static class CsvLines
{
    public static IEnumerable<(int Line, string[] Fields)> Of(string text, string shape, TraceFaults faults)
    {
        using var csv = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => faults.Line(BadLine.Malformed, "", (int)record.LineNumber, $"The quotes of this line are broken; {shape}."),
        });
        while (csv.Read()) yield return ((int)csv.LineNumber, csv.Current.ToArray());
    }
}
