using CsCheck;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Rules.Tests.Kit;
using NodaTime;

namespace DeskFleet.Rules.Tests.Commitment;

public sealed class SeatLedgerTests
{
    private static readonly SeatMemory Newcomer = new(EndedAt: null);

    /// <summary>B-23 (c) and interaction 16: 210 seats, 25 terminated on 12 April.</summary>
    [Fact]
    [Trait("RulePart", "BYO-12")]
    [Trait("RulePart", "BYO-15")]
    public void Standing_210Less25_IsMetInAprilAtRiskInMayAndBreachedAtItsEnd()
    {
        var ledger = Fleet(210).Close(Script.At("04-12 00:00"), 25);
        var april = Outlook.At(ledger, Script.At("04-12 00:00"), CommitmentTerms.Usual);
        var inMay = Outlook.At(ledger, Script.At("05-31 23:59"), CommitmentTerms.Usual).ThisMonth;
        var afterMay = ledger.To(Script.At("06-01 00:00"));

        Assert.Equal((CommitmentStatus.Met, 210m, 185, 0), (april.ThisMonth.Status, april.ThisMonth.Seats, april.ThisMonth.Figures.Live, april.ThisMonth.Shortfall));
        Assert.Equal((CommitmentStatus.AtRisk, 15), (april.NextMonth.Status, april.NextMonth.Shortfall));
        Assert.Equal((CommitmentStatus.AtRisk, 15, false), (inMay.Status, inMay.Shortfall, inMay.IsFinal));
        var may = CommitmentMonth.Of(afterMay.Closed[^1], Script.At("06-01 00:00"), CommitmentTerms.Usual);
        Assert.Equal((CommitmentStatus.Breached, 185m, 15, true), (may.Status, may.Seats, may.Shortfall, may.IsFinal));
    }

    [Theory]
    [InlineData(199, CommitmentStatus.Breached, 1)]
    [InlineData(200, CommitmentStatus.Met, 0)]
    [InlineData(0, CommitmentStatus.Breached, 200)]
    [Trait("RulePart", "BYO-12")]
    public void Standing_MonthClosed_IsHeldAgainst200(int seats, CommitmentStatus status, int shortfall)
    {
        var april = CommitmentMonth.Of(Fleet(seats).To(Script.At("05-01 00:00")).Closed[^1], Script.At("05-01 00:00"), CommitmentTerms.Usual);

        Assert.Equal((status, shortfall), (april.Status, april.Shortfall));
    }

    /// <summary>Half the month 210, half of it 180: the three ways of counting.</summary>
    [Theory]
    [InlineData(SeatCount.DistinctUsers, 210, CommitmentStatus.Met, 0)]
    [InlineData(SeatCount.PeakLive, 210, CommitmentStatus.Met, 0)]
    [InlineData(SeatCount.AverageLive, 195, CommitmentStatus.AtRisk, 5)]
    [Trait("RulePart", "BYO-12")]
    public void Standing_CountingSwitch_DecidesWhichFigureCounts(SeatCount count, int seats, CommitmentStatus status, int shortfall)
    {
        var standing = Outlook.At(Fleet(210).Close(Script.At("04-16 00:00"), 30), Script.At("04-16 00:00"), CommitmentTerms.Usual with { Count = count }).ThisMonth;

        Assert.Equal((status, (decimal)seats, shortfall), (standing.Status, standing.Seats, standing.Shortfall));
    }

    [Fact]
    [Trait("RulePart", "BYO-12")]
    public void Standing_AverageJustUnderTheCommitment_MissesOneWholeSeat()
    {
        var standing = Outlook.At(Fleet(200).Close(Script.At("04-30 23:00")), Script.At("04-30 23:00"), CommitmentTerms.Usual with { Count = SeatCount.AverageLive }).ThisMonth;

        Assert.Equal((CommitmentStatus.AtRisk, 1), (standing.Status, standing.Shortfall));
    }

    /// <summary>Delete-and-create for one user counts once in a month, and again in the next.</summary>
    [Fact]
    [Trait("RulePart", "BYO-12")]
    public void Open_UserWhoWasCountedInTheMonth_IsNotCountedTwice()
    {
        var ledger = Fleet(1).Close(Script.At("04-10 00:00")).Open(Script.At("04-11 00:00"), new(Script.At("04-10 00:00")));
        var peak = ledger.Open(Script.At("04-12 00:00"), Newcomer);

        Assert.Equal((1, 1), (ledger.Current.Contract, ledger.Current.Live));
        Assert.Equal((2, 2, 2), (peak.Current.Contract, peak.Current.Live, peak.Current.Peak));
    }

    [Theory]
    [InlineData("04-01 00:00", false)] // ended as the month began: it was not there in it
    [InlineData("04-01 00:01", true)]
    [InlineData("03-31 23:59", false)]
    [Trait("RulePart", "BYO-12")]
    public void IsCountedInMonthOf_LastSeatsEnd_CountsWhenItIsInTheMonth(string ended, bool counted) =>
        Assert.Equal(counted, new SeatMemory(Script.At(ended)).IsCountedInMonthOf(Script.At("04-20 00:00")));

    [Theory]
    [InlineData(10, CommitmentStatus.Met)]
    [InlineData(11, CommitmentStatus.AtRisk)]
    [InlineData(9999, CommitmentStatus.AtRisk)]
    [Trait("RulePart", "BYO-15")]
    public void IfTerminated_Seats_SaysWhatWouldBeAndChangesNothing(int seats, CommitmentStatus nextMonth)
    {
        var ledger = Fleet(210);
        var what = Outlook.IfTerminated(ledger, seats, Script.At("04-12 00:00"), CommitmentTerms.Usual);

        Assert.Equal((CommitmentStatus.Met, nextMonth), (what.ThisMonth.Status, what.NextMonth.Status));
        Assert.Equal(Math.Max(0, 210 - seats), what.NextMonth.Figures.Live);
        Assert.Equal(210, ledger.Current.Live);
    }

    [Theory]
    [InlineData("05-01 00:00", 2)]
    [InlineData("05-01 00:01", 3)]
    [Trait("RulePart", "BYO-12")]
    public void Close_AsTheMonthBegins_WasNotThereInIt(string closed, int seats) =>
        Assert.Equal(seats, Fleet(3).Close(Script.At(closed)).Current.Contract);

    /// <summary>Nor does it count as one of the most at a time, unless the month had gone on before it was known.</summary>
    [Theory]
    [InlineData("05-01 00:00", 2)]
    [InlineData("05-02 00:00", 3)]
    [Trait("RulePart", "BYO-12")]
    public void Close_AsTheMonthBegins_LowersThePeakOnlyIfNobodySawIt(string known, int peak)
    {
        var may = Fleet(3).To(Script.At(known)).Close(Script.At("05-01 00:00")).Current;

        Assert.Equal((2, 2, peak), (may.Contract, may.Live, may.Peak));
    }

    /// <summary>News of a seat of the month before counts there too, once for each user.</summary>
    [Theory]
    [InlineData(null, 4)]
    [InlineData("04-10 00:00", 3)]
    [Trait("RulePart", "BYO-12")]
    public void Open_KnownAfterTheMonthsEnd_CountsInBothMonths(string? endedBefore, int april)
    {
        var ledger = Fleet(3).To(Script.At("05-02 00:00")).Open(Script.At("04-20 00:00"), new(endedBefore is null ? null : Script.At(endedBefore)));

        Assert.Equal((april, 4, 4), (ledger.Closed[^1].Contract, ledger.Current.Contract, ledger.Current.Live));
    }

    [Fact]
    [Trait("RulePart", "BYO-12")]
    public void To_ManyYears_KeepsThirteenMonths()
    {
        var ledger = Fleet(3).To(Instant.FromUtc(2027, 4, 1, 0, 0));

        Assert.Equal((SeatLedger.KeptMonths, 3), (ledger.Closed.Length, ledger.Current.Contract));
    }

    /// <summary>The counters without any list of users agree with counting the desktops themselves.</summary>
    [Fact]
    [Trait("RulePart", "BYO-12")]
    public void Ledger_RandomComingsAndGoings_AgreesWithTheUsage() =>
        Gen.Select(Gen.Int[1, 4000], Gen.Int[0, 5]).Array[1, 60].Sample(steps =>
        {
            var at = Script.At("03-01 00:00");
            var ledger = SeatLedger.Begin(at);
            var (live, ended, all) = (new Dictionary<int, OneDesktop>(), new Dictionary<int, Instant>(), new List<OneDesktop>());
            foreach (var (minutes, user) in steps)
            {
                at += Duration.FromMinutes(minutes);
                if (live.Remove(user, out var leaving))
                {
                    leaving.Terminate(at);
                    ledger = ledger.Close(at);
                    ended[user] = at;
                    continue;
                }

                live[user] = OneDesktop.Launch(at, Script.Hardware("Standard") with { BringsOwnLicence = true }, RunningMode.AlwaysOn, user: $"u{user}");
                all.Add(live[user]);
                ledger = ledger.Open(at, new(ended.TryGetValue(user, out var before) ? before : null));
            }

            var usages = all.Select(desktop => desktop.UsageAt(at)).ToList();
            foreach (var month in ledger.Closed.Append(ledger.Current))
                Assert.Equal(SeatTally.Contract(usages, month.Month), month.Contract);
            Assert.Equal(live.Count, ledger.Current.Live);
        }, iter: 200);

    private static SeatLedger Fleet(int seats) =>
        Enumerable.Range(0, seats).Aggregate(SeatLedger.Begin(Script.At("04-01 00:00")), (ledger, _) => ledger.Open(Script.At("04-01 00:00"), Newcomer));
}
