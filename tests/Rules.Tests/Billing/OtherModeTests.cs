using DeskFleet.Core.Billing;
using DeskFleet.Rules.Tests.Kit;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>What the same sessions cost in the other mode must be what that mode really bills for them.</summary>
public sealed class OtherModeTests
{
    private static readonly Biller Default = new(BillingTerms.Default);

    [Theory]
    [InlineData("04-04 09:00-09:20", 2)]
    [InlineData("04-04 09:00-12:00; 04-04 12:45-13:30", 6)]
    [InlineData("04-04 09:00-12:00; 04-04 13:00-13:30", 6)]
    [InlineData("04-04 09:00-12:00; 04-04 13:01-13:30", 6)]
    [InlineData("04-30 22:30-23:10", 2)]
    public void AsAutoStop_SameSessions_BillsAsADesktopThatWasAutoStop(string sessions, int hours)
    {
        var story = string.Join("; ", Sittings(sessions).Select(s => $"{s.Day} {s.From} connect; {s.Day} {s.To} disconnect"));
        var (really, alwaysOn) = (Script.Play("Standard AutoStop", Script.Older, story).Bill(4), Script.Play("Standard AlwaysOn", Script.Older, story));
        var ran = Sittings(sessions).Select(s => new RunningInterval(Script.At($"{s.Day} {s.From}"), Script.At($"{s.Day} {s.To}")));
        var asOf = Script.Month(4).End;

        var other = Default.Bill(Script.Month(4), [With(alwaysOn.UsageAt(asOf), usage => OtherMode.AsAutoStop(usage, ran, Duration.FromHours(1), asOf))], asOf);

        Assert.Equal((hours, really.Total), ((int)other.Hours, other.Total));
    }

    [Fact]
    public void AsAlwaysOn_FirstMonth_BillsAsADesktopThatWasAlwaysOn()
    {
        var asOf = Script.Month(4).End;
        var autoStop = Script.Play("Standard AutoStop, plus", "04-16 00:00", "04-20 09:00 run 30").UsageAt(asOf);

        Assert.Equal(Script.Play("Standard AlwaysOn, plus", "04-16 00:00", "").Bill(4).Total, Default.Bill(Script.Month(4), [With(autoStop, OtherMode.AsAlwaysOn)], asOf).Total);
    }

    [Fact]
    public void AsAutoStop_TerminatedDuringTheCountdown_EndsThere()
    {
        var asOf = Script.Month(4).End;
        var desktop = Script.Play("Standard AlwaysOn", Script.Older, "04-04 09:00 connect; 04-04 09:20 disconnect; 04-04 09:40 terminate").UsageAt(asOf);

        var other = With(desktop, usage => OtherMode.AsAutoStop(usage, [new(Script.At("04-04 09:00"), Script.At("04-04 09:20"))], Duration.FromHours(1), asOf));

        Assert.Equal(1, Default.Bill(Script.Month(4), [other], asOf).Hours);
    }

    /// <summary>A desktop that ran first before it was charged owes nothing for that run, but for what of it lies in charged time.</summary>
    [Theory]
    [InlineData("04-04 00:00", 0)]
    [InlineData("04-04 07:59", 0)]
    [InlineData("04-04 08:30", 1)]
    public void AsAutoStop_RanFirstBeforeItWasCharged_BillsFromThenOn(string ranFirst, int hours)
    {
        var asOf = Script.Month(4).End;
        var desktop = Script.Play("Standard AlwaysOn", "04-04 09:00", "").UsageAt(asOf);

        var other = With(desktop, usage => OtherMode.AsAutoStop(usage, [], Duration.FromHours(1), asOf, Script.At(ranFirst)));

        Assert.Equal(hours, Default.Bill(Script.Month(4), [other], asOf).Hours);
    }

    [Theory]
    [InlineData("Value", "80.7")]
    [InlineData("Standard", "84.2")]
    [InlineData("Performance", "82.5")]
    [InlineData("Graphics", null)]
    [Trait("RulePart", "BIL-05")]
    public void BreakEvenHours_DefaultPrices_AreTheCatalogues(string bundle, string? hours) => Assert.Equal(
        hours,
        DefaultPrices.Book.For(Script.Hardware(bundle), "us-east-1", Script.At("04-01 00:00")).BreakEvenHours?.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture));

    private static DesktopUsage With(DesktopUsage desktop, Func<Usage, Usage> change) => desktop with { Usage = change(desktop.Usage) };

    private static IEnumerable<(string Day, string From, string To)> Sittings(string sessions) =>
        from session in sessions.Split(';', StringSplitOptions.TrimEntries)
        select (session[..5], session[6..11], session[12..]);
}
