using DeskFleet.Core.Billing;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Rules.Tests.Kit;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>The second machine beside the running mode, cell by cell.</summary>
public sealed class BillingPlanTests
{
    private static readonly Instant Begun = Script.At("03-01 00:00");
    private static readonly Instant MayFirst = Script.At("05-01 00:00");

    private static readonly BillingPlan Hourly = new(PricePlan.Hourly, Begun, null);
    private static readonly BillingPlan Monthly = new(PricePlan.Monthly, Begun, null);
    private static readonly BillingPlan Waiting = Monthly with { Pending = new(PricePlan.Hourly, MayFirst) };

    [Theory]
    [InlineData(RunningMode.AlwaysOn, PricePlan.Monthly)]
    [InlineData(RunningMode.AutoStop, PricePlan.Hourly)]
    [Trait("RulePart", "RUN-01")]
    public void Begin_EachMode_HasItsPlan(RunningMode mode, PricePlan plan) => Assert.Equal(new BillingPlan(plan, Begun, null), BillingPlan.Begin(mode, Begun));

    /// <summary>Every state and every mode: what is decided, and where it leads.</summary>
    [Fact]
    [Trait("Rule", "BIL-12")]
    [Trait("Rule", "BIL-14")]
    public void Decide_EveryCell_IsAsTabulated()
    {
        var now = Script.At("04-10 12:00");
        (BillingPlan From, RunningMode Mode, BillingPlan To)[] table =
        [
            (Hourly, RunningMode.AutoStop, Hourly),
            (Hourly, RunningMode.AlwaysOn, new(PricePlan.Monthly, now, null)),
            (Monthly, RunningMode.AlwaysOn, Monthly),
            (Monthly, RunningMode.AutoStop, Waiting),
            (Waiting, RunningMode.AutoStop, Waiting),
            (Waiting, RunningMode.AlwaysOn, Monthly),
        ];

        Assert.All(table, cell =>
        {
            var decided = cell.From.Decide(cell.Mode, now);
            var reached = decided is null ? cell.From : cell.From.Evolve(decided);
            Assert.Equal(cell.To, reached);
            Assert.Equal(cell.From == cell.To, decided is null);
            Assert.Null(reached.Decide(cell.Mode, now)); // asking twice is asking once
        });
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [Trait("Rule", "BIL-14")]
    public void Due_AroundTheMonthsEnd_IsReachedAtTheInstantItself(int ticks, bool isDue)
    {
        var due = Waiting.Due(MayFirst.PlusTicks(ticks));

        Assert.Equal(isDue ? MayFirst : null, (due as PlanChanged)?.EffectiveAt);
        Assert.Null(Hourly.Due(MayFirst.PlusTicks(ticks)));
        Assert.Null(Monthly.Due(MayFirst.PlusTicks(ticks)));
    }

    /// <summary>The first instant of a month belongs to it, so that month is paid already.</summary>
    [Theory]
    [InlineData(-1, "05-01 00:00")]
    [InlineData(0, "06-01 00:00")]
    [InlineData(1, "06-01 00:00")]
    [Trait("Rule", "BIL-14")]
    public void Decide_AutoStopAskedAroundTheMonthsEnd_WaitsForTheEndOfTheMonthItIsIn(int ticks, string effective)
    {
        var awaited = Assert.IsType<PlanAwaited>(Monthly.Decide(RunningMode.AutoStop, MayFirst.PlusTicks(ticks)));

        Assert.Equal(Script.At(effective), awaited.EffectiveAt);
    }

    /// <summary>Mode and plan change at different instants (RUN-13, RUN-14).</summary>
    [Fact]
    [Trait("Rule", "RUN-14")]
    [Trait("Rule", "INT-05")]
    public void Usage_SwitchedToAutoStop_StopsAtOnceAndPaysByTheHourFromTheNextMonth()
    {
        var desktop = Script.Play("Standard AlwaysOn", Script.Older, "04-10 00:00 AutoStop");
        var april = desktop.UsageAt(Script.At("04-30 23:59")).Usage;

        Assert.Equal(Lifecycle.Stopped, desktop.State.Lifecycle);
        Assert.Equal((RunningMode.AutoStop, PricePlan.Monthly), (april.Mode, april.Plan!.Current));
        Assert.Equal(new PendingPlan(PricePlan.Hourly, MayFirst), april.Plan.Pending);
        Assert.Equal(PricePlan.Hourly, UsageFold.AsOf(april, MayFirst).Plan!.Current);
    }

    [Fact]
    [Trait("Rule", "RUN-13")]
    [Trait("Rule", "BIL-12")]
    public void Usage_SwitchedToAlwaysOnWhileCountingDown_StaysUpAndItsIntervalIsClosedAtTheSwitch()
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, "04-04 09:00 connect; 04-04 09:20 disconnect; 04-04 10:10 AlwaysOn");
        var bill = desktop.Bill(4);

        Assert.Equal(Lifecycle.Available, desktop.State.Lifecycle);
        Assert.Equal(2, bill.Hours); // 09:00-10:10
        Assert.Equal("41.85", bill.Total.ToString()); // 9.75 + 0.60 + 35.00 x 27/30
    }

    /// <summary>Never refunded, never charged twice: back and forth within one month (interaction 6).</summary>
    [Fact]
    [Trait("Rule", "BIL-14")]
    public void Bill_SwitchedTwiceBackAndForth_ChargesTheMonthOnce()
    {
        var bill = Script.Play("Standard AutoStop", Script.Older, "04-16 00:00 AlwaysOn; 04-18 00:00 AutoStop; 04-20 00:00 AlwaysOn; 04-22 00:00 AutoStop").Bill(4);

        Assert.Equal(("9.75", "17.50"), (bill.TotalOf(ChargeKind.AutoStopBase).ToString(), bill.TotalOf(ChargeKind.AlwaysOnMonth).ToString()));
    }
}
