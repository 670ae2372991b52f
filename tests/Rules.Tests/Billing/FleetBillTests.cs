using System.Collections.Immutable;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Commitment;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Rules.Tests.Kit;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>
/// The worked bills once more, end to end: in one fleet for each setting of the switches, on grains and on the bare kernel, over seven virtual
/// months. Each bill is made three times: by the desktop's grain, which bills with those switches, and from the desktop's own record, both
/// when the month ends; and from the event log when all is over.
/// </summary>
public sealed class FleetBillTests(FleetBillTests.PlayedMonths months) : IClassFixture<FleetBillTests.PlayedMonths>
{
    public static TheoryData<WorkedBill> Rows { get; } = [.. WorkedBills.ByCommands];

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("Rule", "BIL-01")]
    [Trait("Rule", "BIL-05")]
    [Trait("Rule", "BIL-07")]
    [Trait("Rule", "BIL-08")]
    [Trait("Rule", "BIL-09")]
    [Trait("Rule", "BIL-10")]
    [Trait("Rule", "BIL-11")]
    [Trait("Rule", "BIL-12")]
    [Trait("Rule", "BIL-13")]
    [Trait("Rule", "BIL-14")]
    [Trait("Rule", "BIL-15")]
    [Trait("Rule", "BIL-16")]
    [Trait("Rule", "BIL-02")]
    [Trait("Rule", "BIL-17")]
    [Trait("Rule", "BIL-20")]
    [Trait("Rule", "BYO-17")]
    [Trait("Rule", "MKT-03")]
    [Trait("Rule", "MKT-04")]
    [Trait("Rule", "MKT-05")]
    [Trait("Rule", "MKT-06")]
    [Trait("Rule", "WAM-16")]
    [Trait("Rule", "WAM-17")]
    [Trait("Rule", "RUN-13")]
    [Trait("Rule", "RUN-14")]
    public void Bill_OfGrainsAndOfTheLog_IsTheCatalogues(WorkedBill row)
    {
        foreach (var played in new[] { months.OnGrains, months.OnCore })
        {
            Assert.Equal((row.Hours, row.Expected), row.FiguresOf(played.OfRecord(row)));
            Assert.Equal((row.Hours, row.Expected), row.FiguresOf(played.OfLog(row)));
        }

        var ofGrain = months.OnGrains.OfGrain(row);
        Assert.Equal(Script.At(row.Launched) >= Script.Month(row.Month).End, ofGrain is null); // not launched yet: there is no such WorkSpace
        Assert.True(ofGrain is null || row.FiguresOf(ofGrain) == (row.Hours, row.Expected), $"The grain bills {ofGrain?.Total}.");
    }

    /// <summary>B-23 (c): 210 seats, 25 of them terminated on 12 April, which nobody stands in the way of.</summary>
    [Fact]
    [Trait("Rule", "BYO-12")]
    [Trait("Rule", "BYO-15")]
    [Trait("Rule", "BIL-24")]
    [Trait("Rule", "INT-16")]
    public async Task Fleet_B23FallsUnderItsCommitment_IsToldAndBilledForWhatItHas()
    {
        var fleet = new BilledFleet { Terms = new(WorkedBills.Prices, new() { ShortfallPolicy = ShortfallPolicy.BillToCommitment }) };
        var seats = Enumerable.Range(0, 210).Select(i => fleet.Launch("Standard AlwaysOn, own", Script.At("03-01 00:00"), $"seat{i}")).ToList();
        fleet.Question(Script.At("04-11 00:00"), "what if", Entity.Of(BilledFleet.Account), new ReadCommitment(IfTerminated: 25));
        foreach (var seat in seats.Take(25))
            fleet.Question(Script.At("04-12 00:00"), $"terminate {seat}", Entity.Of(seat), new TerminateWorkSpace(OperationId.At(Script.At("04-12 00:00"), "end")));
        foreach (var at in new[] { "04-12 00:00", "05-31 23:59", "06-01 00:00" })
            fleet.Question(Script.At(at), at, Entity.Of(BilledFleet.Account), new ReadCommitment());

        foreach (var month in new[] { 4, 5 })
            fleet.RequestStatement(Script.Month(month).End, $"account {month}", client => client.Statement(BilledFleet.Account, Script.Month(month)));

        await fleet.Run(EngineKind.Grains, Script.At("06-02 00:00"));

        Assert.All(seats.Take(25), seat => Assert.IsType<Accepted>(fleet.Answers[$"terminate {seat}"]));
        Assert.Equal([Met(4, 210, 185), AtRisk(5, 185)], Told(fleet, "what if"));
        Assert.Equal([Met(4, 210, 185), AtRisk(5, 185)], Told(fleet, "04-12 00:00"));
        Assert.Equal([AtRisk(5, 185), AtRisk(6, 185)], Told(fleet, "05-31 23:59"));
        var may = ((CommitmentRead)fleet.Answers["06-01 00:00"]).Earlier[^1];
        Assert.Equal((CommitmentStatus.Breached, 15, 185m, new BillingMonth(2017, 5)), (may.Status, may.Shortfall, may.Seats, may.Month));
        Assert.Equal(["6510.00", "5735.00"], new[] { 4, 5 }.Select(month => BillOf(fleet, month, BillingOptions.Default)));
        Assert.Equal(("0.00", "465.00"), (fleet.Statements["account 4"].Total.ToString(), fleet.Statements["account 5"].Total.ToString()));
        Assert.Equal(["6510.00", "6200.00"], new[] { 4, 5 }.Select(month => BillOf(fleet, month, new() { ShortfallPolicy = ShortfallPolicy.BillToCommitment })));
    }

    /// <summary>Delete and create for one user counts once in the month, and live seats tell how many there are.</summary>
    [Fact]
    [Trait("Rule", "BYO-12")]
    public async Task Fleet_DeletedAndCreatedForOneUser_IsOneContractSeat()
    {
        var fleet = new BilledFleet();
        var first = fleet.Launch("Standard AlwaysOn, own", Script.At("04-02 00:00"), "ann");
        fleet.Play(first, "ann", "04-10 00:00 terminate");
        var second = fleet.Launch("Standard AlwaysOn, own", Script.At("04-12 00:00"), "ann");
        fleet.Play(second, "ann", "05-03 00:00 terminate");
        fleet.Launch("Standard AlwaysOn, own", Script.At("05-20 00:00"), "ann");
        foreach (var month in new[] { 4, 5, 6 })
            fleet.Question(Script.Month(month).End - Duration.Epsilon, $"{month}", Entity.Of(BilledFleet.Account), new ReadCommitment());

        await fleet.Run(EngineKind.Grains, Script.At("07-02 00:00"));

        Assert.Equal([(1, 1, 1), (1, 1, 1), (1, 1, 1)], new[] { "4", "5", "6" }.Select(month => Figures(fleet, month)));
        var rebuilt = SeatTally.Ledger(fleet.Book.Usages, Script.Month(6).End)!;
        Assert.Equal([1, 1, 1], rebuilt.Closed.TakeLast(3).Select(month => month.Contract));
    }

    private static (int Contract, int Live, int Peak) Figures(BilledFleet fleet, string month)
    {
        var seats = ((CommitmentRead)fleet.Answers[month]).Outlook!.ThisMonth.Figures;
        return (seats.Contract, seats.Live, seats.Peak);
    }

    private static string BillOf(BilledFleet fleet, int month, BillingOptions options)
    {
        var biller = new Biller(DefaultPrices.Book, options);
        var bill = biller.Bill(Script.Month(month), fleet.Book.Usages, Script.At("06-02 00:00"));
        var missing = CommitmentMonth.Of(SeatTally.Ledger(fleet.Book.Usages, Script.Month(month).End)!.Closed[^1], Script.At("06-02 00:00"), CommitmentTerms.Usual).Shortfall;
        return biller.WithShortfall(bill, BilledFleet.Account.Region, missing).Total.ToString();
    }

    private static IEnumerable<string> Told(BilledFleet fleet, string name)
    {
        var outlook = ((CommitmentRead)fleet.Answers[name]).Outlook!;
        return new[] { outlook.ThisMonth, outlook.NextMonth }.Select(month => $"{month.Month}: {month.Status}, {month.Seats} seats, {month.Figures.Live} live, {month.Shortfall} missing");
    }

    private static string Met(int month, int seats, int live) => $"2017-{month:00}: Met, {seats} seats, {live} live, 0 missing";

    private static string AtRisk(int month, int seats) => $"2017-{month:00}: AtRisk, {seats} seats, {seats} live, {200 - seats} missing";

    /// <summary>All rows, each with a desktop of its own; played once on each engine.</summary>
    public sealed class PlayedMonths : IAsyncLifetime
    {
        public PlayedRows OnGrains { get; private set; } = null!;

        public PlayedRows OnCore { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            OnGrains = await PlayedRows.Play(EngineKind.Grains);
            OnCore = await PlayedRows.Play(EngineKind.Core);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>What the fleets of an engine say of every row.</summary>
    public sealed class PlayedRows
    {
        private static readonly Instant End = Script.At("07-02 00:00");

        private readonly Dictionary<string, DesktopUsage> _log = [];
        private readonly Dictionary<string, DesktopUsage> _records = [];
        private readonly Dictionary<string, Statement> _grains = [];

        internal static async Task<PlayedRows> Play(EngineKind kind)
        {
            var played = new PlayedRows();
            foreach (var same in WorkedBills.ByCommands.GroupBy(row => row.Options))
                await played.Play(kind, same.Key, [.. same]);
            return played;
        }

        public Statement OfRecord(WorkedBill row) => Bill(row, _records[row.ToString()], Script.Month(row.Month).End);

        public Statement OfLog(WorkedBill row) => Bill(row, _log[row.ToString()], End);

        public Statement? OfGrain(WorkedBill row) => _grains.GetValueOrDefault(row.ToString());

        private async Task Play(EngineKind kind, BillingOptions options, IReadOnlyList<WorkedBill> rows)
        {
            var (fleet, desktops) = (new BilledFleet { Terms = new(WorkedBills.Prices, options) }, new Dictionary<string, WorkSpaceId>());
            foreach (var (number, row) in rows.Index())
            {
                var user = $"user{number}";
                var desktop = desktops[row.ToString()] = fleet.Launch(row.Desktop, Script.At(row.Launched), user);
                fleet.Play(desktop, user, row.Story);
                fleet.Question(Script.Month(row.Month).End, row.ToString(), Entity.Of(desktop), new ReadUsage());
                fleet.RequestStatement(Script.Month(row.Month).End, row.ToString(), client => client.Statement(desktop, Script.Month(row.Month)));
            }

            await fleet.Run(kind, End);
            foreach (var (row, desktop) in desktops)
            {
                _log[row] = fleet.Book.UsageOf(desktop)!;
                _records[row] = ((UsageRead)fleet.Answers[row]).Desktop;
            }

            foreach (var (row, statement) in fleet.Statements)
                _grains[row] = statement;
        }

        private static Statement Bill(WorkedBill row, DesktopUsage usage, Instant asOf) =>
            new Biller(WorkedBills.Prices, row.Options).Bill(Script.Month(row.Month), [usage], asOf);
    }
}
