using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>
/// Each sign-in ends in one of five ways: its session opens at once, or opens after a wait, or it is refused, or its user gives up, or another sign-in
/// takes its place. And a session that is open ends by a word of its own (RUN-07, RUN-08, WEB-01).
/// </summary>
internal sealed class SignIns(Docket docket, FleetTrack fleet, Allowance allowance) : LogJudge(docket)
{
    private static readonly string[] WithSession = ["AVAILABLE", "UNHEALTHY", "ADMIN_MAINTENANCE"];
    private static readonly string[] NobodyWaits = ["NONE", "PENDING", "ERROR", "TERMINATING", "TERMINATED"];

    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    public override string Name => "sign-ins end in one of five ways";

    public override void Before(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop is null)
            return;
        Waits(desktop, line.At);
        var fault = line.What switch
        {
            "session-opened" => Opens(line, desktop),
            "session-closed" when line.Event.Text("session") != desktop.Session => $"closes session {line.Event.Text("session")}, and {desktop.Session ?? "none"} is open",
            "session-abandoned" => Ends(line, desktop, line.Event.Text("session")),
            "state-changed" => Moves(line, desktop),
            _ => null,
        };
        if (fault is not null)
            Say(line, fault);
    }

    public override void Close(Instant end)
    {
        foreach (var desktop in fleet.Desktops.Values)
            Waits(desktop, end);
    }

    private static string? Opens(in LogLine line, DesktopTrack desktop) =>
        desktop.Session is { } open ? $"opens session {line.Event.Text("session")} while {open} is open"
        : desktop.State is not ("AVAILABLE" or "UNHEALTHY") || desktop.Place is null ? $"opens session {line.Event.Text("session")} while it is {desktop.State}{(desktop.Place is null ? " without a place" : "")}"
        : null;

    private static string? Moves(in LogLine line, DesktopTrack desktop)
    {
        if (line.Event.Text("opened") is { } opened)
            return desktop.Session is { } open ? $"opens session {opened} while {open} is open" : Ends(line, desktop, opened);
        return desktop.Session is { } left && (!WithSession.Contains(line.To) || line.On == "HostLost")
            ? $"goes to {line.To}, and nobody has told session {left}"
            : null;
    }

    private static string? Ends(in LogLine line, DesktopTrack desktop, string? session)
    {
        if (desktop.Awaited is not { } awaited || awaited.Session != session)
            return $"ends the sign-in {session}, and {desktop.Awaited?.Session ?? "nobody"} waits";
        return line.Event.Length("waited") is { } waited && waited != line.At - awaited.AskedAt
            ? $"says that {session} waited {waited}, and it was {line.At - awaited.AskedAt}"
            : null;
    }

    /// <summary>Nobody waits for what is up already, or will not come any more.</summary>
    private void Waits(DesktopTrack desktop, Instant now)
    {
        if (desktop.Awaited is not { } awaited || _reported.Contains(desktop.Entity))
            return;
        var isUp = desktop.RunsIdle && now > allowance.Latest(desktop.Entity, desktop.Since);
        var isGone = NobodyWaits.Contains(desktop.State) && now > allowance.Latest(desktop.Entity, desktop.Since);
        // Whoever loses the host meanwhile is placed again, and has as many tries there.
        var isLong = now > allowance.Latest(desktop.Entity, Instant.Max(awaited.AskedAt, desktop.Since) + allowance.Bounds.SignIn);
        if (!isUp && !isGone && !isLong)
            return;
        _reported.Add(desktop.Entity);
        Say(desktop.Entity, awaited.AskedAt, $"{awaited.Session} has waited since {awaited.AskedAt}, is never told, and the desktop is {desktop.State} since {desktop.Since}");
    }
}
