using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Rules.Tests.Kit;
using DeskFleet.Testing.Engines;

namespace DeskFleet.Rules.Tests.Billing;

/// <summary>What encrypted desktops cost, end to end.</summary>
public sealed class EncryptedBillTests
{
    private static readonly KeyArn Key = KeyArn.Of(BilledFleet.Account, "ours");
    private static readonly EncryptionRequest BothVolumes = new(Root: true, User: true, Key);

    /// <summary>No surcharge: the bill is the plain desktop's, line by line, and the key counts its requests for whoever charges them.</summary>
    [Theory]
    [InlineData("Standard AutoStop", "10.35")]
    [InlineData("Standard AlwaysOn", "35.00")]
    [Trait("Rule", "ENC-20")]
    public async Task Bill_EncryptedDesktop_IsThePlainOnes(string desktop, string total)
    {
        const string Story = "04-04 09:00 connect; 04-04 09:20 disconnect";
        var fleet = FleetWithKey();
        var encrypted = fleet.Launch(desktop, Script.At(Script.Older), "ann", BothVolumes);
        var plain = fleet.Launch(desktop, Script.At(Script.Older), "bob");
        fleet.Play(encrypted, "ann", Story);
        fleet.Play(plain, "bob", Story);
        fleet.Question(Script.At("05-01 00:00"), "key", Entity.Of(Key), new DescribeKey());

        await fleet.Run(EngineKind.Core, Script.At("05-02 00:00"));

        Assert.Equal(total, fleet.Bill(4, encrypted).Total.ToString());
        Assert.Equal(
            fleet.Bill(4, plain).Lines.Select(line => (line.Kind, line.Count, line.Amount)),
            fleet.Bill(4, encrypted).Lines.Select(line => (line.Kind, line.Count, line.Amount)));
        Assert.InRange(Assert.IsType<KeyDescription>(fleet.Answers["key"]).Requests, 1, long.MaxValue);
    }

    /// <summary>X-06: three sign-ins that fail and a Sunday that is skipped are no hours; a plain desktop is maintained that Sunday.</summary>
    [Theory]
    [InlineData(EngineKind.Grains)]
    [InlineData(EngineKind.Core)]
    [Trait("Rule", "ENC-13")]
    [Trait("Rule", "BIL-06")]
    public async Task Bill_X06KeyDisabledWhileStopped_HasNoHours(EngineKind engine)
    {
        string[] days = ["04-04 09:00", "04-05 09:00", "04-06 09:00"];
        var fleet = FleetWithKey();
        var encrypted = fleet.Launch("Standard AutoStop", Script.At(Script.Older), "ann", BothVolumes);
        var plain = fleet.Launch("Standard AutoStop", Script.At(Script.Older), "bob");
        fleet.Send(Script.At("04-01 00:00"), Entity.Of(Key), new EnableKey(IsEnabled: false));
        foreach (var day in days)
            fleet.Question(Script.At(day), day, Entity.Of(encrypted), new Connect(OperationId.At(Script.At(day), "in"), UserName.Of("ann"), new("s-1")));
        foreach (var desk in new[] { encrypted, plain })
            fleet.Send(Script.At("04-29 12:00"), Entity.Of(desk), new AnnounceUpdate("spring", Script.At("04-29 12:00")));

        await fleet.Run(engine, Script.At("05-01 00:00"));

        Assert.All(days, day => Assert.Equal(RefusalCode.KmsKeyInvalid, Assert.IsType<Refused>(fleet.Answers[day]).Code));
        Assert.Equal([(0L, "9.75"), (1L, "10.05")], new[] { encrypted, plain }.Select(desk => ((long)fleet.Bill(4, desk).Hours, fleet.Bill(4, desk).Total.ToString())));
    }

    private static BilledFleet FleetWithKey()
    {
        var fleet = new BilledFleet { MaintenanceTakes = NodaTime.Duration.FromMinutes(35) };
        fleet.Send(Script.At("01-31 12:00"), Entity.Of(Key), new CreateKey());
        return fleet;
    }
}
