using DeskFleet.Core.Accounts;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Fleet;

public sealed class LastSlotTests
{
    [Fact]
    public async Task Launch_HundredForTheLastSlot_OneIsPlacedAndTheOthersQueue()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 1000, FleetHarness.OneDesktop, 1, 0);

        var launches = Enumerable.Range(0, Hundred.Callers).Select(i => FleetHarness.Launch(Hundred.NameOf(i))).ToList();
        var replies = await Hundred.AtOnce(i => fleet.Fleet.Launch(launches[i]));
        await fleet.EffectsAreDelivered();

        var launched = replies.OfType<Launched>().ToList();
        var winner = Assert.Single(launched, one => !one.Waits);
        Assert.Equal(Hundred.Callers, launched.Count);
        var host = (await fleet.Stored<HostState>(Entity.Of(new HostId("h-provider-us-east-1a-0001")))).State;
        Assert.Equal(winner.WorkSpace, Assert.Single(host.Occupants).WorkSpace);
        var pool = (await fleet.Stored<HostPoolState>(Entity.Of(new HostPoolId(FleetHarness.Provider, FleetHarness.ZoneA)))).State;
        Assert.Equal(Hundred.Callers - 1, pool.Queue.Length);
        await AssertCounts(fleet, Hundred.Callers);
    }

    [Fact]
    public async Task Launch_HundredForTheLastUnitOfQuota_OneIsLaunchedAndTheOthersAreRefusedByName()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 1, HostType.General, 5, 5);

        var launches = Enumerable.Range(0, Hundred.Callers).Select(i => FleetHarness.Launch(Hundred.NameOf(i))).ToList();
        var replies = await Hundred.AtOnce(i => fleet.Fleet.Launch(launches[i]));
        await fleet.EffectsAreDelivered();

        Assert.Single(replies.OfType<Launched>());
        Assert.Equal(Hundred.Callers - 1, replies.Count(reply => reply is Refused { Code: RefusalCode.LimitExceeded }));
        await AssertCounts(fleet, 1);
        var held = 0;
        foreach (var launch in launches)
            held += (await fleet.Stored<UserState>(Entity.Of(launch.Directory, launch.User))).State.WorkSpace is null ? 0 : 1;
        Assert.Equal(1, held);
    }

    [Fact]
    public async Task Launch_FiftyTimesUnderOneId_OneWorkSpaceAndEqualAnswers()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 10, HostType.General, 1, 1);
        var launch = FleetHarness.Launch("ann");

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => fleet.Fleet.Launch(launch))));
        await fleet.EffectsAreDelivered();

        Assert.Equal(launch.OperationId.ToWorkSpaceId(), Assert.IsType<Launched>(Assert.Single(replies.Distinct())).WorkSpace);
        await AssertCounts(fleet, 1);
    }

    private static async Task AssertCounts(FleetHarness fleet, int workSpaces)
    {
        var account = (await fleet.Stored<AccountState>(Entity.Of(FleetHarness.Account))).State;
        Assert.Equal(workSpaces, account.WorkSpaces);
        Assert.Empty(account.Units.Lent);
        var directory = (await fleet.Stored<DirectoryState>(Entity.Of(FleetHarness.Directory))).State;
        Assert.Equal(workSpaces, directory.Count(FleetHarness.ZoneA) + directory.Count(FleetHarness.ZoneB));
        Assert.Empty(directory.Places.Lent);
    }
}
