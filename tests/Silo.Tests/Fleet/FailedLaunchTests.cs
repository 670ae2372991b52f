using DeskFleet.Core.Accounts;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DeskFleet.Silo.Tests.Fleet;

/// <summary>Launches of a hundred callers that are granted and then fail, on real grains.</summary>
public sealed class FailedLaunchTests
{
    private static readonly KeyArn Key = KeyArn.Of(FleetHarness.Account, "ours");

    /// <summary>
    /// A failed launch gives its unit of the quota back at once (QTA-02), and what it holds of directory and key when it is terminated. Twenty others can
    /// be launched then.
    /// </summary>
    [Fact]
    [Trait("Rule", "QTA-02")]
    [Trait("RulePart", "QTA-04")]
    public async Task Launch_HundredWhoseProvisioningFails_UnitsComeBackAtOnceAndTheRestWhenTheyAreTerminated()
    {
        await using var fleet = await FleetHarness.Start(configure: FailingToBoot);
        await fleet.SetUp(Account.DefaultQuota, HostType.General, 1, 1);
        await fleet.Accept(Entity.Of(Key), new CreateKey());

        var replies = await Hundred.AtOnce(i => fleet.Fleet.Launch(Encrypted(i)));
        var launched = replies.OfType<Launched>().Select(reply => reply.WorkSpace).ToList();
        Assert.Equal(Account.DefaultQuota, launched.Count);
        foreach (var id in launched)
            await fleet.Fleet.WaitFor(id, Lifecycle.Error, TimeSpan.FromMinutes(5));
        await fleet.EffectsAreDelivered();
        Assert.Equal(0, (await fleet.Stored<AccountState>(Entity.Of(FleetHarness.Account))).State.WorkSpaces);
        Assert.Equal(Account.DefaultQuota, ((KeyDescription)await fleet.Fleet.DescribeKey(Key)).Seats);

        await Task.WhenAll(launched.Select(id => fleet.Fleet.Terminate(id, new(FleetHarness.NewId()))));
        foreach (var id in launched)
            await Eventually.True(async () => await fleet.Fleet.Describe(id) is null, $"{id} gone");
        await fleet.EffectsAreDelivered();

        var account = (await fleet.Stored<AccountState>(Entity.Of(FleetHarness.Account))).State;
        var directory = (await fleet.Stored<DirectoryState>(Entity.Of(FleetHarness.Directory))).State;
        Assert.Equal((0, 0, 0), (account.WorkSpaces, account.Units.Lent.Length, account.Units.Returned.Length));
        Assert.Equal((0, 0), (directory.Count(FleetHarness.ZoneA), directory.Count(FleetHarness.ZoneB)));
        Assert.Equal(0, ((KeyDescription)await fleet.Fleet.DescribeKey(Key)).Seats);
        var again = await Hundred.AtOnce(i => fleet.Fleet.Launch(Encrypted(2000 + i)));
        Assert.Equal(Account.DefaultQuota, again.OfType<Launched>().Count());
    }

    private static LaunchWorkSpace Encrypted(int number) =>
        FleetHarness.Launch(Hundred.NameOf(number)) with { Encryption = new(Root: true, User: true, Key) };

    private static void FailingToBoot(ISiloBuilder silo)
    {
        var usual = DriverBehaviour.Default;
        var failing = usual with { Verbs = usual.Verbs.SetItem(DriverVerb.Boot, usual.Verbs[DriverVerb.Boot] with { Faults = new(Fail: 1, Stall: 0, Twice: 0) }) };
        silo.Services.AddSingleton(services => new StandInDriver(failing, new Chance(1), services.GetRequiredService<IDriverReports>()));
        silo.Services.AddSingleton<IDesktopDriver>(services => services.GetRequiredService<StandInDriver>());
    }
}
