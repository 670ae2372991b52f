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

/// <summary>The limits of accounts and users under a hundred callers at once, on real grains.</summary>
public sealed class QuotaTests
{
    private static readonly DirectoryId Second = new("d-second");

    [Fact]
    [Trait("Rule", "QTA-02")]
    [Trait("RulePart", "QTA-04")]
    public async Task Launch_HundredUnderTheDefaultQuota_TwentyAreLaunchedAndTheOthersLeaveNothing()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(Account.DefaultQuota, HostType.General, 2, 2);
        var launches = Enumerable.Range(0, Hundred.Callers).Select(i => FleetHarness.Launch(Hundred.NameOf(i))).ToList();

        var replies = await Hundred.AtOnce(i => fleet.Fleet.Launch(launches[i]));
        await fleet.EffectsAreDelivered();

        Assert.Equal(20, replies.OfType<Launched>().Count());
        Assert.Equal(Hundred.Callers - 20, replies.Count(reply => reply is Refused { Code: RefusalCode.LimitExceeded }));
        await AssertTaken(fleet, 20, FleetHarness.Directory);
        foreach (var (launch, reply) in launches.Zip(replies))
        {
            var user = (await fleet.Stored<UserState>(Entity.Of(launch.Directory, launch.User))).State;
            Assert.Equal((reply as Launched)?.WorkSpace, user.WorkSpace);
            Assert.Equal(reply is Launched, await fleet.Fleet.Describe(launch.OperationId.ToWorkSpaceId()) is not null);
        }
    }

    /// <summary>Room is asked for last: whoever had a unit by then gives it back, so that all twenty are there for the next.</summary>
    [Fact]
    [Trait("Rule", "QTA-02")]
    public async Task Launch_HundredWithoutHosts_EveryUnitIsGivenBack()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(Account.DefaultQuota, HostType.General, 0, 0);

        var replies = await Hundred.AtOnce(i => fleet.Fleet.Launch(FleetHarness.Launch(Hundred.NameOf(i))));
        await fleet.EffectsAreDelivered();

        Assert.All(replies, reply => Assert.Contains(Assert.IsType<Refused>(reply).Code, new[] { RefusalCode.LimitExceeded, RefusalCode.CapacityNotAllocated }));
        Assert.Contains(replies, reply => reply is Refused { Code: RefusalCode.CapacityNotAllocated });
        await AssertTaken(fleet, 0, FleetHarness.Directory);
        await fleet.Accept(Entity.Of(new HostPoolId(FleetHarness.Provider, FleetHarness.ZoneA)), new AllocateHosts("late", HostType.General, 2));
        await fleet.EffectsAreDelivered();
        var again = await Hundred.AtOnce(i => fleet.Fleet.Launch(FleetHarness.Launch(Hundred.NameOf(i))));
        Assert.Equal(20, again.OfType<Launched>().Count());
    }

    /// <summary>Interaction 10: one desktop in each directory, however the name is written.</summary>
    [Fact]
    [Trait("Rule", "QTA-01")]
    [Trait("RulePart", "QTA-04")]
    public async Task Launch_HundredForOneUserInTwoDirectories_OneInEachIsLaunchedAndTheOthersLeaveNothing()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 1000, HostType.General, 1, 1);
        await fleet.Accept(Entity.Of(Second), new RegisterDirectory(FleetHarness.Account, FleetHarness.ZoneA, FleetHarness.ZoneB, IsDedicated: false));
        var launches = Enumerable.Range(0, Hundred.Callers)
            .Select(i => FleetHarness.Launch(i % 4 < 2 ? "ann" : "ANN") with { Directory = i % 2 == 0 ? FleetHarness.Directory : Second })
            .ToList();

        var replies = await Hundred.AtOnce(i => fleet.Fleet.Launch(launches[i]));
        await fleet.EffectsAreDelivered();

        Assert.Equal(Hundred.Callers - 2, replies.Count(reply => reply is Refused { Code: RefusalCode.ResourceExistsWorkSpace }));
        foreach (var directory in new[] { FleetHarness.Directory, Second })
        {
            var winner = Assert.Single(launches.Zip(replies), pair => pair.First.Directory == directory && pair.Second is Launched);
            var user = (await fleet.Stored<UserState>(Entity.Of(directory, UserName.Of("ann")))).State;
            Assert.Equal(winner.First.OperationId.ToWorkSpaceId(), user.WorkSpace);
        }

        await AssertTaken(fleet, 2, FleetHarness.Directory, Second);
        foreach (var (launch, reply) in launches.Zip(replies))
            Assert.Equal(reply is Launched, await fleet.Fleet.Describe(launch.OperationId.ToWorkSpaceId()) is not null);
    }

    /// <summary>Units of the account, places of the directories and slots of the hosts: so many are taken and none is on loan.</summary>
    private static async Task AssertTaken(FleetHarness fleet, int expected, params DirectoryId[] directories)
    {
        var account = (await fleet.Stored<AccountState>(Entity.Of(FleetHarness.Account))).State;
        Assert.Equal((expected, 0), (account.WorkSpaces, account.Units.Lent.Length));
        var places = 0;
        foreach (var id in directories)
        {
            var directory = (await fleet.Stored<DirectoryState>(Entity.Of(id))).State;
            Assert.Empty(directory.Places.Lent);
            places += directory.Count(FleetHarness.ZoneA) + directory.Count(FleetHarness.ZoneB);
        }

        Assert.Equal(expected, places);
        if (expected > 0)
            Assert.Equal(expected, await Occupants(fleet));
    }

    private static async Task<int> Occupants(FleetHarness fleet)
    {
        var occupants = 0;
        foreach (var zone in new[] { FleetHarness.ZoneA, FleetHarness.ZoneB })
        {
            var pool = (await fleet.Stored<HostPoolState>(Entity.Of(new HostPoolId(FleetHarness.Provider, zone)))).State;
            foreach (var host in pool.Hosts.Of(pool.Id))
                occupants += (await fleet.Stored<HostState>(Entity.Of(host))).State.Occupants.Length;
        }

        return occupants;
    }
}
