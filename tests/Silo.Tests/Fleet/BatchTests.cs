using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Fleet;

/// <summary>Calls for many WorkSpaces at once (WKS-03).</summary>
public sealed class BatchTests
{
    [Fact]
    [Trait("Rule", "WKS-03")]
    public async Task Launch_TenOfWhichTwoAreInvalid_EightArePendingAndTheRestNamedInRequestOrder()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 100, HostType.General, 1, 1);
        var launches = Enumerable.Range(0, 10).Select(i => FleetHarness.Launch($"user-{i}")).ToArray();
        launches[3] = launches[3] with { Directory = new("d-nowhere") };
        launches[7] = FleetHarness.Launch("USER-1");

        var reply = await fleet.Fleet.Launch(launches);

        Assert.Null(reply.Refused);
        Assert.Equal(10, reply.Replies.Length);
        Assert.Equal(RefusalCode.DirectoryNotRegistered, Assert.IsType<Refused>(reply.Replies[3]).Code);
        Assert.Equal(RefusalCode.ResourceExistsWorkSpace, Assert.IsType<Refused>(reply.Replies[7]).Code);
        foreach (var i in Enumerable.Range(0, 10).Except([3, 7]))
        {
            Assert.Equal(launches[i].OperationId.ToWorkSpaceId(), Assert.IsType<Launched>(reply.Replies[i]).WorkSpace);
            Assert.NotNull(await fleet.Fleet.Describe(launches[i].OperationId.ToWorkSpaceId()));
        }
    }

    /// <summary>Interaction 9: room for two more under the quota, and five are asked for.</summary>
    [Fact]
    [Trait("Rule", "WKS-03")]
    [Trait("Rule", "QTA-02")]
    public async Task Launch_FiveWithRoomForTwo_TheFirstTwoWin()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 2, HostType.General, 1, 1);

        var reply = await fleet.Fleet.Launch([.. Enumerable.Range(0, 5).Select(i => FleetHarness.Launch($"user-{i}"))]);

        Assert.All(reply.Replies[..2], item => Assert.IsType<Launched>(item));
        Assert.All(reply.Replies[2..], item => Assert.Equal(RefusalCode.LimitExceeded, Assert.IsType<Refused>(item).Code));
    }

    [Fact]
    [Trait("Rule", "WKS-03")]
    public async Task EveryVerb_TooManyItemsOrNone_IsRefusedAsAWhole()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 100, HostType.General, 1, 1);
        var launches = Enumerable.Range(0, 26).Select(i => FleetHarness.Launch($"user-{i}")).ToArray();

        BatchReply[] refused =
        [
            await fleet.Fleet.Launch(launches),
            await fleet.Fleet.Launch([]),
            await fleet.Fleet.Start(Items(26, id => new StartWorkSpace(id))),
            await fleet.Fleet.Stop(Items(26, id => new StopWorkSpace(id))),
            await fleet.Fleet.Reboot(Items(26, id => new RebootWorkSpace(id))),
            await fleet.Fleet.Rebuild(Items(2, id => new RebuildWorkSpace(id))),
            await fleet.Fleet.Terminate(Items(26, id => new TerminateWorkSpace(id))),
        ];

        Assert.All(refused, reply => Assert.Equal((RefusalCode.InvalidParameter, 0), (reply.Refused!.Code, reply.Replies.Length)));
        foreach (var launch in launches)
            Assert.Null(await fleet.Fleet.Describe(launch.OperationId.ToWorkSpaceId()));
        Assert.All((await fleet.Fleet.Launch(launches[..25])).Replies, item => Assert.IsType<Launched>(item));
    }

    [Fact]
    [Trait("Rule", "WKS-03")]
    public async Task EveryVerb_OneDesktopThereAndOneNot_AnswersEachInRequestOrder()
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 100, HostType.General, 1, 1);
        var launch = FleetHarness.Launch("ann");
        await fleet.Fleet.Launch(launch);
        var (here, nowhere) = (launch.OperationId.ToWorkSpaceId(), new WorkSpaceId("ws-nowhere00"));
        await fleet.Fleet.WaitFor(here, Lifecycle.Available, TimeSpan.FromMinutes(5));

        await Each<RebootWorkSpace>(items => fleet.Fleet.Reboot(items), id => new RebootWorkSpace(id), Lifecycle.Available);
        await Each<StopWorkSpace>(items => fleet.Fleet.Stop(items), id => new StopWorkSpace(id), Lifecycle.Stopped);
        await Each<StartWorkSpace>(items => fleet.Fleet.Start(items), id => new StartWorkSpace(id), Lifecycle.Available);
        await Each<TerminateWorkSpace>(items => fleet.Fleet.Terminate(items), id => new TerminateWorkSpace(id), null);
        var rebuilt = await fleet.Fleet.Rebuild([new(nowhere, new(FleetHarness.NewId()))]);
        Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(Assert.Single(rebuilt.Replies)).Code);

        async Task Each<T>(Func<IReadOnlyList<BatchItem<T>>, Task<BatchReply>> call, Func<OperationId, T> operation, Lifecycle? until)
            where T : Operation
        {
            var reply = await call([new(nowhere, operation(FleetHarness.NewId())), new(here, operation(FleetHarness.NewId()))]);
            Assert.Equal(RefusalCode.ResourceNotFound, Assert.IsType<Refused>(reply.Replies[0]).Code);
            Assert.IsType<Accepted>(reply.Replies[1]);
            if (until is { } state)
                await fleet.Fleet.WaitFor(here, state, TimeSpan.FromMinutes(5));
        }
    }

    private static BatchItem<T>[] Items<T>(int count, Func<OperationId, T> operation)
        where T : Operation =>
        [.. Enumerable.Range(0, count).Select(_ => new BatchItem<T>(new("ws-nowhere00"), operation(FleetHarness.NewId())))];
}
