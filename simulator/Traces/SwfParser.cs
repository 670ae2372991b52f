using System.Globalization;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// Reads the Standard Workload Format: comments begin with ';', a job has 18 numbers, of which submit (2), wait (3), run (4) and user
/// (12) are read. -1 stands for what is not known.
/// </summary>
internal sealed class SwfParser(Instant? origin, SessionBook book, TraceFaults faults)
{
    private const int Columns = 18;
    private const long MaxSeconds = 100L * 366 * 86400;
    private const string StartTime = "UnixStartTime:";

    private Instant? start;

    public void Parse(InputSource log)
    {
        book.Expect((int)log.Text.Lines);
        foreach (var (number, line) in LogLines.Of(log))
        {
            if (line.TrimStart().StartsWith(';')) Comment(line.TrimStart(" \t;".ToCharArray()).Trim(), number);
            else if (line.Trim().Length > 0) Job(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), number);
        }
    }

    private void Comment(string comment, int line)
    {
        if (!comment.StartsWith(StartTime, StringComparison.OrdinalIgnoreCase) || origin is not null) return;
        if (long.TryParse(comment[StartTime.Length..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds)
            start = Instant.FromUnixTimeSeconds(seconds);
        else faults.File("UnixStartTime", line, "The start is no number of seconds since 1970; mend it, or give trace.origin in the scenario.");
    }

    private void Job(string[] fields, int line)
    {
        if ((origin ?? start) is not { } zero)
        {
            if (!faults.Any) faults.File("UnixStartTime", line, "The log does not say when it begins; add \"; UnixStartTime: seconds\", or give trace.origin in the scenario.");
        }
        else if (fields.Length != Columns) faults.Line(BadLine.Malformed, "", line, $"This job has {fields.Length} numbers instead of {Columns}.");
        else if (!Number(fields[1], out var submit) || !Number(fields[2], out var wait) || !Number(fields[3], out var run) || !Number(fields[11], out var user))
            faults.Line(BadLine.Malformed, "", line, "Submit (2), wait (3), run (4) and user (12) must be numbers of seconds and of the user.");
        else if (user < 0) faults.Line(BadLine.UnknownUser, "user", line, "The user of this job is not known (-1); drop the line.");
        else if (run <= 0) faults.Line(BadLine.NegativeLength, "run", line, "The job did not run (0 or -1); drop the line.");
        else
        {
            var from = zero.ToUnixTimeSeconds() + submit + Math.Max(0, wait);
            book.Add($"u{user}", from, from + run, line);
        }
    }

    /// <summary>Some logs write whole numbers with a fraction of zeros.</summary>
    private static bool Number(string text, out long number)
    {
        var isNumber = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value) <= MaxSeconds;
        number = isNumber ? (long)value : 0;
        return isNumber;
    }
}
