using DeskFleet.Core.Accounts;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Silo.Tests.Fleet;

public sealed class GracefulStopTests
{
    [Fact]
    public async Task Stop_WithAnEffectThatFails_ItsSuccessorDeliversItFromTheRecord()
    {
        var storage = new SwitchableStorage();
        var launch = FleetHarness.Launch("ann");
        var id = launch.OperationId.ToWorkSpaceId();
        var account = Entity.Of(FleetHarness.Account);
        await using (var first = await FleetHarness.Start(storage))
        {
            await first.SetUp(quota: 5, FleetHarness.OneDesktop, 1, 1);
            Assert.IsType<Launched>(await first.Fleet.Launch(launch));
            await first.Fleet.WaitFor(id, Lifecycle.Available, TimeSpan.FromMinutes(5));
            await first.EffectsAreDelivered();
            first.Storage.FailAlways(account.Key);
            await first.Fleet.Terminate(id, new(FleetHarness.NewId()));
            await Eventually.True(async () => await first.Fleet.Describe(id) is null, "the desktop terminated, its account not told");
        }

        storage.Heal(account.Key);
        await using var second = await FleetHarness.Start(storage);
        Assert.Equal(1, (await second.Stored<AccountState>(account)).State.WorkSpaces);

        Assert.Null(await second.Fleet.Describe(id));
        await Eventually.Is(0, async () => (await second.Stored<AccountState>(account)).State.WorkSpaces, "the account's count");
    }
}
