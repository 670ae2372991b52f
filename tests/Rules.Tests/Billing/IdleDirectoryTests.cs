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

        AssertMonths(fleet, engine, ("0.00", expected));
    }

    /// <summary>A launch that fails while it is PENDING does not set the clock back; one beside it that succeeds does.</summary>
    [Theory]
    [InlineData(EngineKind.Grains)]
    [InlineData(EngineKind.Core)]
    [Trait("Rule", "DIR-16")]
    [Trait("RulePart", "INT-20")]
    public async Task Fleet_LaunchFails_ClockRunsOn(EngineKind engine)
    {
        var key = KeyArn.Of(BilledFleet.Account, "ours");
        var fleet = new BilledFleet { BootTakes = Duration.FromMinutes(20) };
        fleet.Tell(Script.At("01-31 12:00"), Entity.Of(key), new CreateKey());
        fleet.Play(Launch(fleet, Script.Older, "ann"), "ann", "04-01 00:00 terminate");
        var failed = fleet.Launch("Standard AutoStop", Script.At("04-20 00:00"), "bob", new EncryptionRequest(Root: true, User: true, key), BilledFleet.Simple);
        fleet.Tell(Script.At("04-20 00:10"), Entity.Of(key), new EnableKey(IsEnabled: false));
        fleet.Ask(Script.At("04-20 01:00"), "deleted beside ERROR", Entity.Of(BilledFleet.Simple), new DeregisterDirectory(BilledFleet.Account));
        fleet.Play(failed, "bob", "04-21 00:00 terminate");
        Launch(fleet, "05-02 23:40", "cem");

        await Run(fleet, engine);

        Assert.Equal(RefusalCode.InvalidState, Assert.IsType<Refused>(fleet.Answers["deleted beside ERROR"]).Code);
        AssertMonths(fleet, engine, ("0.00", "2.40"));
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
        fleet.Ask(Script.At("05-02 12:00"), "deregistered", Entity.Of(BilledFleet.Simple), new DeregisterDirectory(BilledFleet.Account));
        fleet.Ask(Script.At("05-02 12:00"), "deleted", Entity.Of(BilledFleet.Simple), new DeleteDirectory(BilledFleet.Account));

        await Run(fleet, engine);

        Assert.All(["deregistered", "deleted"], asked => Assert.IsType<Accepted>(fleet.Answers[asked]));
        AssertMonths(fleet, engine, ("0.00", "1.80"));
    }

    private static WorkSpaceId Launch(BilledFleet fleet, string at, string user) => fleet.Launch("Standard AutoStop", Script.At(at), user, into: BilledFleet.Simple);

    private static async Task Run(BilledFleet fleet, EngineKind engine)
    {
        foreach (var month in new[] { 4, 5 })
            fleet.AskStatement(Script.Month(month).End, $"{month}", client => client.Statement(BilledFleet.Simple, Script.Month(month)));
        await fleet.Run(engine, Script.At("06-02 00:00"));
    }

    private static void AssertMonths(BilledFleet fleet, EngineKind engine, (string April, string May) expected)
    {
        var usage = fleet.Book.Directories.Single(directory => directory.Key == BilledFleet.Simple).Value;
        Assert.Equal(expected, (BillOf(usage, 4), BillOf(usage, 5)));
        if (engine == EngineKind.Grains)
            Assert.Equal(expected, (fleet.Statements["4"].Total.ToString(), fleet.Statements["5"].Total.ToString()));
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
