using System.Collections.Concurrent;
using DeskFleet.Contracts;
using DeskFleet.Core.Drivers;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Grains.Drivers;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace DeskFleet.Durable.Tests.Clusters;

/// <summary>Two clusters on one database: every entity may be active twice, which no cluster would allow for long.</summary>
public sealed class TwoClustersTests(PostgresServer postgres)
{
    [Fact]
    public async Task DuplicateActivation_OfTheLoser_FailsItsWriteBeforeAnyDriverCommand()
    {
        using var store = Store.Of(StoreKind.Postgres, postgres);
        var driver = new RecordingDriver();
        await using var winner = await DurableSilo.Start(store, "one");
        await using var loser = await DurableSilo.Start(store, "two", services => services.AddSingleton<IDesktopDriver>(driver));
        await winner.Fleet.SetUp();
        var id = await winner.Fleet.LaunchOne("ann");
        Assert.Equal(Lifecycle.Available, (await loser.Fleet.Describe(id))!.State);
        Assert.IsType<Accepted>(await winner.Fleet.Reboot(id, new(Fleet.NewId())));

        await Assert.ThrowsAsync<InconsistentStateException>(() => loser.Services.GetRequiredService<IGrainFactory>().GetEntity(Entity.Of(id)).Send(new StopWorkSpace(Fleet.NewId())));

        Assert.DoesNotContain(driver.Commands, command => command.Verb == DriverVerb.Hibernate);
        Assert.Equal(0, await winner.Database.Scalar<int>("SELECT count(*) FROM fleet_journal WHERE CAST(event AS text) LIKE '%StopAccepted%'"));
        // It starts again from what is stored: the winner's reboot.
        Assert.NotEqual(Lifecycle.Stopping, (await loser.Fleet.Describe(id))!.State);
    }

    private sealed class RecordingDriver : IDesktopDriver
    {
        public ConcurrentQueue<DriverCommand> Commands { get; } = [];

        public ValueTask<Reply> Submit(DriverCommand command)
        {
            Commands.Enqueue(command);
            return new(Accepted.Instance);
        }
    }
}
