using DeskFleet.Core.Billing;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Rules.Tests.Kit;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>A directory without WorkSpaces: X-04 and what is beside it, on the pure machine and by whole fleets.</summary>
public sealed class IdleDirectoryTests
{
    /// <summary>March.</summary>
    private const int FirstBilled = 3;

    private static readonly Biller Default = new(BillingTerms.Default);

    [Theory]
    [InlineData("X-04", "04-01 00:00", "05-03 00:00", 5, "2.40")]
    [InlineData("X-04 nothing in April", "04-01 00:00", "05-03 00:00", 4, "0.00")]
    [InlineData("launch on day 29", "04-01 00:00", "04-30 00:00", 4, "0.00")]
    [InlineData("exactly 30 days", "04-01 00:00", "05-01 00:00", 5, "0.00")]
    [InlineData("one minute more", "04-01 00:00", "05-01 00:01", 5, "0.05")]
    [InlineData("over a month's end", "04-30 00:30", "06-01 02:00", 5, "2.40")]
    [InlineData("over a month's end", "04-30 00:30", "06-01 02:00", 6, "0.10")]
    [Trait("Rule", "DIR-16")]
    public void Bill_EmptyDirectory_IsChargedFromTheThirtiethDay(string row, string emptied, string occupied, int month, string expected)
    {
        var usage = Fold(Events(DirectoryType.SimpleAd), (emptied, new DirectoryEmptied()), (occupied, new DirectoryOccupied(Script.At(occupied))));

        Assert.Equal((row, expected), (row, BillOf(usage, month)));
    }

    /// <summary>One that never had a WorkSpace counts from its registration; Microsoft AD, and one that was made elsewhere, are never charged.</summary>
    [Theory]
    [InlineData(DirectoryType.SimpleAd, "1.20")]
    [InlineData(DirectoryType.AdConnector, "1.20")]
    [InlineData(DirectoryType.MicrosoftAd, "0.00")]
    [InlineData(null, "0.00")]
    [Trait("Rule", "DIR-16")]
    public void Bill_NeverHadAWorkSpace_CountsFromItsRegistration(DirectoryType? type, string march)
    {
        var usage = Fold(Events(type), ("03-04 00:00", new DirectoryDeregistered()), ("03-04 00:00", new DirectoryDeleted()));

        Assert.Equal(("0.00", march), (BillOf(usage, 2), BillOf(usage, 3)));
    }

    /// <summary>X-04 and interaction 20, end to end: the bill of the directory's grain, and the one that is made from the log.</summary>
    [Theory]
    [InlineData(EngineKind.Grains, "05-03 00:00", "2.40")]
    [InlineData(EngineKind.Core, "05-03 00:00", "2.40")]
    [InlineData(EngineKind.Grains, "04-30 00:00", "0.00")]
    [InlineData(EngineKind.Core, "04-30 00:00", "0.00")]
    [Trait("Rule", "DIR-16")]
    [Trait("RulePart", "INT-20")]
    public async Task Fleet_X04LastWorkSpaceGone_IsChargedUntilTheNext(EngineKind engine, string next, string expected)
    {
        var fleet = new BilledFleet();
        fleet.Play(Launch(fleet, Script.Older, "ann"), "ann", "04-01 00:00 terminate");
        Launch(fleet, next, "bob");

        await Run(fleet, engine);

        AssertMonths(fleet, engine, "0.00", "0.00", expected);
    }

    /// <summary>
    /// Interaction 20 as a whole. A launch on the 29th day sets the clock back; then nobody for 32 days, and a launch that fails meanwhile changes
    /// nothing: 48 hours. While there is a desktop, failed or stopped, the directory stays; deleted when it has been charged for 36 hours more, it costs
    /// nothing from then on.
    /// </summary>
    [Theory]
    [InlineData(EngineKind.Grains)]
    [InlineData(EngineKind.Core)]
    [Trait("Rule", "DIR-16")]
    [Trait("Rule", "DIR-17")]
    [Trait("Rule", "INT-20")]
    public async Task Fleet_EverythingRemovedAgainAndAgain_IsChargedFromTheThirtiethDayUntilItIsDeleted(EngineKind engine)
    {
        var key = KeyArn.Of(BilledFleet.Account, "ours");
        var fleet = new BilledFleet { BootTakes = Duration.FromMinutes(20) };
        void Question(string at, string name, Command command) => fleet.Question(Script.At(at), name, Entity.Of(BilledFleet.Simple), command);
        fleet.Send(Script.At("01-31 12:00"), Entity.Of(key), new CreateKey());
        fleet.Play(Launch(fleet, Script.Older, "zoe"), "zoe", "03-01 00:00 terminate");
        fleet.Play(Launch(fleet, "03-29 23:40", "ann"), "ann", "04-01 00:00 terminate");
        var failed = fleet.Launch("Standard AutoStop", Script.At("04-20 00:00"), "bob", new EncryptionRequest(Root: true, User: true, key), BilledFleet.Simple);
        fleet.Send(Script.At("04-20 00:10"), Entity.Of(key), new EnableKey(IsEnabled: false));
        Question("04-20 01:00", "beside ERROR", new DeregisterDirectory(BilledFleet.Account));
        fleet.Play(failed, "bob", "04-21 00:00 terminate");
        var last = Launch(fleet, "05-02 23:40", "cem");
        Question("05-03 02:00", "beside STOPPED", new DeregisterDirectory(BilledFleet.Account));
        fleet.Play(last, "cem", "05-04 00:00 terminate");
        Question("06-04 12:00", "deregistered", new DeregisterDirectory(BilledFleet.Account));
        Question("06-04 12:00", "deleted", new DeleteDirectory(BilledFleet.Account));

        await Run(fleet, engine, months: 7);

        Assert.All(["beside ERROR", "beside STOPPED"], asked => Assert.Equal(RefusalCode.InvalidState, Assert.IsType<Refused>(fleet.Answers[asked]).Code));
        Assert.All(["deregistered", "deleted"], asked => Assert.IsType<Accepted>(fleet.Answers[asked]));
        AssertMonths(fleet, engine, "0.00", "0.00", "2.40", "1.80", "0.00");
    }

    /// <summary>It is deleted on the second charged day: that ends the charge.</summary>
    [Theory]
    [InlineData(EngineKind.Grains)]
    [InlineData(EngineKind.Core)]
    [Trait("Rule", "DIR-16")]
    [Trait("RulePart", "DIR-17")]
    [Trait("RulePart", "INT-20")]
    public async Task Fleet_EmptyDirectoryIsDeleted_ChargeEnds(EngineKind engine)
    {
        var fleet = new BilledFleet();
        fleet.Play(Launch(fleet, Script.Older, "ann"), "ann", "04-01 00:00 terminate");
        fleet.Question(Script.At("05-02 12:00"), "deregistered", Entity.Of(BilledFleet.Simple), new DeregisterDirectory(BilledFleet.Account));
        fleet.Question(Script.At("05-02 12:00"), "deleted", Entity.Of(BilledFleet.Simple), new DeleteDirectory(BilledFleet.Account));

        await Run(fleet, engine);

        Assert.All(["deregistered", "deleted"], asked => Assert.IsType<Accepted>(fleet.Answers[asked]));
        AssertMonths(fleet, engine, "0.00", "0.00", "1.80");
    }

    private static WorkSpaceId Launch(BilledFleet fleet, string at, string user) => fleet.Launch("Standard AutoStop", Script.At(at), user, into: BilledFleet.Simple);

    /// <param name="months">The last month that is billed.</param>
    private static async Task Run(BilledFleet fleet, EngineKind engine, int months = 5)
    {
        for (var month = FirstBilled; month <= months; month++)
        {
            var billed = Script.Month(month);
            fleet.RequestStatement(billed.End, $"{month}", client => client.Statement(BilledFleet.Simple, billed));
        }

        await fleet.Run(engine, Script.Month(months).End + Duration.FromDays(1));
    }

    /// <summary>The bills from March on, by the log and by the directory's grain.</summary>
    private static void AssertMonths(BilledFleet fleet, EngineKind engine, params string[] expected)
    {
        var usage = fleet.Book.Directories.Single(directory => directory.Key == BilledFleet.Simple).Value;
        Assert.Equal(expected, expected.Select((_, i) => BillOf(usage, FirstBilled + i)));
        if (engine == EngineKind.Grains)
            Assert.Equal(expected, expected.Select((_, i) => fleet.Statements[$"{FirstBilled + i}"].Total.ToString()));
    }

    private static (string At, FleetEvent Happened)[] Events(DirectoryType? type)
    {
        DirectoryRegistered registered = new(BilledFleet.Account, new("a"), new("b"), IsDedicated: false);
        return type is { } known
            ? [("01-30 00:00", new DirectoryCreated(BilledFleet.Account, new(known, "n", "s", "", "Small", "v", ["a", "b"], [], ""))), ("02-01 00:00", registered)]
            : [("02-01 00:00", registered)];
    }

    private static DirectoryUsage Fold((string At, FleetEvent Happened)[] first, params (string At, FleetEvent Happened)[] then) =>
        first.Concat(then).Aggregate(DirectoryUsage.None, (usage, line) => DirectoryUsage.Evolve(usage, line.Happened, Script.At(line.At)));

    private static string BillOf(DirectoryUsage usage, int month) =>
        Default.Bill(Script.Month(month), BilledFleet.Simple, usage, Script.Month(month).End).Total.ToString();
}
