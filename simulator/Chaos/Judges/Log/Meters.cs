using DeskFleet.Simulator.Chaos.Judges.Bills;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Log;

/// <summary>What the log says was metered is what ran, and no desktop ran twice at once (BIL-06, BIL-07, WKS-15).</summary>
internal sealed class Meters(Docket docket, MeterBook book) : LogJudge(docket)
{
    public override string Name => "meters say what ran, and nothing runs twice at once";

    public override void After(in LogLine line, DesktopTrack? desktop)
    {
        if (desktop is null)
            return;
        var closed = book.Take(line, desktop);
        if (line.IsMove)
            Compare(line, closed, SpanOf(line, "metered"));
        else if (line.What == "metering-corrected" && book.Fault is { } fault)
            Say(line, fault);
    }

    public override void Close(Instant end)
    {
        foreach (var (entity, meter) in book.Desktops)
        {
            foreach (var (earlier, later) in meter.Running.Zip(meter.Running.Skip(1)))
            {
                if (later.Start < earlier.End)
                    Say(entity, later.Start, $"ran from {later.Start} while it ran until {earlier.End}: two running intervals overlap");
            }
        }
    }

    private void Compare(in LogLine line, Span? ran, Span? said)
    {
        if (ran != said)
            Say(line, $"metered {said?.ToString() ?? "nothing"}, and ran {ran?.ToString() ?? "not"}");
    }

    private static Span? SpanOf(in LogLine line, string name) =>
        line.Event.Part(name) is { } span ? new(span.Time("start") ?? default, span.Time("end") ?? default) : null;
}
