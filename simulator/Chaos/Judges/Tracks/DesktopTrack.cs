using System.Text.Json;
using DeskFleet.Simulator.Chaos.Judges.Reading;
using NodaTime;

namespace DeskFleet.Simulator.Chaos.Judges.Tracks;

/// <summary>Where a desktop runs, under which epoch.</summary>
internal readonly record struct Place(string Host, long Epoch);

/// <summary>What its driver was told.</summary>
internal readonly record struct JobTrack(string Verb, long Epoch, bool WaitsForStartSlot);

/// <summary>Somebody signed in and waits.</summary>
internal readonly record struct AwaitedTrack(string Session, Instant AskedAt);

/// <summary>A wait for room.</summary>
internal readonly record struct WaitTrack(string Goal, Instant Since, Instant Until, bool ForSession);

/// <summary>A maintenance run.</summary>
internal readonly record struct RunTrack(string Update, Instant? IdleSince);

/// <summary>
/// One desktop as an outsider follows it through the log, by the tables WKS-T1 and WKS-T2 and the rules of RUN. A second opinion: it shares nothing
/// with the machine that wrote the log.
/// </summary>
internal sealed class DesktopTrack(string entity)
{
    private static readonly string[] WithoutPlace = ["NONE", "STOPPED", "TERMINATED"];
    private static readonly string[] WithSession = ["AVAILABLE", "UNHEALTHY", "ADMIN_MAINTENANCE"];

    public string Entity { get; } = entity;

    public string State { get; private set; } = "NONE";

    public Instant Since { get; private set; }

    public Identity? Identity { get; private set; }

    public bool IsAutoStop { get; private set; }

    public Duration Period { get; private set; }

    public Instant? ModeChangedAt { get; private set; }

    public Place? Place { get; private set; }

    /// <summary>It was placed by what is under way now.</summary>
    public bool IsPlacedAnew { get; private set; }

    public long Epoch { get; private set; }

    public JobTrack? Job { get; private set; }

    public string? Session { get; private set; }

    public AwaitedTrack? Awaited { get; private set; }

    public WaitTrack? Wait { get; private set; }

    public RunTrack? Run { get; private set; }

    public Instant? IdleSince { get; private set; }

    public bool IsProvisioned { get; private set; }

    /// <summary>It counts under the quota (QTA-02).</summary>
    public bool HoldsUnit { get; private set; }

    public bool Exists => State is not ("NONE" or "TERMINATED");

    public bool RunsIdle => State is "AVAILABLE" or "UNHEALTHY" && Place is not null && Session is null;

    /// <summary>
    /// When it must stop if nobody comes (RUN-04); null: no countdown runs. A period that was shortened to one that is over stops it at the change.
    /// </summary>
    public Instant? StopsAt => IsAutoStop && RunsIdle && IdleSince is { } since ? Instant.Max(since + Period, ModeChangedAt ?? Instant.MinValue) : null;

    public void Take(in LogLine line)
    {
        switch (line.What)
        {
            case "state-changed":
                Move(line);
                break;
            case "capacity-awaited":
                Wait = WaitOf(line.Event);
                Awaited = AwaitedOf(line.Event) ?? Awaited;
                break;
            case "capacity-wait-changed":
                Wait = WaitOf(line.Event);
                break;
            case "capacity-wait-ended":
                Wait = null;
                break;
            case "capacity-found":
                Wait = null;
                Place = PlaceOf(line.Event);
                IsPlacedAnew = true;
                Order(line.Event);
                break;
            case "start-ordered" or "job-retried":
                Order(line.Event);
                break;
            case "epoch-adopted":
                Epoch = Math.Max(Epoch, line.Event.Number("epoch") ?? 0);
                break;
            case "session-awaited":
                Awaited = AwaitedOf(line.Event);
                break;
            case "session-opened":
                (Session, IdleSince) = (line.Event.Text("session"), null);
                break;
            case "session-closed":
                Session = null;
                IdleSince = RunsIdle ? line.At : null;
                break;
            case "session-abandoned":
                Awaited = null;
                break;
            case "mode-changed":
                ChangeMode(line);
                break;
            case "unit-taken":
                HoldsUnit = true;
                break;
            default:
                break;
        }
    }

    private void Move(in LogLine line)
    {
        var (e, on, to, ranIdle) = (line.Event, line.On, line.To, RunsIdle);
        if (e.Part("terms") is { } terms)
            Launch(terms);
        var placed = PlaceOf(e);
        Place = placed ?? (WithoutPlace.Contains(to) || on is "HostLost" or "RecoveryFailed" ? null : Place);
        IsPlacedAnew = placed is not null || (IsPlacedAnew && to == State);
        var opened = e.Text("opened");
        Session = opened ?? (WithSession.Contains(to) && on != "HostLost" ? Session : null);
        Awaited = opened is null ? AwaitedOf(e) ?? Awaited : null;
        var ran = Run;
        Run = RunOf(e) ?? (to is "STARTING" or "MAINTENANCE" ? Run : null);
        IsProvisioned |= on is "Provisioned" or "Started" or "StartedUnhealthy" or "Rebuilt" or "Rebooted";
        HoldsUnit = to is not "TERMINATED" && HoldsUnit && (to != "ERROR" || IsProvisioned);
        (State, Since, Job) = (to, line.At, null);
        if (Order(e))
            Wait = null;
        IdleSince = !RunsIdle ? null : on == "MaintenanceDone" ? IdleAfter(ran, line.At) : ranIdle && IdleSince is not null ? IdleSince : line.At;
    }

    private Instant IdleAfter(RunTrack? run, Instant at) => Identity?.StopsAfterPeriod == true ? at : run?.IdleSince ?? at;

    private void Launch(JsonElement terms)
    {
        Identity = Identity.Of(terms);
        IsAutoStop = terms.Text("mode") == "AutoStop";
        Period = terms.Length("autoStopPeriod") ?? Duration.FromHours(1);
        HoldsUnit = true;
    }

    /// <summary>To AutoStop: the countdown runs from now (RUN-14). Another period counts from the disconnect (RUN-03).</summary>
    private void ChangeMode(in LogLine line)
    {
        var isAutoStop = line.Event.Text("mode") == "AutoStop";
        if (isAutoStop != IsAutoStop && IdleSince is not null)
            IdleSince = line.At;
        if (!isAutoStop && Wait is { } wait)
            Wait = wait with { ForSession = false };
        (IsAutoStop, ModeChangedAt) = (isAutoStop, line.At);
        Period = line.Event.Length("autoStopPeriod") ?? Period;
    }

    private bool Order(JsonElement e)
    {
        if (e.Part("job") is not { } job)
            return false;
        Job = new(job.Text("verb") ?? "", job.Number("epoch") ?? 0, job.Flag("waitsForStartSlot"));
        Epoch = Math.Max(Epoch, Job.Value.Epoch);
        return true;
    }

    public static Place? PlaceOf(JsonElement e) => e.Part("slot") is { } slot ? new(slot.Text("host") ?? "", slot.Number("epoch") ?? 0) : null;

    private static AwaitedTrack? AwaitedOf(JsonElement e) => e.Part("awaited") is { } awaited ? new(awaited.Text("id") ?? "", awaited.Time("askedAt") ?? default) : null;

    private static RunTrack? RunOf(JsonElement e) => e.Part("run") is { } run ? new(run.Text("update") ?? "", run.Time("idleSince")) : null;

    private static WaitTrack? WaitOf(JsonElement e) => e.Part("wait") is { } wait
        ? new(wait.Text("goal") ?? "", wait.Time("since") ?? default, wait.Time("until") ?? default, wait.Flag("forSession"))
        : null;
}
