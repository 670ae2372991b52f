using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Rules.Tests.Kit;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

public sealed class PriceBookTests
{
    private static readonly PriceList First = DefaultPrices.Book.Lists[0];

    [Theory]
    [InlineData("Value", "25.00", "7.25", "0.22")]
    [InlineData("Standard", "35.00", "9.75", "0.30")]
    [InlineData("Performance", "60.00", "13.00", "0.57")]
    [InlineData("Graphics", null, "22.00", "1.75")]
    [Trait("RulePart", "BIL-04")]
    public void For_EveryBundleAndRegion_HasAnHourlyPrice(string bundle, string? month, string fixedFee, string hour)
    {
        foreach (var region in (string[])["us-east-1", "eu-central-1", "ap-northeast-1"])
        {
            var prices = DefaultPrices.Book.For(Script.Hardware(bundle), region, Script.At("04-01 00:00"));
            Assert.Equal((month, fixedFee, hour), (prices.AlwaysOnMonth?.ToString(), prices.AutoStopMonth.ToString(), prices.AutoStopHour.ToString()));
        }
    }

    [Fact]
    [Trait("Rule", "BYO-17")]
    public void For_OwnLicence_TakesFourOffTheMonthAndLessAnHourButNotOffTheFixedFee()
    {
        var own = DefaultPrices.Book.For(Script.Hardware("Standard") with { BringsOwnLicence = true }, "us-east-1", Script.At("04-01 00:00"));

        Assert.Equal(("31.00", "9.75", "0.26"), (own.AlwaysOnMonth.ToString(), own.AutoStopMonth.ToString(), own.AutoStopHour.ToString()));
    }

    [Theory]
    [InlineData("04-14 23:59", "us-east-1", "0.30")]
    [InlineData("04-15 00:00", "us-east-1", "0.40")]
    [InlineData("04-15 00:00", "eu-west-1", "0.50")]
    [InlineData("04-01 00:00", "eu-west-1", "0.30")]
    [InlineData("05-15 00:00", "eu-west-1", "0.50")]
    public void For_VersionsAndRegions_TheRegionsOwnNewestIsInForce(string at, string region, string hour) =>
        Assert.Equal(hour, Versions.For(Script.Hardware("Standard"), region, Script.At(at)).AutoStopHour.ToString());

    [Fact]
    public void Bill_PriceChangesWithinTheMonth_HoursAreChargedAtThePriceOfTheirBeginning()
    {
        var bill = Script.Play("Standard AutoStop", Script.Older, "04-14 22:30 run 4").Bill(4, prices: Versions);

        Assert.Equal([("0.30", 2L), ("0.40", 2L)], bill.Lines.Where(line => line.Kind == ChargeKind.Hours).Select(line => (line.UnitPrice.ToString()!, line.Count)));
        Assert.Equal("11.15", bill.Total.ToString());
    }

    [Fact]
    public void For_BeforeTheFirstVersion_HasNoPriceRatherThanZero() =>
        Assert.Equal(DesktopPrices.None, DefaultPrices.Book.For(Bundle.Defaults[0], "us-east-1", Instant.FromUtc(2016, 12, 31, 23, 59)));

    [Fact]
    public void Faults_DefaultBook_None() => Assert.Empty(DefaultPrices.Book.Faults());

    [Fact]
    public void Faults_OneThingBroken_IsNamed()
    {
        PriceBook[] broken =
        [
            new([]),
            new([First, First]),
            new([First with { PlusMonth = new(-1) }]),
            new([First with { ByolHourOff = new(0.23m) }]),
            new([First with { ByolMonthOff = new(25.01m) }]),
        ];

        Assert.All(broken, book => Assert.Single(book.Faults()));
    }

    private static PriceBook Versions => new(
    [
        First,
        WithHour(0.40m) with { EffectiveFrom = new LocalDate(2017, 4, 15) },
        WithHour(0.50m) with { EffectiveFrom = new LocalDate(2017, 4, 10), Region = "eu-west-1" },
    ]);

    private static PriceList WithHour(decimal usd) =>
        First with { Hardware = First.Hardware.SetItem("Standard", First.Hardware["Standard"] with { AutoStopHour = new(usd) }) };
}
