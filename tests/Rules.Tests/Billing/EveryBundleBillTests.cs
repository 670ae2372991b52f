using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Regions;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Rules.Tests.Kit;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>What is the same for every bundle that is offered, and where.</summary>
public sealed class EveryBundleBillTests
{
    private const string Use = "04-04 09:00 run 10";

    public static TheoryData<string> Regions { get; } = [.. Region.Defaults.Select(region => region.Id)];

    /// <summary>Of the same hardware and software every operating system and language costs the same, with the same use in either mode.</summary>
    [Theory]
    [InlineData(RunningMode.AutoStop)]
    [InlineData(RunningMode.AlwaysOn)]
    [Trait("Rule", "BIL-03")]
    public void Bill_SameHardwareAndUse_IsTheSameForEverySystemAndPlusCostsExtra(RunningMode mode)
    {
        var totals = PublicCatalog.All.ToLookup(offered => (offered.Hardware, offered.Tier), offered => TotalOf(offered.ToBundle(), mode));

        Assert.All(totals, same => Assert.Single(same.Distinct()));
        Assert.Contains(totals, same => same.Count() > 1);
        Assert.All(totals.Where(same => same.Key.Tier == SoftwareTier.Plus), plus =>
            Assert.Equal(totals[(plus.Key.Hardware, SoftwareTier.Basic)].First() + new Money(15.00m), plus.First()));
    }

    /// <summary>Everything that is offered, and a bundle of the account's own, can be had by the hour and is billed so, in each region.</summary>
    [Theory]
    [MemberData(nameof(Regions))]
    [Trait("Rule", "BIL-04")]
    public async Task Launch_EveryBundleOnAutoStop_IsAcceptedAndBilledByTheHour(string region)
    {
        var fleet = new BilledFleet { Region = region };
        var custom = Script.Hardware("Standard") with { Name = "finance", BuiltOn = "Standard", Id = new("wsb-finance00") };
        Bundle[] bundles = [.. PublicCatalog.All.Select(offered => offered.ToBundle()), custom];
        var desktops = bundles.Select((bundle, i) => fleet.Launch(bundle, RunningMode.AutoStop, null, Script.At("04-03 00:00"), $"user{i}")).ToArray();
        foreach (var (i, desktop) in desktops.Index())
            fleet.Play(desktop, $"user{i}", Use);

        await fleet.Run(EngineKind.Core, Script.At("04-05 00:00"));

        var bill = new Biller(fleet.Terms).Bill(Script.Month(4), fleet.UsageOf(desktops), Script.At("04-05 00:00"));
        Assert.Empty(bill.Unpriced);
        Assert.All(desktops, desktop => Assert.Equal(
            [ChargeKind.AutoStopBase, ChargeKind.Hours],
            bill.Lines.Where(line => line.WorkSpace == desktop && line.Kind != ChargeKind.PlusMonth).Select(line => line.Kind)));
        Assert.All(bill.Lines.Where(line => line.Kind == ChargeKind.Hours), line => Assert.Equal(11, line.Count)); // the first hour came up with the launch
    }

    /// <summary>Five clients of one user cost no more than one: there is no line for them.</summary>
    [Fact]
    [Trait("Rule", "BIL-19")]
    public async Task Bill_FiveClientsOfOneUser_IsThatOfOne()
    {
        var (fleet, older) = (new BilledFleet(), Script.At(Script.Older));
        var (many, one) = (fleet.Launch("Standard AutoStop", older, "ann"), fleet.Launch("Standard AutoStop", older, "bob"));
        var web = DirectorySettings.None.Values.Add(AccessSettings.NameOf(ClientKind.Chrome), AccessSettings.Allow);
        fleet.Send(older, Entity.Of(BilledFleet.Shared), new ConfigureDirectory(BilledFleet.Account, new(web)));
        foreach (var (i, kind) in Clients.Index())
        {
            var (at, client) = (Script.At("04-04 09:00") + Duration.FromMinutes(30 * i), kind.ToString());
            fleet.Question(at, client, Entity.Of(many), new Connect(OperationId.At(at, client), UserName.Of("ann"), new(client)) { Client = new(kind, ClientRules.OldestChrome) });
            fleet.Send(at + Duration.FromMinutes(20), Entity.Of(many), new Disconnect(OperationId.At(at, $"{client} out"), new(client)));
        }

        fleet.Play(one, "bob", "04-04 09:00 connect; 04-04 11:20 disconnect");
        await fleet.Run(EngineKind.Grains, Script.At("05-01 00:00"));

        Assert.All(Clients.Skip(1), client => Assert.IsType<Connected>(fleet.Answers[client.ToString()]));
        var (ofMany, ofOne) = (fleet.Bill(4, many), fleet.Bill(4, one));
        Assert.Equal(ofOne.Lines.Select(line => (line.Kind, line.Count, line.Amount)), ofMany.Lines.Select(line => (line.Kind, line.Count, line.Amount)));
        Assert.Equal("10.95", ofMany.Total.ToString());
    }

    private static ClientKind[] Clients { get; } = [ClientKind.Windows, ClientKind.Mac, ClientKind.Ios, ClientKind.Chrome, ClientKind.ZeroClient];

    private static Money TotalOf(Bundle bundle, RunningMode mode)
    {
        var desktop = OneDesktop.Launch(Script.At(Script.Older), bundle, mode);
        desktop.Connect(Script.At("04-04 09:00"));
        desktop.Disconnect(Script.At("04-04 17:00"));
        return desktop.Bill(4).Total;
    }
}
