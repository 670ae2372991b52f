using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>AutoStop comes when its countdown is over: not early, not late, not while somebody is connected, and not to what is always on (RUN-02..06).</summary>
internal sealed class AutoStops(Docket docket, Allowance allowance) : LogJudge(docket)
{
    private readonly PriorityQueue<(DesktopTrack Desktop, Instant Due), Instant> _due = new();

    public override string Name => "AutoStop is neither early nor late, nor while connected";

    public override void Before(in LogLine line, DesktopTrack? desktop)
    {
        Expect(line.At);
        if (desktop is null || !line.IsMove)
            return;
        if (line.On == "AutoStopDue")
            Stop(line, desktop);
        else if (line.On is "MaintenanceDoneStop" or "MaintenanceDone")
            EndRun(line, desktop);
    }

    public override void After(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop?.StopsAt is { } due)
            _due.Enqueue((desktop, due), allowance.Latest(desktop.Entity, due + allowance.Bounds.AutoStopLate));
    }

    public override void Close(Instant end) => Expect(end);

    /// <summary>Whoever should have stopped by now has.</summary>
    private void Expect(Instant now)
    {
        while (_due.TryPeek(out var next, out var latest) && latest < now)
        {
            _due.Dequeue();
            if (next.Desktop.StopsAt == next.Due)
                Say(next.Desktop.Entity, next.Due, $"should have stopped at {next.Due}, and has not by {now}");
        }
    }

    private void Stop(in LogLine line, DesktopTrack desktop)
    {
        if (desktop.Session is { } session)
            Say(line, $"stops by itself while {session} is connected");
        else if (!desktop.IsAutoStop)
            Say(line, "stops by itself and is AlwaysOn");
        else if (desktop.StopsAt is not { } due)
            Say(line, "stops by itself, and no countdown ran");
        else
            Moment(line, due);
    }

    private void Moment(in LogLine line, Instant due)
    {
        var counts = line.Event.Time("effectiveAt") ?? line.At;
        if (line.At < due)
            Say(line, $"stops by itself at {line.At}, and its countdown ends at {due}: early");
        else if (counts != due)
            Say(line, $"stops by itself as of {counts}, and its countdown ends at {due}");
    }

    /// <summary>Woken for it: it stops at once. Otherwise when its countdown is over, if that is later (RUN-06).</summary>
    private void EndRun(in LogLine line, DesktopTrack desktop)
    {
        var period = desktop.Identity?.StopsAfterPeriod == true;
        var due = period ? line.At + desktop.Period : desktop.Run?.IdleSince is { } idle ? idle + desktop.Period : line.At;
        if (line.On == "MaintenanceDoneStop" && !desktop.IsAutoStop)
            Say(line, "stops after its maintenance and is AlwaysOn");
        else if (line.On == "MaintenanceDoneStop" && due > line.At)
            Say(line, $"stops after its maintenance, and its countdown ends at {due}: early");
        else if (line.On == "MaintenanceDone" && desktop.IsAutoStop && due <= line.At)
            Say(line, $"runs on after its maintenance, and its countdown ended at {due}");
    }
}
