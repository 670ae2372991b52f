using DeskFleet.Core.Applications;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Kernel;
using DeskFleet.Rules.Tests.Kit;
using NodaTime;

namespace DeskFleet.Rules.Tests.Applications;

/// <summary>Who may be given an application, and start it; what it costs is in the worked bills.</summary>
public sealed class ApplicationTests
{
    private const string Connected = "04-04 09:00 assign crm; 04-04 09:00 connect";

    /// <summary>Per user and application, whatever becomes of it.</summary>
    [Fact]
    [Trait("Rule", "WAM-07")]
    public void Launch_SeveralTimes_IsCountedForEachApplication()
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, $"{Connected}; 04-04 09:05 assign mail; 04-04 09:10 open crm; 04-04 09:20 open mail; 04-04 09:30 open crm; 04-04 09:40 remove crm");

        var uses = desktop.UsageAt(Script.At("04-05 00:00")).Usage.Applications;

        Assert.Equal([("crm", 2L), ("mail", 1L)], uses.Select(use => (use.Application.Value, use.Launches)));
        Assert.Equal((Script.At("04-04 09:10"), Script.At("04-04 09:40")), (uses[0].FirstLaunchedAt, uses[0].RemovedAt));
    }

    [Theory]
    [InlineData("04-04 09:00 assign crm; 04-04 09:10 open crm", RefusalCode.InvalidState)]
    [InlineData("04-04 09:00 connect; 04-04 09:10 open crm", RefusalCode.ResourceNotFound)]
    [InlineData(Connected + "; 04-04 09:05 remove crm; 04-04 09:05 open crm", RefusalCode.ResourceNotFound)]
    [InlineData(Connected + "; 04-04 09:05 terminate; 04-04 09:05 open crm", RefusalCode.ResourceNotFound)]
    [Trait("Rule", "MKT-06")]
    public void Launch_WithoutSessionOrAssignment_IsRefusedAndChangesNothing(string story, RefusalCode code)
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, story);

        Assert.Equal(code, Assert.IsType<Refused>(desktop.LastReply).Code);
        Assert.DoesNotContain(desktop.Log, line => line.Event is ApplicationLaunched);
    }

    [Theory]
    [InlineData(49, false)]
    [InlineData(50, true)]
    [Trait("Rule", "WAM-15")]
    public void Assign_FiftyFirst_IsRefused(int held, bool refused)
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, "");
        for (var i = 0; i < held; i++)
            desktop.Send(Script.CommandOf(Script.At("04-04 09:00"), ["assign", $"app{i}"]), Script.At("04-04 09:00"));

        desktop.Send(Script.CommandOf(Script.At("04-04 10:00"), ["assign", "more"]), Script.At("04-04 10:00"));

        Assert.Equal(refused, desktop.LastReply is Refused { Code: RefusalCode.LimitExceeded });
        Assert.Equal(50, desktop.State.Usage.Applications.Length);
    }

    /// <summary>Refused, or done already: either way nothing happens.</summary>
    [Theory]
    [InlineData("04-04 09:00 assign crm; 04-04 09:01 assign crm", null)]
    [InlineData("04-04 09:00 assign crm; 04-04 09:01 subscribe crm", RefusalCode.InvalidParameter)]
    [InlineData("04-04 09:00 assign crm; 04-04 09:01 remove mail", null)]
    [InlineData("04-04 09:00 terminate; 04-04 09:01 assign crm", RefusalCode.ResourceNotFound)]
    [InlineData("04-04 09:00 terminate; 04-04 09:01 send 1", RefusalCode.ResourceNotFound)]
    [InlineData("04-04 09:00 assign crm; 04-04 09:01 send 0", null)]
    [InlineData("04-04 09:00 assign crm; 04-04 09:01 send -1", RefusalCode.InvalidParameter)]
    public void Tell_NothingToDoOrNotPossible_IsNoEvent(string story, RefusalCode? code)
    {
        var before = Script.Play("Standard AutoStop", Script.Older, story[..story.IndexOf(';', StringComparison.Ordinal)]);
        var after = Script.Play("Standard AutoStop", Script.Older, story);

        Assert.Equal(code, (after.LastReply as Refused)?.Code);
        Assert.Equal(before.Log.Count, after.Log.Count);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(128, false)]
    [InlineData(129, true)]
    public void Assign_NameOfAnyLength_IsHeldWithinBounds(int length, bool refused)
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, "");

        desktop.Send(new AssignApplication(Core.Identity.OperationId.At(Script.At("04-04 09:00"), "x"), new(new string('a', length)), ApplicationSource.Package), Script.At("04-04 09:00"));

        Assert.Equal(refused, desktop.LastReply is Refused { Code: RefusalCode.InvalidParameter });
    }

    /// <summary>A fee is due when the month begins or, if that is later, when the first application is held; so is its price.</summary>
    [Theory]
    [InlineData("03-10 09:00 assign crm", "04-01", "7.00")]
    [InlineData("03-10 09:00 assign crm; 04-20 09:00 assign mail", "04-15", "5.00")]
    [InlineData("04-20 09:00 assign crm", "04-15", "7.00")]
    [Trait("RulePart", "WAM-16")]
    [Trait("RulePart", "BIL-22")]
    public void Bill_PriceChanges_TheFeeHasThePriceOfTheDayItIsDue(string story, string changed, string expected)
    {
        var day = Script.At(changed + " 00:00").InUtc().Date;
        var prices = new PriceBook([.. DefaultPrices.Book.Lists, .. DefaultPrices.Book.Lists.Select(list => list with { EffectiveFrom = day, ApplicationUserMonth = new(7) })]);

        var bill = Script.Play("Standard AutoStop", Script.Older, story).Bill(4, new() { ApplicationPlan = ApplicationPlan.Standard }, prices);

        Assert.Equal(expected, bill.TotalOf(ChargeKind.ApplicationUserMonth).ToString());
    }

    /// <summary>Given again on a later day, a subscription still counts from its first start in the month.</summary>
    [Fact]
    [Trait("RulePart", "MKT-05")]
    public void Bill_SubscribedAgainDaysLater_IsChargedFromTheFirstStart()
    {
        var desktop = Script.Play(
            "Standard AlwaysOn",
            Script.Older,
            "04-21 00:00 connect; 04-21 00:00 subscribe cad; 04-21 00:05 open cad; 04-22 00:00 remove cad; 04-25 00:00 subscribe cad; 04-26 00:00 open cad");

        Assert.Equal("4.00", desktop.Bill(4, prices: WorkedBills.Prices).TotalOf(ChargeKind.MarketplaceMonth).ToString());
    }

    /// <summary>The record does not grow with what is long over: of traffic and applications it keeps this month and the one before.</summary>
    [Fact]
    public void Usage_OfManyMonths_KeepsTheLastTwo()
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, string.Join("; ", Enumerable.Range(2, 8).Select(month => $"0{month}-10 09:00 assign crm; 0{month}-10 10:00 remove crm; 0{month}-11 09:00 send 1")));

        Assert.Equal([Script.At("08-11 00:00"), Script.At("09-11 00:00")], desktop.State.Usage.Traffic.Select(day => day.Day));
        Assert.Equal(2, desktop.State.Usage.Applications.Length);
        Assert.Equal(Duration.Zero, desktop.State.Usage.RanIn(Script.At("04-01 00:00"), Script.At("05-01 00:00")));
    }
}
