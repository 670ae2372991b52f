using CsCheck;
using DeskFleet.Core.Billing;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Rules.Tests.Kit;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>Statements of several desktops, and that they can be made again from the log.</summary>
public sealed class StatementTests
{
    private static readonly Biller Default = new(DefaultPrices.Book, BillingOptions.Default);

    [Fact]
    [Trait("Rule", "BIL-01")]
    public void Bill_NoWorkSpaces_IsZero() => Assert.Equal("0.00", Default.Bill(Script.Month(4), [], Script.Month(4).End).Total.ToString());

    /// <summary>B-23 (c): 210 desktops, 25 of them terminated on 12 April.</summary>
    [Theory]
    [InlineData(4, ShortfallPolicy.None, 0, "6510.00")]
    [InlineData(5, ShortfallPolicy.None, 15, "5735.00")]
    [InlineData(5, ShortfallPolicy.BillToCommitment, 15, "6200.00")]
    [InlineData(4, ShortfallPolicy.BillToCommitment, 0, "6510.00")]
    [Trait("Rule", "BIL-24")]
    public void Bill_B23FleetShrinks_OnlyWhatExistsIsCharged(int month, ShortfallPolicy policy, int missing, string expected)
    {
        var usages = Enumerable.Range(0, 210).Select(i => Seat(i, i < 25).UsageAt(Script.Month(month).End));
        var biller = new Biller(DefaultPrices.Book, new() { ShortfallPolicy = policy });

        var bill = biller.WithShortfall(biller.Bill(Script.Month(month), usages, Script.Month(month).End), "us-east-1", missing);

        Assert.Equal(expected, bill.Total.ToString());
        Assert.Equal(policy == ShortfallPolicy.BillToCommitment && missing > 0, bill.Lines.Any(line => line.Kind == ChargeKind.CommitmentShortfall));
    }

    [Fact]
    [Trait("Rule", "BIL-05")]
    public void Bill_AutoStopWithTenHours_HasTwoLines()
    {
        var lines = Script.Play("Standard AutoStop", Script.Older, "04-03 08:00 run 10").Bill(4).Lines;

        Assert.Equal([(ChargeKind.AutoStopBase, 1L, "9.75"), (ChargeKind.Hours, 10L, "3.00")], lines.Select(line => (line.Kind, line.Count, line.Amount.ToString())));
    }

    [Fact]
    [Trait("Rule", "BIL-18")]
    public void Bill_CustomBundle_CostsWhatItsHardwareCosts()
    {
        var custom = Script.Hardware("Performance") with { Name = "wsb-finance", BuiltOn = "Performance" };
        var bill = (RunningMode mode) => OneDesktop.Launch(Script.At(Script.Older), custom, mode).Bill(4).Total.ToString();

        Assert.Equal(("60.00", "13.00"), (bill(RunningMode.AlwaysOn), bill(RunningMode.AutoStop)));
    }

    [Fact]
    [Trait("RulePart", "BIL-23")]
    public void Bill_GraphicsMonthlyWithoutAPrice_SaysSoAndIsNotFree()
    {
        var bill = OneDesktop.Launch(Script.At(Script.Older), Script.Hardware("Graphics"), RunningMode.AlwaysOn).Bill(4);

        Assert.Equal(ChargeKind.AlwaysOnMonth, Assert.Single(bill.Unpriced).Kind);
    }

    /// <summary>In the middle of a month: what has come together so far, with the hour that is under way.</summary>
    [Theory]
    [InlineData("04-04 08:00", 0, "9.75")]
    [InlineData("04-04 09:00", 0, "9.75")]
    [InlineData("04-04 09:01", 1, "10.05")]
    [InlineData("04-04 11:30", 3, "10.65")]
    [InlineData("03-31 23:59", 0, "0.00")]
    [Trait("Rule", "BIL-08")]
    public void Bill_MonthNotOver_IsWhatHasComeTogetherSoFar(string asOf, int hours, string expected)
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, "04-04 09:00 connect");

        var bill = Default.Bill(Script.Month(4), [desktop.UsageAt(Script.At(asOf))], Script.At(asOf));

        Assert.Equal((hours, expected, false), (bill.Hours, bill.Total.ToString(), bill.IsFinal));
    }

    /// <summary>Running hours are not billed hours: they are asked for any span of time and are not rounded.</summary>
    [Theory]
    [InlineData("04-01 00:00", "05-01 00:00", 80)]
    [InlineData("04-04 09:30", "04-04 10:00", 30)]
    [InlineData("04-04 10:20", "05-01 00:00", 0)]
    [Trait("RulePart", "BIL-21")]
    public void RanIn_AnySpan_IsTheTimeItRan(string from, string to, int minutes)
    {
        var usage = Script.Play("Standard AutoStop", Script.Older, "04-04 09:00 connect; 04-04 09:20 disconnect").UsageAt(Script.At("05-01 00:00"));

        Assert.Equal(Duration.FromMinutes(minutes), usage.Usage.RanIn(Script.At(from), Script.At(to)));
    }

    /// <summary>A desktop whose host is lost is not billed for the outage, and again once it runs elsewhere.</summary>
    [Fact]
    [Trait("RulePart", "BIL-06")]
    public void Usage_HostLost_IsNotBilledForTheOutage()
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, "04-04 09:00 connect");
        var slot = desktop.State.Slot!;
        desktop.Send(new Core.Hosts.HostLostNews(slot.Host, slot.Epoch, LostAt: Script.At("04-04 09:30")), Script.At("04-04 13:00"));
        desktop.Stop(Script.At("04-04 13:10"));

        var usage = desktop.UsageAt(Script.At("05-01 00:00"));

        Assert.Equal([Minutes(30), Minutes(10)], usage.Usage.Running.TakeLast(2).Select(ran => ran.Duration));
        Assert.Equal(2, desktop.Bill(4).Hours);

        static Duration Minutes(int minutes) => Duration.FromMinutes(minutes);
    }

    /// <summary>A launch that never became AVAILABLE costs nothing.</summary>
    [Fact]
    [Trait("Rule", "BIL-15")]
    public void Bill_NeverAvailable_IsZero()
    {
        var desktop = Script.Play("Standard AlwaysOn", "04-10 00:00", "");
        var usage = UsageFold.Rebuild(desktop.State.Id, desktop.Log.Take(1));

        Assert.NotNull(usage.Desktop);
        Assert.Empty(Default.Bill(Script.Month(4), [usage], Script.Month(4).End).Lines);
    }

    /// <summary>A stop that is noticed hours later counts from its deadline.</summary>
    [Fact]
    [Trait("Rule", "BIL-07")]
    public void Usage_StopNoticedLate_ClosesAtTheDeadline()
    {
        var desktop = Script.Play("Standard AutoStop", Script.Older, "04-04 09:00 connect; 04-04 09:20 disconnect");
        var log = desktop.Log.Select(line => line.At < Script.At("04-04 09:20") ? line : line with { At = line.At + Duration.FromHours(5) });

        var usage = UsageFold.Rebuild(desktop.State.Id, log.Append(Noticed(desktop)));

        Assert.Equal(Script.At("04-04 10:20"), usage.Usage.Running[^1].End);
    }

    /// <summary>
    /// Random lives: what bills see as running is what the machine's own meter closed, earlier months do not change when life goes
    /// on, and forgetting what only earlier months needed changes no bill.
    /// </summary>
    [Fact]
    [Trait("Rule", "BIL-08")]
    [Trait("Rule", "BIL-06")]
    public void Bill_RandomLives_IsTheSameHoweverItIsMadeAgain() =>
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[1, 6000], Gen.Int[0, 5]).Array[1, 30]).Sample(life => CheckLife(life.Item1, life.Item2), iter: 150);

    private static void CheckLife(bool startsAlwaysOn, (int Minutes, int What)[] steps)
    {
        var at = Script.At("02-20 10:07");
        var desktop = OneDesktop.Launch(at, Script.Hardware("Standard"), startsAlwaysOn ? RunningMode.AlwaysOn : RunningMode.AutoStop);
        foreach (var (minutes, what) in steps)
            Do(desktop, at += Duration.FromMinutes(minutes), what);
        var end = Script.At("09-01 00:00");
        var whole = desktop.UsageAt(end);

        Assert.Equal(desktop.Log.Select(line => (line.Event as StateChanged)?.Metered).OfType<RunningInterval>(), whole.Usage.Running);
        for (var month = Script.Month(2); month.CompareTo(Script.Month(8)) <= 0; month = month.Next)
        {
            var bill = Default.Bill(month, [whole], end);
            Assert.Equal(Describe(bill), Describe(Default.Bill(month, [whole.From(month)], end)));
            Assert.Equal(Describe(bill), Describe(Default.Bill(month, [desktop.UsageAt(month.End)], month.End)));
        }

        // What the desktop's own record remembers, which is no more than its last two months.
        var remembered = new DesktopUsage(desktop.State.Id, desktop.State.Identity, desktop.State.Usage);
        var last = BillingMonth.Of(desktop.Log[^1].At);
        Assert.All([last.Previous, last], month => Assert.Equal(Describe(Default.Bill(month, [whole], end)), Describe(Default.Bill(month, [remembered], end))));
        if (remembered.Usage.Running is [.., var newest])
            Assert.DoesNotContain(remembered.Usage.Running, ran => ran.End <= BillingMonth.Of(newest.End).Previous.Start);
    }

    private static void Do(OneDesktop desktop, Instant at, int what)
    {
        switch (what)
        {
            case 0: desktop.Connect(at); break;
            case 1: desktop.Disconnect(at); break;
            case 2: desktop.Stop(at); break;
            case 3: desktop.Switch(at, RunningMode.AlwaysOn); break;
            case 4: desktop.Switch(at, RunningMode.AutoStop); break;
            default: desktop.Pass(at); break;
        }
    }

    private static IEnumerable<(ChargeKind, long, MonthShare, Money)> Describe(Statement bill) =>
        bill.Lines.Select(line => (line.Kind, line.Count, line.Share, line.Amount));

    private static Core.Kernel.LoggedEvent Noticed(OneDesktop desktop)
    {
        var stop = new StateChanged(Trigger.AutoStopDue, Lifecycle.Available, Lifecycle.Stopping, "late") { EffectiveAt = Script.At("04-04 10:20") };
        return new(Script.At("04-04 15:00"), Core.Kernel.Entity.Of(desktop.State.Id), 99, stop);
    }

    private static OneDesktop Seat(int index, bool terminated)
    {
        var desktop = OneDesktop.Launch(Script.At(Script.Older), Script.Hardware("Standard") with { BringsOwnLicence = true }, RunningMode.AlwaysOn, user: $"u{index}");
        if (terminated)
            desktop.Terminate(Script.At("04-12 00:00"));
        return desktop;
    }
}
