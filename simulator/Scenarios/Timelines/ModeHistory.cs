using System.Collections.Immutable;
using NodaTime;

namespace DeskFleet.Simulator.Scenarios.Timelines;

/// <summary>The running modes that a group's desktops are in one after the other, as the time line switches them.</summary>
public sealed class ModeHistory
{
    private readonly ImmutableArray<(Instant Since, RunningModeName Mode)> _spans;

    private ModeHistory(ImmutableArray<(Instant Since, RunningModeName Mode)> spans, Duration autoStop) => (_spans, AutoStop) = (spans, autoStop);

    /// <summary>How long a desktop that nobody uses runs on in AutoStop.</summary>
    public Duration AutoStop { get; }

    /// <summary>Switches to another mode; those to the same change nothing.</summary>
    public int Switches => _spans.Length - 1;

    public bool EverStops => _spans.Any(span => span.Mode == RunningModeName.AutoStop);

    public static ModeHistory Of(Scenario scenario, UserGroup group)
    {
        var spans = ImmutableArray.Create((Since: Instant.MinValue, group.Mode));
        foreach (var change in scenario.Timeline.OfType<ModeSwitch>().Where(change => change.Group == group.Name).OrderBy(change => change.At))
        {
            if (change.To != spans[^1].Mode)
                spans = spans.Add((change.At, change.To));
        }

        return new(spans, group.AutoStop > Duration.Zero ? group.AutoStop : Duration.FromMinutes(UserGroup.ShortestAutoStopMinutes));
    }

    /// <summary>Whether AutoStop has stopped by <paramref name="now"/> what nobody has used since <paramref name="idleSince"/>.</summary>
    public bool IsStopped(Instant idleSince, Instant now)
    {
        var (since, mode) = _spans.Last(span => span.Since <= now);
        return mode == RunningModeName.AutoStop && now - Instant.Max(since, idleSince) > AutoStop;
    }
}
