using System.Globalization;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// Reads the Standard Workload Format: comments begin with ';', a job has 18 numbers, of which submit (2), wait (3), run (4) and user
/// (12) are read. -1 stands for what is not known.
/// </summary>
internal sealed class SwfParser(Instant? origin, TraceFaults faults)
{
    private const int Columns = 18;
    private const long MaxSeconds = 100L * 366 * 86400;
    private const string StartTime = "UnixStartTime:";

    private Instant? start;

    public IEnumerable<TraceSession> Parse(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.TrimStart().StartsWith(';')) Comment(line.TrimStart(" \t;".ToCharArray()).Trim(), number);
            else if (line.Trim().Length > 0 && Job(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), number) is { } session) yield return session;
        }
    }

    private void Comment(string comment, int line)
    {
        if (!comment.StartsWith(StartTime, StringComparison.OrdinalIgnoreCase) || origin is not null) return;
        if (long.TryParse(comment[StartTime.Length..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds)
            start = Instant.FromUnixTimeSeconds(seconds);
        else faults.File("UnixStartTime", line, "The start is no number of seconds since 1970; mend it, or give trace.origin in the scenario.");
    }

    private TraceSession? Job(string[] fields, int line)
    {
        if ((origin ?? start) is not { } zero)
        {
            if (!faults.Any) faults.File("UnixStartTime", line, "The log does not say when it begins; add \"; UnixStartTime: seconds\", or give trace.origin in the scenario.");
            return null;
        }

        if (fields.Length != Columns) return Bad(BadLine.Malformed, "", line, $"This job has {fields.Length} numbers instead of {Columns}.");
        if (!Number(fields[1], out var submit) || !Number(fields[2], out var wait) || !Number(fields[3], out var run) || !Number(fields[11], out var user))
            return Bad(BadLine.Malformed, "", line, "Submit (2), wait (3), run (4) and user (12) must be numbers of seconds and of the user.");
        if (user < 0) return Bad(BadLine.UnknownUser, "user", line, "The user of this job is not known (-1); drop the line.");
        if (run <= 0) return Bad(BadLine.NegativeLength, "run", line, "The job did not run (0 or -1); drop the line.");
        var from = zero + Duration.FromSeconds(submit + Math.Max(0, wait));
        return new TraceSession($"u{user}", from, from + Duration.FromSeconds(run), line);
    }

    private TraceSession? Bad(BadLine kind, string column, int line, string message)
    {
        faults.Line(kind, column, line, message);
        return null;
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
