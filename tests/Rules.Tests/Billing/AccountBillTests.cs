using System.Collections.Immutable;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Kernel;
using DeskFleet.Rules.Tests.Kit;
using DeskFleet.Simulator.Bills;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>What an account pays beside its desktops: packages, and the whole of X-02.</summary>
public sealed class AccountBillTests
{
    private static readonly BillingTerms StandardPlan = new(WorkedBills.Prices, new() { ApplicationPlan = ApplicationPlan.Standard });

    /// <summary>100 GB are free at any moment; a month's charge is the mean of what is beyond them.</summary>
    [Theory]
    [InlineData("02-01 00:00 130", 4, "0.69")]
    [InlineData("02-01 00:00 100", 4, "0.00")]
    [InlineData("04-16 00:00 130", 4, "0.35")]
    [InlineData("04-16 00:00 130", 3, "0.00")]
    [InlineData("02-01 00:00 130; 04-16 00:00 70", 4, "0.35")]
    [InlineData("02-01 00:00 130; 04-16 00:00 70", 5, "0.00")]
    [InlineData("02-01 00:00 130; 04-16 00:00 160", 4, "1.04")]
    [Trait("Rule", "WAM-14")]
    public void Bill_Packages_OnlyWhatIsBeyondTheFreeOnes(string stored, int month, string expected)
    {
        Assert.Equal(expected, new Biller(StandardPlan).Bill(Script.Month(month), BilledFleet.Account, Spans(stored), Script.Month(month).End).Total.ToString());
    }

    /// <summary>The line's date, for April.</summary>
    [Theory]
    [InlineData("02-01 00:00 130", "04-01 00:00")]
    [InlineData("02-01 00:00 70; 04-16 00:00 130; 04-20 00:00 140", "04-16 00:00")]
    [InlineData("02-01 00:00 100", null)]
    [InlineData("02-01 00:00 130; 04-01 00:00 70", null)]
    [InlineData("02-01 00:00 70; 05-01 00:00 130", null)]
    [Trait("RulePart", "WAM-14")]
    public void ChargedFrom_Packages_IsWhenTheyFirstAreBeyondTheFreeOnes(string stored, string? from) =>
        Assert.Equal(from is null ? (Instant?)null : Script.At(from), PackageStorage.ChargedFrom(Spans(stored), Script.Month(4)));

    /// <summary>What was stored as the month began is needed still, what was stored before that is not.</summary>
    [Theory]
    [InlineData("02-01 00:00 100; 03-01 00:00 130; 04-16 00:00 140", 2)]
    [InlineData("02-01 00:00 100; 04-01 00:00 130", 1)]
    [InlineData("04-16 00:00 130", 1)]
    [Trait("RulePart", "WAM-14")]
    public void From_Packages_KeepsWhatTheMonthNeeds(string stored, int kept) =>
        Assert.Equal(Spans(stored).TakeLast(kept), PackageStorage.From(Spans(stored), Script.Month(4)));

    /// <summary>X-02, end to end: three users with an application, one without, and 130 GB of packages.</summary>
    [Theory]
    [InlineData(EngineKind.Grains)]
    [InlineData(EngineKind.Core)]
    [Trait("Rule", "WAM-14")]
    [Trait("Rule", "WAM-16")]
    public async Task Fleet_X02FourUsers_PaysForThreeAndForThirtyGigabytes(EngineKind engine)
    {
        var fleet = new BilledFleet { Terms = StandardPlan };
        foreach (var (user, story) in new[] { ("ann", "assign crm"), ("bob", "assign crm"), ("cem", "assign mail"), ("dan", "") })
            fleet.Play(fleet.Launch("Standard AutoStop", Script.At(Script.Older), user), user, story.Length == 0 ? "" : $"03-01 00:00 {story}");
        fleet.Send(Script.At("03-01 00:00"), Entity.Of(BilledFleet.Account), new MeterPackages(130));
        fleet.RequestStatement(Script.Month(4).End, "account", client => client.Statement(BilledFleet.Account, Script.Month(4)));

        await fleet.Run(engine, Script.At("05-02 00:00"));

        var bill = new RunBill(fleet.Book, StandardPlan, Script.At("05-02 00:00")).Of(Script.Month(4));
        Assert.Equal(("15.00", 3), (bill.TotalOf(ChargeKind.ApplicationUserMonth).ToString(), bill.Lines.Count(line => line.Kind == ChargeKind.ApplicationUserMonth)));
        Assert.Equal(("0.69", "54.69"), (bill.TotalOf(ChargeKind.PackageStorage).ToString(), bill.Total.ToString()));
        if (engine == EngineKind.Grains)
            Assert.Equal("0.69", fleet.Statements["account"].Total.ToString());
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(130, 1)]
    [Trait("RulePart", "WAM-14")]
    public void MeterPackages_SameOrNegative_ChangesNothing(long gigabytes, int events)
    {
        var state = Account.Initial("acme/us-east-1");

        var decision = Account.Decide(state, new MeterPackages(gigabytes), Answers.None, Script.At("04-01 00:00"));

        Assert.Equal((gigabytes < 0, events), (decision.Reply is Refused { Code: RefusalCode.InvalidParameter }, decision.Events.Length));
    }

    private static ImmutableArray<PackageSpan> Spans(string stored) => [.. Levels(stored).Select(level => new PackageSpan(level.Gigabytes, Script.At(level.At)))];

    private static IEnumerable<(string At, long Gigabytes)> Levels(string stored) =>
        from level in stored.Split(';', StringSplitOptions.TrimEntries)
        select (level[..11], long.Parse(level[12..], System.Globalization.CultureInfo.InvariantCulture));
}
