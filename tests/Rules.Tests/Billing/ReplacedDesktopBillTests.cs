using DeskFleet.Core.Accounts;
using DeskFleet.Core.Applications;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Clients;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Documents;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.MaintenanceWindows;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Rules.Tests.Kit;
using DeskFleet.Testing.Engines;
using NodaTime;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>What a change costs that can only be had by deleting and launching again, and what it costs to do nothing, on both engines.</summary>
public sealed class ReplacedDesktopBillTests
{
    /// <summary>
    /// Interaction 11: from Windows 7 to Windows 10 on 16 April, under a quota and a key with room for one. D: is gone, unless it was saved; Web Access and
    /// the application manager are gone too.
    /// </summary>
    [Theory]
    [InlineData(EngineKind.Grains)]
    [InlineData(EngineKind.Core)]
    [Trait("Rule", "INT-11")]
    [Trait("Rule", "WKS-11")]
    [Trait("Rule", "WAM-09")]
    [Trait("RulePart", "BAK-04")]
    public async Task Replace_SevenByTen_CostsTheOldMonthAndHalfOfTheNewAndLosesWhatTenDoesNotHave(EngineKind engine)
    {
        var fleet = new BilledFleet();
        var (key, chrome) = (KeyArn.Of(BilledFleet.Account, "ours"), new SignInClient(ClientKind.Chrome, ClientRules.OldestChrome));
        var (day, user, encryption) = (Script.At("04-16 00:00"), UserName.Of("ann"), new EncryptionRequest(Root: true, User: true, key));
        foreach (var (entity, command) in RoomForOne(key))
            fleet.Send(Script.At("01-31 00:01"), entity, command);
        var seven = fleet.Launch("Standard AlwaysOn", Script.At("02-01 00:00"), "ann", encryption);
        AssignApplication Crm(Instant at) => new(OperationId.At(at, "crm"), new("crm"), ApplicationSource.Package);
        Connect ByChrome(Instant at) => new(OperationId.At(at, "web"), user, new("s-1")) { Client = chrome };
        fleet.Question(Script.At("02-03 09:00"), "crm on seven", Entity.Of(seven), Crm(Script.At("02-03 09:00")));
        fleet.Play(seven, "ann", "02-04 09:00 remove crm");
        fleet.Question(Script.At("04-03 09:00"), "web on seven", Entity.Of(seven), ByChrome(Script.At("04-03 09:00")));
        fleet.Play(seven, "ann", "04-03 17:00 disconnect");
        LaunchWorkSpace Ten(Instant at) => new(OperationId.At(at, "ann"), BilledFleet.Shared, user, BundleId.Named("Standard with Windows 10")) { Encryption = encryption };
        fleet.Question(day, "in place", Entity.Of(seven), new ModifyWorkSpace(OperationId.At(day, "in place"), null, null) { Bundle = BundleId.Named("Standard with Windows 10") });
        fleet.Question(day, "beside", Entity.Of(Ten(day).OperationId.ToWorkSpaceId()), Ten(day));
        fleet.Send(day + Duration.FromMinutes(1), Entity.Of(seven), new TerminateWorkSpace(OperationId.At(day, "end")));
        var (later, id) = (Ten(day + Duration.FromMinutes(2)), Ten(day + Duration.FromMinutes(2)).OperationId.ToWorkSpaceId());
        fleet.Question(day + Duration.FromMinutes(2), "after", Entity.Of(id), later);
        fleet.Question(day + Duration.FromMinutes(2), "japanese", Entity.Of(new WorkSpaceId("ws-japanese1")), later with { Bundle = BundleId.Named("Standard with Windows 10 (Japanese)") });
        fleet.Question(Script.At("04-17 09:00"), "crm on ten", Entity.Of(id), Crm(Script.At("04-17 09:00")));
        fleet.Question(Script.At("04-17 09:00"), "web on ten", Entity.Of(id), ByChrome(Script.At("04-17 09:00")));
        fleet.Question(Script.At("04-17 09:01"), "native on ten", Entity.Of(id), ByChrome(Script.At("04-17 09:01")) with { Client = new(ClientKind.Windows) });
        fleet.Question(Script.At("04-17 09:02"), "documents", Entity.Of(BilledFleet.Shared, user), new ReadDocuments());

        await fleet.Run(engine, Script.At("05-02 00:00"));

        Assert.IsType<Accepted>(fleet.Answers["crm on seven"]);
        Assert.IsType<Connected>(fleet.Answers["web on seven"]);
        Assert.Equal(RefusalCode.OperationNotSupported, CodeOf(fleet, "in place"));
        Assert.Equal(RefusalCode.ResourceExistsWorkSpace, CodeOf(fleet, "beside"));
        Assert.Equal(RefusalCode.ResourceNotFound, CodeOf(fleet, "japanese"));
        Assert.Equal(id, Assert.IsType<Launched>(fleet.Answers["after"]).WorkSpace);
        Assert.Equal((RefusalCode.OperationNotSupported, RefusalCode.ClientNotSupported), (CodeOf(fleet, "crm on ten"), CodeOf(fleet, "web on ten")));
        Assert.IsType<Connected>(fleet.Answers["native on ten"]);
        Assert.Equal(("35.00", "17.50"), (fleet.Bill(4, seven).Total.ToString(), fleet.Bill(4, id).Total.ToString()));
        Assert.Equal(VolumeFingerprint.Blank.ChangedBy(new("s-1")), ((DocumentsRead)fleet.Answers["documents"]).Newest!.Content);
    }

    /// <summary>One unit of the quota, one seat of the key; documents are saved, and Web Access is on.</summary>
    private static IEnumerable<(Entity Entity, Command Command)> RoomForOne(KeyArn key)
    {
        var web = DirectorySettings.None.Values.Add(AccessSettings.NameOf(ClientKind.Chrome), AccessSettings.Allow);
        yield return (Entity.Of(BilledFleet.Account), new SetLimits(1, GraphicsMonthlyEnabled: false));
        yield return (Entity.Of(key), new CreateKey());
        yield return (Entity.Of(key), new SetSeatLimit(1));
        yield return (Entity.Of(BilledFleet.Shared), new ConfigureDirectory(BilledFleet.Account, new(web)));
        yield return (Entity.Of(BilledFleet.Shared), new ConfigureDesktops(BilledFleet.Account, DesktopSettings.Default with { SavesDocuments = true }));
    }

    /// <summary>Interaction 16: who disables users instead of terminating keeps the seats, and the fees.</summary>
    [Fact]
    [Trait("RulePart", "INT-16")]
    public async Task Disable_UsersOfSeats_KeepsSeatsAndFees()
    {
        var fleet = new BilledFleet();
        var seats = Enumerable.Range(0, 3).Select(i => fleet.Launch("Standard AlwaysOn, own", Script.At("03-01 00:00"), $"seat{i}")).ToArray();
        for (var i = 0; i < 3; i++)
            fleet.Send(Script.At("04-01 00:00"), Entity.Of(BilledFleet.Dedicated, UserName.Of($"seat{i}")), new EnableUser(IsEnabled: false));
        fleet.Question(Script.At("05-31 00:00"), "seats", Entity.Of(BilledFleet.Account), new Core.Commitment.ReadCommitment());

        await fleet.Run(EngineKind.Grains, Script.At("06-02 00:00"));

        var may = ((Core.Commitment.CommitmentRead)fleet.Answers["seats"]).Outlook!.ThisMonth;
        Assert.Equal((3, 3), (may.Figures.Contract, may.Figures.Live));
        Assert.Equal("93.00", fleet.Bill(5, seats).Total.ToString());
    }

    /// <summary>Basic software costs nothing: no line of a basic desktop's bill is for software.</summary>
    [Fact]
    [Trait("Rule", "BUN-04")]
    public void Bill_EveryBasicPublicBundle_HasThreeProgramsAndNoSoftwareFee()
    {
        var basic = PublicCatalog.All.Where(offered => offered.Tier == SoftwareTier.Basic).Select(offered => offered.ToBundle()).ToList();

        Assert.All(basic, bundle =>
        {
            Assert.Equal(["Internet Explorer 11", "Firefox", "7-Zip"], bundle.Software);
            var bill = OneDesktop.Launch(Script.At("02-01 00:00"), bundle, RunningMode.AutoStop).Bill(4);
            Assert.Equal([ChargeKind.AutoStopBase], bill.Lines.Select(line => line.Kind).Distinct());
        });
        Assert.Equal(11, basic.Count);
    }

    private static RefusalCode? CodeOf(BilledFleet fleet, string name) => (fleet.Answers[name] as Refused)?.Code;
}
