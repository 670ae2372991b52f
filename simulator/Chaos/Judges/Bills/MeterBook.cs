using DeskFleet.Simulator.Chaos.Judges.Reading;
using DeskFleet.Simulator.Chaos.Judges.Tracks;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Bills;

/// <summary>One desktop's meter, plan and traffic, kept from the log by the rules of BIL.</summary>
internal sealed class MeterTrack(DesktopTrack desktop)
{
    public DesktopTrack Desktop { get; } = desktop;

    public Instant? RunsSince { get; set; }

    /// <summary>When it ran, whatever the plan.</summary>
    public List<Span> Running { get; } = [];

    /// <summary>When charging began (BIL-15); null: it was never usable.</summary>
    public Instant? FirstAvailableAt { get; set; }

    /// <summary>When its end was ordered (BIL-10).</summary>
    public Instant? TerminatedAt { get; set; }

    /// <summary>From when it is charged by the hour, or by the month, one after the other (BIL-12, BIL-14).</summary>
    public List<(bool IsHourly, Instant From)> Plans { get; } = [];

    /// <summary>Hourly pricing is asked for and begins when the paid month is over.</summary>
    public Instant? HourlyFrom { get; set; }

    /// <summary>What it sent to the Internet, by the instant at which it was metered (BIL-17).</summary>
    public List<(Instant At, long Bytes)> Egress { get; } = [];

    /// <summary>What a bill that begins later makes of it: all that was earlier happened then.</summary>
    public MeterTrack From(Instant start)
    {
        var within = new MeterTrack(Desktop)
        {
            RunsSince = Later(RunsSince, start),
            FirstAvailableAt = Later(FirstAvailableAt, start),
            TerminatedAt = Later(TerminatedAt, start),
            HourlyFrom = Later(HourlyFrom, start),
        };
        within.Running.AddRange(Running.Select(ran => new Span(Instant.Max(ran.Start, start), Instant.Max(ran.End, start))));
        within.Plans.AddRange(Plans.Select(plan => (plan.IsHourly, Instant.Max(plan.From, start))));
        within.Egress.AddRange(Egress.Select(sent => (Instant.Max(sent.At, start), sent.Bytes)));
        return within;
    }

    private static Instant? Later(Instant? at, Instant start) => at is { } known ? Instant.Max(known, start) : null;
}

/// <summary>All meters, kept from the log line by line.</summary>
internal sealed class MeterBook
{
    private static readonly string[] Metered = ["AVAILABLE", "UNHEALTHY", "REBOOTING", "MAINTENANCE", "ADMIN_MAINTENANCE", "UPDATING"];

    public Dictionary<string, MeterTrack> Desktops { get; } = new(StringComparer.Ordinal);

    /// <summary>What was wrong with the newest correction; null: nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>Takes a line that the desktop's track has taken.</summary>
    /// <returns>The interval that ended with it.</returns>
    public Span? Take(in LogLine line, DesktopTrack desktop)
    {
        if (!Desktops.TryGetValue(line.Entity, out var meter))
            Desktops.Add(line.Entity, meter = new(desktop));
        switch (line.What)
        {
            case "state-changed":
                return Move(meter, line);
            case "mode-changed":
                ChangeMode(meter, line);
                break;
            case "metering-corrected":
                Fault = Correct(meter, line);
                break;
            case "traffic-metered" when line.Event.Number("egressBytes") is > 0 and var bytes:
                meter.Egress.Add((line.At, bytes));
                break;
            default:
                break;
        }

        return null;
    }

    /// <summary>With hourly pricing that a month's end has brought about by now.</summary>
    public static void Turn(MeterTrack meter, Instant now)
    {
        if (meter.HourlyFrom is not { } from || from > now)
            return;
        meter.Plans.Add((true, from));
        meter.HourlyFrom = null;
    }

    private static Span? Move(MeterTrack meter, in LogLine line)
    {
        Turn(meter, line.At);
        var desktop = meter.Desktop;
        if (desktop.State == "TERMINATING")
            meter.TerminatedAt ??= line.At;
        var at = line.Event.Time("effectiveAt") ?? line.At;
        var ended = Runs(meter, desktop, at);
        if (desktop.State != "AVAILABLE" || meter.FirstAvailableAt is not null)
            return ended;
        meter.FirstAvailableAt = line.At;
        meter.Plans.Add((desktop.IsAutoStop, line.At));
        return ended;
    }

    /// <summary>A reboot runs on; placed again after a loss it runs when it is up again, and nobody is billed for the outage.</summary>
    private static Span? Runs(MeterTrack meter, DesktopTrack desktop, Instant at)
    {
        if (Metered.Contains(desktop.State) && desktop.Place is not null)
        {
            if (desktop.State != "REBOOTING")
                meter.RunsSince ??= at;
            return null;
        }

        if (meter.RunsSince is not { } since)
            return null;
        meter.RunsSince = null;
        meter.Running.Add(new(since, Instant.Max(since, at)));
        return meter.Running[^1];
    }

    /// <summary>To monthly at once, to hourly when the paid month is over; back before then, as if nothing had been asked.</summary>
    private static void ChangeMode(MeterTrack meter, in LogLine line)
    {
        Turn(meter, line.At);
        if (meter.Plans is not [.., var current])
            return;
        var isHourly = line.Event.Text("mode") == "AutoStop";
        if (!isHourly)
            meter.HourlyFrom = null;
        if (current.IsHourly && !isHourly)
            meter.Plans.Add((false, line.At));
        else if (!current.IsHourly && isHourly)
            meter.HourlyFrom ??= Month.Of(line.At).End;
    }

    /// <summary>An interval ends earlier: its host had been lost before its end.</summary>
    private static string? Correct(MeterTrack meter, in LogLine line)
    {
        var (was, right) = (SpanOf(line, "was"), SpanOf(line, "is"));
        var which = meter.Running.LastIndexOf(was);
        if (which < 0)
            return $"corrects {was}, and never ran so";
        if (right.Start != was.Start || right.End > was.End || right.End < was.Start)
            return $"corrects {was} to {right}, which is not a part of it from its beginning";
        meter.Running[which] = right;
        return null;
    }

    private static Span SpanOf(in LogLine line, string name) =>
        line.Event.Part(name) is { } span ? new(span.Time("start") ?? default, span.Time("end") ?? default) : default;
}
