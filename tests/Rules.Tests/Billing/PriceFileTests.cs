using DeskFleet.Core.Billing;
using DeskFleet.Grains.Billing;
using DeskFleet.Rules.Tests.Kit;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>Prices as configuration (BIL-22): what is written is read, and what is wrong with a file is said.</summary>
public sealed class PriceFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        BillingTerms terms = new(
            new([.. WorkedBills.Prices.Lists, WorkedBills.Prices.Lists[0] with { EffectiveFrom = new(2018, 1, 1), Region = "eu-west-1" }]),
            new() { HourRounding = HourRounding.PerClockHour, Proration = ProrationUnit.Hour, ApplicationPlan = ApplicationPlan.Standard });

        PriceFile.Write(_path, terms);

        var read = PriceFile.Read(_path);
        Assert.Equal((terms.Prices.Lists.AsEnumerable(), terms.Options), (read.Prices.Lists, read.Options), (was, isNow) => was.Item1.SequenceEqual(isNow.Item1) && was.Item2 == isNow.Item2);
    }

    /// <summary>A name that is mistyped is not passed over, and a price that is left out is not 0.</summary>
    [Theory]
    [InlineData("\"plusMonth\"", "\"plusMonths\"", "plusMonths")]
    [InlineData("\"plusMonth\": 15.00,", "", "plusMonth")]
    [InlineData("\"autoStopHour\": 0.30", "\"autoStopHours\": 0.30", "autoStopHours")]
    [InlineData("\"plusMonth\": 15.00", "\"plusMonth\": -1", "a price below 0")]
    [InlineData("\"egressGigabyte\": 0.09", "\"egressGigabyte\": -0.09", "a price below 0")]
    [InlineData("\"cad\": 12.00", "\"cad\": -12.00", "a price below 0")]
    [InlineData("\"Day\"", "\"Week\"", "no price book")]
    [InlineData("{", "", "no price book")]
    public void Read_OneThingWrong_IsSaidWithTheFile(string right, string wrong, string said)
    {
        PriceFile.Write(_path, new(WorkedBills.Prices, BillingOptions.Default));
        var text = File.ReadAllText(_path);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(_path, text.Replace(right, wrong, StringComparison.Ordinal));

        var fault = Assert.Throws<InvalidDataException>(() => PriceFile.Read(_path));

        Assert.Contains(_path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);
}
