using CsCheck;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using DeskFleet.Rules.Tests.Kit;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

public sealed class CostAllocationTests
{
    private static readonly Biller Default = new(DefaultPrices.Book, BillingOptions.Default);

    [Fact]
    [Trait("Rule", "TAG-03")]
    [Trait("Rule", "TAG-04")]
    public void ByTag_X07_AddsUpToTheTotal()
    {
        var fin = Script.Play("Standard AlwaysOn", Script.Older, "", user: "ann");
        var it = Script.Play("Standard AutoStop", Script.Older, "04-04 09:00 connect; 04-04 09:20 disconnect", user: "bob");
        var untagged = Script.Play("Standard AutoStop", Script.Older, "", user: "cem");
        fin.Tag(Script.At(Script.Older), ("dept", "fin"));
        it.Tag(Script.At(Script.Older), ("dept", "it"), ("owner", "bob"));

        Assert.Equal("=9.75 fin=35.00 it=10.35 sum=55.10", Allocate(4, "dept", fin, it, untagged));
    }

    /// <summary>As many tags as there may be, and not a line more than without them.</summary>
    [Fact]
    [Trait("Rule", "TAG-04")]
    public void Bill_FiftyTags_HasTheLinesOfNone()
    {
        const string Story = "04-04 09:00 connect; 04-04 09:20 disconnect";
        var (tagged, plain) = (Script.Play("Standard AutoStop", Script.Older, Story, user: "ann"), Script.Play("Standard AutoStop", Script.Older, Story, user: "ann"));
        tagged.Tag(Script.At(Script.Older), [.. Enumerable.Range(0, 50).Select(i => ($"key{i}", "v"))]);

        Assert.Equal(plain.Bill(4).Lines.Select(line => (line.Kind, line.Count, line.Amount)), tagged.Bill(4).Lines.Select(line => (line.Kind, line.Count, line.Amount)));
        Assert.Equal(("10.35", 50), (tagged.Bill(4).Total.ToString(), tagged.State.Tags.Values.Count));
    }

    /// <summary>X-07 once more, by commands: the desktops of a fleet are tagged, and the log tells the bill.</summary>
    [Theory]
    [InlineData(EngineKind.Grains)]
    [InlineData(EngineKind.Core)]
    [Trait("Rule", "TAG-03")]
    public async Task ByTag_X07OfAFleet_AddsUpToTheTotal(EngineKind engine)
    {
        var (fleet, older) = (new BilledFleet(), Script.At(Script.Older));
        var fin = fleet.Launch("Standard AlwaysOn", older, "ann");
        var it = fleet.Launch("Standard AutoStop", older, "bob");
        var untagged = fleet.Launch("Standard AutoStop", older, "cem");
        fleet.Play(it, "bob", "04-04 09:00 connect; 04-04 09:20 disconnect");
        foreach (var (desk, value) in new[] { (fin, "fin"), (it, "it") })
            fleet.Send(Script.At("02-01 01:00"), Entity.Of(desk), new CreateTags(OperationId.At(older, value), [new("dept", value)]));

        await fleet.Run(engine, Script.At("05-02 00:00"));

        var bill = fleet.Bill(4, fin, it, untagged);
        var parts = CostAllocation.ByTag(bill, [.. fleet.UsageOf(fin, it, untagged)], "dept");
        Assert.Equal("=9.75 fin=35.00 it=10.35", string.Join(' ', parts.Select(part => $"{part.Key}={part.Value}")));
        Assert.Equal("55.10", bill.Total.ToString());
    }

    /// <summary>From the clock hour in which they are given, and not backwards. The hours begin at 10:30 and 11:30.</summary>
    [Theory]
    [InlineData("04-04 10:29", "0.60")]
    [InlineData("04-04 10:59", "0.60")]
    [InlineData("04-04 11:00", "0.30")]
    [InlineData("04-04 11:59", "0.30")]
    [InlineData("04-04 12:00", "0.00")]
    [Trait("Rule", "TAG-03")]
    public void ByTag_TagGivenDuringUse_AppliesFromItsHour(string at, string hours)
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, "04-04 10:30 run 2");
        desktop.Tag(Script.At(at), ("k", "a"));
        var usage = desktop.UsageAt(Script.Month(4).End);
        var bill = Default.Bill(Script.Month(4), [usage], Script.Month(4).End);

        var ofHours = bill with { Lines = bill.Lines.RemoveAll(line => line.Kind != ChargeKind.Hours) };

        Assert.Equal(hours, CostAllocation.ByTag(ofHours, [usage], "k").GetValueOrDefault("a").ToString());
    }

    [Fact]
    [Trait("Rule", "TAG-03")]
    public void ByTag_ChangedHalfwayThroughTheMonth_SharesTheFeeByTime()
    {
        var desktop = Script.Play("Standard AlwaysOn", Script.Older, "");
        desktop.Tag(Script.At("03-10 00:00"), ("dept", "fin"));
        desktop.Tag(Script.At("04-11 00:00"), ("dept", "it"));

        Assert.Equal("fin=11.67 it=23.33 sum=35.00", Allocate(4, "dept", desktop));
    }

    [Fact]
    [Trait("Rule", "TAG-03")]
    public void ByTag_AnyChanges_LosesNoCent() =>
        Gen.Select(Gen.Int[0, 720 * 60], Gen.Int[0, 4]).Array[0, 12].Sample(changes =>
        {
            var desktop = Script.Play("Standard AutoStop, plus", "04-03 07:13", "04-05 09:10 run 30; 04-15 00:00 AlwaysOn");
            foreach (var (minute, value) in changes.OrderBy(change => change.Item1))
                desktop.Tag(Script.At("04-01 00:00") + Duration.FromMinutes(minute), ("k", value == 0 ? "" : $"v{value}"));
            var usage = desktop.UsageAt(Script.Month(4).End);
            var bill = Default.Bill(Script.Month(4), [usage], Script.Month(4).End);
            var parts = CostAllocation.ByTag(bill, [usage], "k");

            Assert.Equal(bill.Total, Money.Sum(parts.Values));
            Assert.All(parts.Values, part => Assert.Equal(part.Rounded, part));
        }, iter: 200);

    private static string Allocate(int month, string key, params OneDesktop[] desktops)
    {
        var usages = desktops.Select(desktop => desktop.UsageAt(Script.Month(month).End)).ToList();
        var bill = Default.Bill(Script.Month(month), usages, Script.Month(month).End);
        var parts = CostAllocation.ByTag(bill, usages, key);
        Assert.Equal(bill.Total, Money.Sum(parts.Values));
        return string.Join(' ', parts.Select(part => $"{part.Key}={part.Value}").Append($"sum={bill.Total}"));
    }
}
