using System.Globalization;
using System.Text.RegularExpressions;
using DeskFleet.Simulator.Scenarios.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>
/// Reads what <c>last -F</c> prints of wtmp: user, terminal, where from, and both times in full. Restarts and run levels are no people. <c>still logged in</c>
/// is open at the log's end; what ended with a crash or a shutdown has its length behind it.
/// </summary>
internal sealed partial class LastParser(TraceTimes times, SessionBook book, TraceFaults faults)
{
    private static readonly string[] NoPeople = ["reboot", "shutdown", "runlevel", "wtmp", "btmp", "utmp"];

    public void Parse(InputSource log)
    {
        book.Expect((int)log.Text.Lines);
        foreach (var (number, line) in LogLines.Of(log))
        {
            var written = line.TrimEnd();
            if (written.Length > 0 && !NoPeople.Contains(written.Split(' ')[0])) Read(written, number);
        }
    }

    private void Read(string written, int line)
    {
        var match = Session().Match(written);
        if (!match.Success || Time(match.Groups["start"].Value) is not { Early: var start })
        {
            faults.Line(BadLine.Malformed, "", line, "This is no line of last -F; write such as \"ann pts/0 10.0.0.5 Mon Mar  2 08:45:00 2026 - Mon Mar  2 12:00:00 2026  (03:15)\".");
            return;
        }

        var user = match.Groups["user"].Value;
        var end = match.Groups["end"].Success ? Time(match.Groups["end"].Value)?.After(start) : Length(match) is { } length ? start + length : null;
        if (end is not { } to) book.AddWithoutEnd(user, start.ToUnixTimeSeconds(), line, $"\"{user}\" is still logged in");
        else if (to > start) book.Add(user, start.ToUnixTimeSeconds(), to.ToUnixTimeSeconds(), line);
        else faults.Line(BadLine.NegativeLength, "", line, "The session does not last a second; drop the line.");
    }

    private TraceTime? Time(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var month = Array.IndexOf(CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames, parts[1]) + 1;
        return month == 0 ? null : times.Parse($"{parts[4]}-{month:00}-{parts[2].PadLeft(2, '0')} {parts[3]}");
    }

    /// <summary>As <c>(1+02:13)</c>: a day, two hours and thirteen minutes.</summary>
    private static Duration? Length(Match match) => !match.Groups["minutes"].Success ? null
        : Duration.FromDays(Number(match, "days")) + Duration.FromHours(Number(match, "hours")) + Duration.FromMinutes(Number(match, "minutes"));

    private static int Number(Match match, string group) => match.Groups[group].Value is { Length: > 0 } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;

    private const string When = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}";

    [GeneratedRegex($@"\A(?<user>\S+)\s.*?\s(?<start>{When})(\s+- +((?<end>{When})|crash|down))?.*?(\(((?<days>[0-9]{{1,4}})\+)?(?<hours>[0-9]{{1,2}}):(?<minutes>[0-9]{{2}})\))?\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Session();
}
