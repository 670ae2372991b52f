using DeskFleet.Core.Identity;

namespace DeskFleet.Simulator.Traces;

/// <summary>What an event of a log says about somebody at a machine.</summary>
internal enum Sign
{
    /// <summary>Somebody came, or unlocked the screen: where a session is open already, it goes on.</summary>
    Logon,

    Logoff,

    /// <summary>A state within a session, which it neither begins nor ends.</summary>
    State,

    /// <summary>The end of what may have ended before: a session that was disconnected is closed for good.</summary>
    Closing,
}

/// <summary>One event.</summary>
internal sealed record Happening(TraceTime At, string User, string Machine, Sign Sign, int Line);

/// <summary>
/// Makes sessions of events, by their times and never by the order of their lines. Of one person at one machine: a Logon while a session is open is an
/// unlock, unless as many Logoffs follow each other as there were Logons: then they nest, and the last one ends the session.
/// </summary>
internal sealed class Presence(TraceFaults faults, OpenEnds ends)
{
    public IEnumerable<TraceSession> Sessions(IReadOnlyList<Happening> happenings)
    {
        if (happenings.Count == 0) return [];
        var (first, last) = (happenings.Min(happening => happening.At.Early), happenings.Max(happening => happening.At.Early));
        var halves = happenings.GroupBy(happening => (UserName.Of(happening.User), happening.Machine)).SelectMany(machine => Halves(Ordered(machine))).ToList();
        return ends.Close(halves, first, last);
    }

    /// <summary>In one second a session ends before the next begins, if one is open; the line number never decides.</summary>
    private static List<Happening> Ordered(IEnumerable<Happening> machine)
    {
        var sorted = machine.OrderBy(happening => happening.At.Early).ThenBy(happening => happening.Sign == Sign.Logon).ToList();
        if (sorted is [{ Sign: Sign.Logoff } off, { Sign: Sign.Logon } on, ..] && off.At == on.At) (sorted[0], sorted[1]) = (on, off);
        return sorted;
    }

    private IEnumerable<HalfSession> Halves(List<Happening> machine)
    {
        Happening? open = null;
        var nested = 0;
        for (var i = 0; i < machine.Count; i++)
        {
            var next = machine[i];
            if (next.Sign == Sign.State) continue;
            if (next.Sign == Sign.Logon)
            {
                nested = open is null ? 0 : nested + 1;
                open ??= next;
            }
            else if (open is null)
            {
                if (next.Sign == Sign.Logoff) yield return new(next.User, null, next.At.Early, next.Line, $"\"{next.User}\" logs off {next.Machine} without a Logon before");
            }
            else if (next.Sign == Sign.Logoff && nested > 0 && NextSign(machine, i) == Sign.Logoff) nested--;
            else
            {
                if (Whole(open, next) is { } session) yield return session;
                open = null;
            }
        }

        if (open is not null) yield return new(open.User, open.At.Early, null, open.Line, $"\"{open.User}\" never logs off {open.Machine} after this");
    }

    private static Sign? NextSign(List<Happening> machine, int after)
    {
        for (var i = after + 1; i < machine.Count; i++)
            if (machine[i].Sign != Sign.State) return machine[i].Sign;
        return null;
    }

    private HalfSession? Whole(Happening logon, Happening logoff)
    {
        if (logoff.At.After(logon.At.Early) is var end && end > logon.At.Early) return new(logon.User, logon.At.Early, end, logon.Line, "");
        faults.Line(BadLine.NegativeLength, "date", logoff.Line, "The session does not end after its start; drop both lines.");
        return null;
    }
}
