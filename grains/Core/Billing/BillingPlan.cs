using DeskFleet.Core.WorkSpaces;
using NodaTime;
using Orleans;

namespace DeskFleet.Core.Billing;

/// <summary>How a desktop is charged.</summary>
public enum PricePlan
{
    /// <summary>A small fixed fee and started hours (BIL-05).</summary>
    Hourly,

    /// <summary>One fee, unlimited hours (BIL-11).</summary>
    Monthly,
}

/// <summary>Something that happened to the plan, with the instant from which it counts.</summary>
public abstract record PlanEvent;

/// <summary>Another plan is in force.</summary>
public sealed record PlanChanged(PricePlan To, Instant EffectiveAt, string Reason) : PlanEvent;

/// <summary>Hourly pricing is asked for and waits for the month to end, which is paid (BIL-14).</summary>
public sealed record PlanAwaited(PricePlan To, Instant EffectiveAt, string Reason) : PlanEvent;

/// <summary>Back to monthly before the month was over: as if nothing had been asked (BIL-14).</summary>
public sealed record PlanKept(string Reason) : PlanEvent;

/// <summary>A plan that waits, shown as <c>PendingBillingPlan</c> (RUN-14).</summary>
[GenerateSerializer, Immutable, Alias("deskfleet.pending-plan")]
public sealed record PendingPlan(PricePlan Plan, Instant EffectiveAt);

/// <summary>
/// The second machine beside the running mode: the mode changes at once, the plan only when the month allows it (RUN-13, RUN-14).
/// Three states: hourly, monthly, and monthly with hourly to come. All functions are total.
/// </summary>
/// <param name="Current">The plan in force.</param>
/// <param name="Since">Since when; the instant itself counts to this plan.</param>
/// <param name="Pending">The plan to come; only ever hourly after monthly.</param>
[GenerateSerializer, Immutable, Alias("deskfleet.billing-plan")]
public sealed record BillingPlan(PricePlan Current, Instant Since, PendingPlan? Pending)
{
    /// <summary>Charging begins when the desktop is AVAILABLE for the first time, on the plan of its mode (RUN-01, BIL-15).</summary>
    public static BillingPlan Begin(RunningMode mode, Instant firstAvailableAt) => new(Of(mode), firstAvailableAt, null);

    /// <summary>The plan that belongs to a mode (RUN-01).</summary>
    public static PricePlan Of(RunningMode mode) => mode == RunningMode.AlwaysOn ? PricePlan.Monthly : PricePlan.Hourly;

    /// <summary>What a change of the mode means for the plan; null: nothing. Apply <see cref="Due"/> first.</summary>
    public PlanEvent? Decide(RunningMode mode, Instant now) => (Current, Pending, Of(mode)) switch
    {
        (PricePlan.Hourly, _, PricePlan.Monthly) => new PlanChanged(PricePlan.Monthly, now, "switched to AlwaysOn"),
        (PricePlan.Monthly, null, PricePlan.Hourly) =>
            new PlanAwaited(PricePlan.Hourly, BillingMonth.Of(now).End, "switched to AutoStop; this month is paid"),
        (PricePlan.Monthly, not null, PricePlan.Monthly) => new PlanKept("switched back to AlwaysOn before the month ended"),
        _ => null,
    };

    /// <summary>What a month's end brings about, at or after it; null: nothing.</summary>
    public PlanEvent? Due(Instant now) => Pending is { } pending && pending.EffectiveAt <= now
        ? new PlanChanged(pending.Plan, pending.EffectiveAt, "the paid month is over")
        : null;

    public BillingPlan Evolve(PlanEvent happened) => happened switch
    {
        PlanChanged e => new(e.To, e.EffectiveAt, null),
        PlanAwaited e => this with { Pending = new(e.To, e.EffectiveAt) },
        PlanKept => this with { Pending = null },
        _ => this,
    };
}
