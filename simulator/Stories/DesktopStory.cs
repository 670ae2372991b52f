using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Simulator.Stories;

/// <summary>One desktop's story in time order, with reasons.</summary>
public sealed class DesktopStory(WorkSpaceId desktop, IReadOnlyList<LoggedEvent> events)
{
    /// <summary>As wide as the time that stands before a headline.</summary>
    public const string Indent = "                       ";

    /// <summary>Stands at the end of a story.</summary>
    public const string InUtc = "Times are UTC.";

    /// <summary>Of the desktop's region; UTC for one that was never launched.</summary>
    public DateTimeZone TimeZone => DateTimeZoneProviders.Tzdb[TermsOf is { } terms ? Scenarios.Regions.TimeZoneOf(terms.Identity.Account.Region) : "Etc/UTC"];

    private LaunchTerms? TermsOf => events.Select(happened => happened.Event).OfType<StateChanged>().FirstOrDefault(e => e.Terms is not null)?.Terms;

    public IEnumerable<string> Narrate() => [Title, "", .. events.SelectMany(Lines), "", Totals];

    /// <summary>How it stood at an instant and why, and what came next.</summary>
    public IEnumerable<string> NarrateAt(Instant at)
    {
        yield return Title;
        yield return "";
        yield return $"At {Narrator.Format(at)} UTC:";
        foreach (var line in DesktopStatus.At(at, events).Narrate())
            yield return $"  {line}";
        if (events.FirstOrDefault(happened => happened.At > at) is { } next)
            yield return $"Next, at {Narrator.Format(next.At)}: {Narrator.Narrate(next)[0]}";
        else
            yield return "Nothing happened to it after that.";
    }

    private string Title => TermsOf is { } terms
        ? $"{desktop}: {Narrator.Terms(terms)}"
        : $"{desktop}: never launched";

    private string Totals
    {
        get
        {
            var changes = events.Select(happened => happened.Event).OfType<StateChanged>().ToList();
            var sessions = changes.Count(e => e.Opened is not null) + events.Count(happened => happened.Event is SessionOpened);
            return $"{Narrator.Count(sessions, "session")}, {changes.Count(e => e.Opened is not null)} of them after a wait; {Narrator.Count(changes.Count(e => e.On == Trigger.AutoStopDue), "AutoStop")}; " +
                $"{Narrator.Count(changes.Sum(e => e.Metered?.StartedHours ?? 0), "metered hour")} in {Narrator.Count(changes.Count(e => e.Metered is not null), "interval")}; {Narrator.Count(Refusals, "refusal")}. {InUtc}";
        }
    }

    /// <summary>A start that found no room refuses the sign-in that waits for it; a launch has none, and is refused itself.</summary>
    private int Refusals
    {
        get
        {
            var isLaunch = true;
            return events.Count(happened => happened.Event switch
            {
                CapacityAwaited e => (isLaunch = e.Wait.Goal == PlacementGoal.Launch) && false,
                CapacityWaitEnded { Code: not null } => isLaunch,
                OperationRefused or SessionAbandoned { Code: not null } => true,
                _ => false,
            });
        }
    }

    private static IEnumerable<string> Lines(LoggedEvent happened) =>
        Narrator.Narrate(happened).Select((line, i) => i == 0 ? $"{Narrator.Format(happened.At)}  {line}" : $"{Indent}{line}");
}
