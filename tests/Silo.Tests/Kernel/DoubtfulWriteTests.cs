using DeskFleet.Contracts;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DeskFleet.Silo.Tests.Kernel;

/// <summary>After a failed or doubtful write nothing is decided on a record that may be stale, not even by requests that waited already.</summary>
public sealed class DoubtfulWriteTests
{
    private static readonly Entity Account = Entity.Of(FleetHarness.Account);

    [Theory]
    [InlineData(FailWhen.BeforeWriting, 1)]
    [InlineData(FailWhen.AfterWriting, 0)]
    public async Task Tell_WriteFailsWhileOthersWait_TheyAreDecidedOnWhatIsStored(FailWhen when, int grantedToOthers)
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.Accept(Account, new SetLimits(1, GraphicsMonthlyEnabled: false));
        var readBefore = fleet.Storage.Reads(Account.Key);
        var fault = fleet.Storage.FailNext(Account.Key, when);

        var doubtful = fleet.Fleet.Send(Account, Lease("first"));
        await fault.Reached.Task;
        var waiting = Enumerable.Range(0, 20).Select(i => fleet.Fleet.Send(Account, Lease($"other-{i}"))).ToList();
        fault.Open.SetResult();

        await Assert.ThrowsAsync<OrleansException>(() => doubtful);
        var replies = await Task.WhenAll(waiting);
        Assert.Equal(grantedToOthers, replies.Count(reply => reply is QuotaLeased));
        Assert.Equal(20 - grantedToOthers, replies.Count(reply => reply is Refused { Code: RefusalCode.LimitExceeded }));
        Assert.Equal(readBefore + 1, fleet.Storage.Reads(Account.Key));
        Assert.Equal(1, (await fleet.Stored<AccountState>(Account)).State.WorkSpaces);
    }

    [Theory]
    [InlineData(FailWhen.BeforeWriting)]
    [InlineData(FailWhen.AfterWriting)]
    public async Task Launch_WriteOfTheWorkSpaceFails_RepeatedUnderTheSameIdGivesOneDesktop(FailWhen when)
    {
        await using var fleet = await FleetHarness.Start();
        await fleet.SetUp(quota: 5, FleetHarness.OneDesktop, 1, 1);
        var launch = FleetHarness.Launch("ann");
        var id = launch.OperationId.ToWorkSpaceId();
        fleet.Storage.FailNext(id.Value, when).Open.SetResult();

        // Past the client, which may repeat a failed call by itself.
        var workSpace = fleet.Services.GetRequiredService<IGrainFactory>().GetEntity(Entity.Of(id));
        await Assert.ThrowsAsync<OrleansException>(() => workSpace.Send(launch));
        Assert.IsType<Core.WorkSpaces.Launched>(await fleet.Fleet.Launch(launch));

        await fleet.Fleet.WaitFor(id, Core.WorkSpaces.Lifecycle.Available, TimeSpan.FromMinutes(5));
        await fleet.EffectsAreDelivered();
        var account = (await fleet.Stored<AccountState>(Account)).State;
        Assert.Equal(1, account.WorkSpaces);
        Assert.Empty(account.Units.Lent);
    }

    private static LeaseQuota Lease(string token) =>
        new(new(1, token), new WorkSpaceId($"ws-{token.Replace("-", "", StringComparison.Ordinal)}"), CountsAsSeat: false, NeedsArrangement: false);
}
