using DeskFleet.Core.Identity;
using NodaTime;

namespace DeskFleet.Simulator.Traces;

/// <summary>Reads logons and logoffs: a session lasts from a Logon to the next Logoff of the same user on the same machine.</summary>
internal sealed class LogonParser(TraceTimes times, TraceNames names, TraceFaults faults)
{
    private const string Shape = "write id,date,user,pc,activity such as \"1,03/02/2026 08:45:00,ann,pc-7,Logon\"";
    private static readonly string[] Columns = ["id", "date", "user", "pc", "activity"];

    private sealed record Happening(Instant At, UserName User, string Machine, bool IsLogon, int Line);

    public IEnumerable<TraceSession> Parse(string text)
    {
        var happenings = new List<Happening>();
        foreach (var (index, (line, fields)) in CsvLines.Of(text, Shape, faults).Index())
        {
            if (index == 0 && !fields.SequenceEqual(Columns, StringComparer.OrdinalIgnoreCase)) faults.File("", line, $"The first line must be exactly \"{string.Join(',', Columns)}\".");
            else if (index > 0 && Read(fields, line) is { } happening) happenings.Add(happening);
        }

        return Sessions(happenings);
    }

    private Happening? Read(string[] fields, int line)
    {
        if (fields.Length != Columns.Length) return Bad("", line, $"This line has {fields.Length} fields instead of {Columns.Length}; {Shape}.");
        if (names.Read(fields[2], "user", line) is not { } user) return null;
        if (times.Logon(fields[1]) is not { } at) return Bad("date", line, $"\"{fields[1]}\" is no time; write one such as \"03/02/2026 08:45:00\" (month first).");
        return fields[4].ToLowerInvariant() switch
        {
            "logon" => new(at, user, fields[3], true, line),
            "logoff" => new(at, user, fields[3], false, line),
            _ => Bad("activity", line, $"\"{fields[4]}\" is no activity; write Logon or Logoff."),
        };
    }

    private IEnumerable<TraceSession> Sessions(IEnumerable<Happening> happenings)
    {
        foreach (var machine in happenings.GroupBy(happening => (happening.User, happening.Machine)))
        {
            Happening? open = null;
            foreach (var next in machine.OrderBy(happening => happening.At).ThenBy(happening => happening.Line))
            {
                if (open is null && !next.IsLogon) faults.Line(BadLine.Unended, "activity", next.Line, $"\"{next.User}\" logs off {next.Machine} without a Logon before; drop the line.");
                if (open is not null && next.IsLogon) Unended(open);
                if (open is not null && !next.IsLogon && Session(open, next) is { } session) yield return session;
                open = next.IsLogon ? next : null;
            }

            if (open is not null) Unended(open);
        }
    }

    private TraceSession? Session(Happening logon, Happening logoff)
    {
        if (logoff.At > logon.At) return new(logon.User.Value, logon.At, logoff.At, logon.Line);
        faults.Line(BadLine.NegativeLength, "date", logoff.Line, "The session does not end after its start; drop both lines.");
        return null;
    }

    private void Unended(Happening logon) =>
        faults.Line(BadLine.Unended, "activity", logon.Line, $"\"{logon.User}\" never logs off {logon.Machine} after this; add a Logoff, or drop the line.");

    private Happening? Bad(string column, int line, string message)
    {
        faults.Line(BadLine.Malformed, column, line, message);
        return null;
    }
}
