using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Simulator.Populations;
using DeskFleet.Simulator.Runs;
using NodaTime;

namespace DeskFleet.Simulator.Reports.Figures;

/// <summary>What one desktop did in a run over [start, end).</summary>
public sealed class DesktopFigures(WorkSpaceId id, PlannedUser user, Instant start, Instant end, HourRounding rounding)
{
    private readonly HoursMeter _meter = new(start, rounding);
    private Instant? _runningSince;
    private Instant? _connectedSince;

    public WorkSpaceId Id => id;

    public PlannedUser User => user;

    /// <summary>What the launch settled; null: there never was a desktop.</summary>
    public LaunchTerms? Terms { get; private set; }

    public Instant? LaunchedAt { get; private set; }

    /// <summary>The running mode, at the end the last.</summary>
    public RunningMode Mode { get; private set; } = FleetMap.ModeOf(user.Group.Mode);

    /// <summary>It is there at the end.</summary>
    public bool Exists { get; private set; }

    public long Sessions { get; private set; }

    public long Resumes { get; private set; }

    public WaitTimes Waits { get; } = new();

    public long AutoStops { get; private set; }

    /// <summary>See <see cref="HoursMeter"/>.</summary>
    public long MeteredHours { get; private set; }

    public Duration Running { get; private set; }

    public Duration Connected { get; private set; }

    public long Refusals { get; private set; }

    public long GaveUp { get; private set; }

    /// <param name="after">How the desktop stands after it.</param>
    public void Read(Instant at, FleetEvent happened, WorkSpaceState after)
    {
        switch (happened)
        {
            case StateChanged e:
                Changed(at, e);
                break;
            case SessionOpened:
                Sessions += Counts(at);
                break;
            case SessionAbandoned { Code: null }:
                GaveUp += Counts(at);
                break;
            case SessionAbandoned or OperationRefused:
            case CapacityWaitEnded { Code: not null } when after.Lifecycle == Lifecycle.Pending:
                Refusals++;
                break;
        }

        Exists = after.Exists;
        Mode = after.Identity is null ? Mode : after.Mode;
        Running += Until(at, ref _runningSince, after.Runs());
        Connected += Until(at, ref _connectedSince, after.Session is not null);
    }

    /// <summary>Counts what goes on up to here.</summary>
    public void Advance(Instant now)
    {
        Running += Since(ref _runningSince, now);
        Connected += Since(ref _connectedSince, now);
    }

    private void Changed(Instant at, StateChanged e)
    {
        if (e.Terms is not null)
            (Terms, LaunchedAt) = (e.Terms, at);
        Count(at, e);
    }

    private void Count(Instant at, StateChanged e)
    {
        Resumes += e.On is Trigger.Started or Trigger.StartedUnhealthy ? Counts(at) : 0;
        AutoStops += e.On == Trigger.AutoStopDue ? Counts(at) : 0;
        MeteredHours += e.Metered is { } ran ? _meter.Add(ran) : 0;
        if (e.Opened is null)
            return;
        Sessions += Counts(at);
        Waits.Add(e.Waited!.Value);
    }

    /// <returns>How long it has been on since it was counted last; 0 where nothing has changed.</returns>
    private Duration Until(Instant at, ref Instant? since, bool isOn)
    {
        if (isOn == since is not null)
            return Duration.Zero;
        var time = Since(ref since, at);
        since = isOn ? at : null;
        return time;
    }

    /// <returns>How long it has been on within the run; counting goes on from <paramref name="now"/>.</returns>
    private Duration Since(ref Instant? since, Instant now)
    {
        if (since is not { } from)
            return Duration.Zero;
        since = now;
        return Duration.Max(Duration.Zero, Instant.Min(now, end) - Instant.Max(from, start));
    }

    private int Counts(Instant at) => at >= start ? 1 : 0;
}
