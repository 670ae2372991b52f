using System.Collections.Immutable;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Tags;
using DeskFleet.Core.WorkSpaces;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Billing;

/// <summary>From when a plan is in force, until the next one is.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.plan-span")]
public readonly record struct PlanSpan(PricePlan Plan, Instant From);

/// <summary>From when a WorkSpace has these tags, until it has others.</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.tag-span")]
public sealed record TagSpan(TagSet Tags, Instant From);

/// <summary>One WorkSpace as bills know it: what it is, and what happened to it.</summary>
/// <param name="Desktop">What it is; null: not launched.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.desktop-usage")]
public sealed record DesktopUsage(WorkSpaceId Id, WorkSpaceIdentity? Desktop, Usage Usage)
{
    public static DesktopUsage Unlaunched(WorkSpaceId id) => new(id, null, Usage.None);

    /// <summary>The same without what only months before <paramref name="month"/> needed.</summary>
    public DesktopUsage From(BillingMonth month) => this with { Usage = Usage.From(month) };
}

/// <summary>
/// What happened to one WorkSpace as far as bills need it, folded from its events by <see cref="UsageFold"/>, so that any bill can be
/// made again from the log. It grows with time; <see cref="From"/> forgets what earlier months alone needed.
/// </summary>
/// <param name="Mode">The running mode now, which is not the plan.</param>
/// <param name="FirstAvailableAt">When charging began (BIL-15); null: never was usable, so never charged.</param>
/// <param name="TerminatedAt">When it went to TERMINATING (BIL-10).</param>
/// <param name="HoldsSlot">It is on a living host.</param>
/// <param name="RunsSince">Since when it runs; null: it does not (BIL-06).</param>
/// <param name="Running">When it ran, in order, whatever the plan was.</param>
/// <param name="Plan">The plan now; null before charging began.</param>
/// <param name="Plans">The plans in force one after the other.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.usage")]
public sealed record Usage(
    RunningMode Mode,
    Instant? FirstAvailableAt,
    Instant? TerminatedAt,
    bool HoldsSlot,
    Instant? RunsSince,
    ImmutableArray<RunningInterval> Running,
    BillingPlan? Plan,
    ImmutableArray<PlanSpan> Plans,
    ImmutableArray<TagSpan> Tags)
{
    /// <summary>What its user has, or had, of applications (WAM-16, MKT-04).</summary>
    [Id(0)]
    public ImmutableArray<ApplicationUse> Applications { get; init; } = [];

    /// <summary>What it sent, day by day in UTC (BIL-17).</summary>
    [Id(1)]
    public ImmutableArray<TrafficDay> Traffic { get; init; } = [];

    public static Usage None { get; } = new(RunningMode.AlwaysOn, null, null, false, null, [], null, [], []);

    /// <summary>Was there something to charge in a month? A termination's own month is charged, the next is not (BIL-10).</summary>
    public bool IsChargedIn(BillingMonth month) =>
        FirstAvailableAt is { } first && first < month.End && (TerminatedAt is not { } end || end > month.Start || first >= month.Start);

    /// <summary>The running intervals that hours are billed for: the parts under hourly pricing, cut where the plan changes (BIL-12, BIL-14).</summary>
    /// <param name="asOf">Where an interval that is still open is cut for the time being.</param>
    public IEnumerable<RunningInterval> HourlyIntervals(Instant asOf) =>
        from span in HourlySpans()
        from ran in AllRunning(asOf)
        let cut = new RunningInterval(Instant.Max(ran.Start, span.Start), Instant.Min(ran.End, span.End))
        where cut.Start < cut.End
        select cut;

    /// <summary>How long it ran in [from, to), whatever the plan (BIL-21). Not rounded: billed hours are more.</summary>
    public Duration RanIn(Instant from, Instant to) => AllRunning(to)
        .Select(ran => new RunningInterval(Instant.Max(ran.Start, from), Instant.Min(ran.End, to)))
        .Where(part => part.Start < part.End)
        .Aggregate(Duration.Zero, (sum, part) => sum + part.Duration);

    /// <summary>When hourly pricing was in force.</summary>
    public IEnumerable<RunningInterval> HourlySpans()
    {
        for (var i = 0; i < Plans.Length; i++)
        {
            if (Plans[i].Plan == PricePlan.Hourly)
                yield return new(Plans[i].From, i + 1 < Plans.Length ? Plans[i + 1].From : Instant.MaxValue);
        }
    }

    /// <summary>The tags in an hour. They apply from the clock hour in which they are given, and never backwards (TAG-03).</summary>
    public TagSet TagsIn(Instant hour) =>
        Tags.LastOrDefault(span => ClockHour.Of(span.From) <= hour)?.Tags ?? TagSet.Empty;

    /// <summary>How many things are remembered one by one.</summary>
    public int Size => Running.Length + Plans.Length + Tags.Length + Applications.Length + Traffic.Length;

    private ImmutableArray<RunningInterval> AllRunning(Instant asOf) =>
        RunsSince is { } since && since < asOf ? Running.Add(new(since, asOf)) : Running;

    /// <summary>The same without what only months before <paramref name="month"/> needed: no more than that month's intervals and changes.</summary>
    public Usage From(BillingMonth month) => !Has(month.Start) ? this : this with
    {
        Running = Running.RemoveAll(ran => ran.End <= month.Start),
        Plans = Plans.RemoveRange(0, Math.Max(0, Plans.Count(span => span.From <= month.Start) - 1)),
        Tags = Tags.RemoveRange(0, Math.Max(0, Tags.Count(span => ClockHour.Of(span.From) <= month.Start) - 1)),
        Applications = Applications.RemoveAll(use => use.RemovedAt <= month.Start),
        Traffic = Traffic.RemoveAll(day => day.Day < month.Start),
    };

    /// <summary>Whether it remembers anything that ended by then: nearly always not, and then nothing is copied.</summary>
    private bool Has(Instant ended) =>
        (Running is [var ran, ..] && ran.End <= ended)
        || (Plans is [_, var plan, ..] && plan.From <= ended)
        || (Tags is [_, var tags, ..] && ClockHour.Of(tags.From) <= ended)
        || (!Applications.IsEmpty && Applications.Any(use => use.RemovedAt <= ended))
        || (!Traffic.IsEmpty && Traffic.Any(day => day.Day < ended));
}
