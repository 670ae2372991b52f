using DeskFleet.Core.Applications;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using DeskFleet.Core.WorkSpaces;
using NodaTime;

namespace DeskFleet.Core.Billing;

/// <summary>Folds the events of one WorkSpace, in their order, into what its bills need. It decides nothing about the desktop.</summary>
public static class UsageFold
{
    public static DesktopUsage Rebuild(WorkSpaceId id, IEnumerable<LoggedEvent> log) =>
        log.Aggregate(DesktopUsage.Unlaunched(id), (usage, line) => Evolve(usage, line.Event, line.At));

    public static DesktopUsage Evolve(DesktopUsage of, FleetEvent happened, Instant at) => new(
        of.Id,
        (happened as StateChanged)?.Terms?.Identity ?? of.Desktop,
        Evolve(of.Usage, happened, at));

    public static Usage Evolve(Usage usage, FleetEvent happened, Instant at) => happened switch
    {
        StateChanged e => Move(AsOf(usage, at), e, at),
        CapacityFound => usage with { HoldsSlot = true },
        ModeChanged e => ChangeMode(AsOf(usage, at), e.Mode, at),
        MeteringCorrected e => Correct(usage, e),
        TagsChanged e => usage with { Tags = usage.Tags.Add(new(e.Tags, at)) },
        TrafficMetered e => usage with { Traffic = TrafficDay.Add(usage.Traffic, at, e.EgressBytes, e.StreamedBytes) },
        ApplicationAssigned or ApplicationLaunched or ApplicationRemoved =>
            usage with { Applications = ApplicationUse.Evolve(usage.Applications, happened, at) },
        _ => usage,
    };

    /// <summary>With the plan that a month's end has brought about by now; no event tells of it.</summary>
    public static Usage AsOf(Usage usage, Instant now) => usage.Plan?.Due(now) is { } due ? Apply(usage, due) : usage;

    private static Usage Move(Usage usage, StateChanged e, Instant at)
    {
        var holdsSlot = e.Slot is not null || (usage.HoldsSlot && e.To.MayHoldSlot() && !e.On.GivesUpSlot());
        var mode = e.Terms?.Mode ?? usage.Mode;
        var terminatedAt = e.To == Lifecycle.Terminating ? usage.TerminatedAt ?? at : usage.TerminatedAt;
        var moved = mode == usage.Mode && holdsSlot == usage.HoldsSlot && terminatedAt == usage.TerminatedAt
            ? usage
            : usage with { Mode = mode, HoldsSlot = holdsSlot, TerminatedAt = terminatedAt };
        var metered = Meter(moved, e.To, e.EffectiveAt ?? at);
        return e.To == Lifecycle.Available && usage.FirstAvailableAt is null ? Begin(metered, at) : metered;
    }

    private static Usage Begin(Usage usage, Instant at)
    {
        var plan = BillingPlan.Begin(usage.Mode, at);
        return usage with { FirstAvailableAt = at, Plan = plan, Plans = [new(plan.Current, at)] };
    }

    /// <summary>As the desktop's own meter: a reboot runs on, or stays unmetered when it brings back a desktop that had lost its host.</summary>
    private static Usage Meter(Usage usage, Lifecycle to, Instant at) =>
        !to.IsMetered() || !usage.HoldsSlot ? Close(usage, at)
        : to == Lifecycle.Rebooting ? usage
        : Open(usage, at);

    private static Usage Open(Usage usage, Instant at) => usage.RunsSince is null ? usage with { RunsSince = at } : usage;

    /// <summary>At the instant from which the stop counts, which may be before it was noticed (BIL-07).</summary>
    private static Usage Close(Usage usage, Instant at) => usage.RunsSince is { } since
        ? usage with { RunsSince = null, Running = usage.Running.Add(new(since, Instant.Max(since, at))) }
        : usage;

    /// <summary>What has been forgotten with its month is billed and stays so.</summary>
    private static Usage Correct(Usage usage, MeteringCorrected e) =>
        usage.Running.IndexOf(e.Was) is >= 0 and var i ? usage with { Running = usage.Running.SetItem(i, e.Is) } : usage;

    private static Usage ChangeMode(Usage usage, RunningMode mode, Instant at)
    {
        var changed = usage with { Mode = mode };
        return usage.Plan?.Decide(mode, at) is { } decided ? Apply(changed, decided) : changed;
    }

    private static Usage Apply(Usage usage, PlanEvent happened) => usage with
    {
        Plan = usage.Plan!.Evolve(happened),
        Plans = happened is PlanChanged changed ? usage.Plans.Add(new(changed.To, changed.EffectiveAt)) : usage.Plans,
    };
}
