using NodaTime;
using Orleans;

namespace DeskFleet.Core.Billing;

/// <summary>How started hours are counted (BIL-08).</summary>
public enum HourRounding
{
    /// <summary>Each continuous running interval is rounded up on its own. The default.</summary>
    PerInterval,

    /// <summary>Each hour of the clock that is touched counts once.</summary>
    PerClockHour,
}

/// <summary>A continuous time in which a desktop ran: half-open, the end not included.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.running-interval")]
public sealed record RunningInterval(Instant Start, Instant End)
{
    private const long TicksPerHour = NodaConstants.TicksPerHour;

    /// <summary>Started hours: 80 minutes are 2, exactly 60 are 1, nothing is 0 (BIL-08).</summary>
    public long StartedHours => (Length + TicksPerHour - 1) / TicksPerHour;

    public Duration Duration => End - Start;

    /// <summary>What is left of it when the machine was gone from then on: nothing, where it was gone before.</summary>
    public RunningInterval Until(Instant goneAt) => this with { End = Instant.Max(Start, Instant.Min(End, goneAt)) };

    private long Length => Math.Max(0, (End - Start).BclCompatibleTicks);
}

/// <summary>The meter of one WorkSpace: open while it runs (BIL-06, BIL-07).</summary>
/// <param name="OpenSince">Since when it runs; null: it does not.</param>
/// <param name="Hours">Started hours of all closed intervals.</param>
/// <param name="Seconds">Seconds of all closed intervals.</param>
/// <param name="Last">The newest closed interval.</param>
public sealed record Meter(Instant? OpenSince, long Hours, long Seconds, RunningInterval? Last = null)
{
    public static Meter Unused { get; } = new(null, 0, 0);

    public Meter OpenAt(Instant at) => OpenSince is null ? this with { OpenSince = at } : this;

    /// <summary>The interval that closing now would end; null when the meter is closed.</summary>
    public RunningInterval? ClosedAt(Instant at) => OpenSince is { } since ? new(since, Instant.Max(since, at)) : null;

    public Meter CloseAt(Instant at) =>
        ClosedAt(at) is { } interval
            ? new(null, Hours + interval.StartedHours, Seconds + (long)interval.Duration.TotalSeconds, interval)
            : this;

    public Meter Correct(RunningInterval was, RunningInterval now) => this with
    {
        Hours = Hours - was.StartedHours + now.StartedHours,
        Seconds = Seconds - (long)was.Duration.TotalSeconds + (long)now.Duration.TotalSeconds,
        Last = Last == was ? now : Last,
    };
}
