using DeskFleet.Contracts.Journal;
using DeskFleet.Core.Auditing;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Machines;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Restores;

/// <summary>
/// A backup is taken, the fleet goes on, its database is lost and the backup restored under hosts that are ahead of it. The hosts are believed:
/// epochs and running desktops are adopted, what nobody knows is listed, and nothing is stopped.
/// </summary>
public sealed class OlderDatabaseTests(PostgresServer postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Backup_RestoredUnderHostsThatAreAhead_AdoptsWhatRunsAndStopsNothing(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        var machines = store.MachineFile;
        var (ann, bob, cleo, dora, cursor) = await RunAheadOfTheBackup(store, machines);
        await store.Restore();

        using var silo = await RunningSilo.Start(store, "--machine-file", machines);
        // Ann's was stopped in the backup, and has been started, stopped and started since: it is taken over where it runs.
        await silo.Fleet.Until(ann, Patience, Lifecycle.Available);
        // Bob's ran in the backup and has been rebooted since: it goes on, and the machine heeds its next order though the backup's epoch is old.
        Assert.Equal(Lifecycle.Available, (await silo.Fleet.Describe(bob))!.State);
        Assert.IsType<Accepted>(await silo.Fleet.Stop(bob, new(Fleet.NewId())));
        await silo.Fleet.Until(bob, Patience, Lifecycle.Stopped);
        // Dora's ran in the backup and has been stopped since: it is not said to run any more.
        await silo.Says($"{DiscrepancyKind.MachineOff}: {Entity.Of(dora)}");
        await silo.Fleet.Until(dora, Patience, Lifecycle.Stopped);
        // Whoever has read further than the backup hears so.
        await Assert.ThrowsAsync<JournalAheadException>(async () => await silo.Fleet.Changes(cursor, TestContext.Current.CancellationToken).FirstAsync());
        // Cleo's was launched after the backup: nobody's, and still there.
        await silo.Says($"{DiscrepancyKind.MachineOrphaned}: {Entity.Of(cleo)}");
        Assert.Null(await silo.Fleet.Describe(cleo));

        var file = new MachineFile(machines, null!, null!);
        await using var database = store.Open();
        var slot = (await Stored.Of<WorkSpaceState>(database, Entity.Of(ann))).State.Slot!;
        Assert.Contains(ann, (await file.On(slot.Host, TestContext.Current.CancellationToken)).Select(machine => machine.WorkSpace));
        Assert.Equal(1, await Running(file, cleo));
        Assert.Equal(0, await Running(file, bob));
        Assert.Equal(0, await Running(file, dora));
        Assert.Empty(await Audit.Of(database, Patience));
        await silo.Kill();
    }

    private static async Task<(WorkSpaceId Ann, WorkSpaceId Bob, WorkSpaceId Cleo, WorkSpaceId Dora, JournalPosition Read)> RunAheadOfTheBackup(Store store, string machines)
    {
        using var silo = await RunningSilo.Start(store, "--machine-file", machines);
        await silo.Fleet.SetUp();
        var (ann, bob, dora) = (await silo.Fleet.LaunchOne("ann"), await silo.Fleet.LaunchOne("bob"), await silo.Fleet.LaunchOne("dora"));
        await Stop(silo, ann);
        // What is still owed at the backup, such as the slot of Ann's, would be given back only after her machine was found.
        await using (var database = store.Open())
            Assert.Empty(await Audit.Of(database, Patience));
        await store.BackUp();
        for (var i = 0; i < 2; i++)
        {
            await silo.Fleet.Start(ann, new(Fleet.NewId()));
            await silo.Fleet.Until(ann, Patience, Lifecycle.Available);
            if (i == 0)
                await Stop(silo, ann);
        }

        await silo.Fleet.Reboot(bob, new(Fleet.NewId()));
        await silo.Fleet.Until(bob, Patience, Lifecycle.Available);
        await Stop(silo, dora);
        var cleo = await silo.Fleet.LaunchOne("cleo");
        // Far enough that what the restored fleet writes at its start does not come there.
        var read = await silo.Fleet.End();
        await silo.Kill();
        return (ann, bob, cleo, dora, new(read.Value + 1_000));
    }

    private static async Task Stop(RunningSilo silo, WorkSpaceId id)
    {
        await silo.Fleet.Stop(id, new(Fleet.NewId()));
        await silo.Fleet.Until(id, Patience, Lifecycle.Stopped);
    }

    private static async Task<int> Running(MachineFile file, WorkSpaceId id)
    {
        var running = 0;
        foreach (var zone in new[] { Fleet.ZoneA, Fleet.ZoneB })
            running += (await file.On(new($"h-provider-{zone}-0001"), TestContext.Current.CancellationToken)).Count(machine => machine.WorkSpace == id);
        return running;
    }
}
