using DeskFleet.Core.Accounts;
using DeskFleet.Core.Auditing;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Auditing;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DeskFleet.Durable.Tests.Auditing;

/// <summary>The auditor on a silo: nothing to find in a fleet at work, everything that somebody broke, and the mend.</summary>
public sealed class AuditorTests(PostgresServer postgres)
{
    private static readonly AuditOptions Quick = new() { PageSize = 3, Pause = TimeSpan.FromMilliseconds(1), RoundPause = TimeSpan.FromMilliseconds(50) };

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Fleet_AtWork_HasNoDiscrepancy(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await Start(store);
        await silo.Fleet.SetUp(hosts: 3);

        await Parallel.ForEachAsync(Enumerable.Range(0, 40), async (number, stop) =>
        {
            var id = await silo.Fleet.LaunchOne($"user-{number}");
            await silo.Fleet.Connect(id, new(Fleet.NewId(), UserName.Of($"user-{number}"), new SessionId($"s-{number}")), stop);
            if (number % 2 == 0)
                await silo.Fleet.Terminate(id, new(Fleet.NewId()), stop);
        });

        var counts = Counts(silo);
        var rounds = counts.Rounds;
        await Eventually.True(() => counts.Rounds > rounds + 1, "a whole round after the work");
        Assert.True(counts.Compared > 100, $"Only {counts.Compared} records were compared.");
        Assert.Equal(0, counts.Found);
    }

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task Records_BrokenOneByOne_AreFoundOnceAndMended(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await Start(store);
        await silo.Fleet.SetUp(hosts: 2);
        var id = await silo.Fleet.LaunchOne("ann");
        await silo.Fleet.Connect(id, new(Fleet.NewId(), UserName.Of("ann"), new SessionId("s-1")));
        var desktop = (await Stored.Of<WorkSpaceState>(silo.Database, Entity.Of(id))).State;
        var (user, host) = (Entity.Of(Fleet.Directory, UserName.Of("ann")), Entity.Of(desktop.Slot!.Host));
        await Settled(silo);

        await FindsAndMends(silo, DiscrepancyKind.ClaimMissing, (user, new VacateUser(id)));
        await FindsAndMends(silo, DiscrepancyKind.ClaimStale, (UserOf("bob"), new ClaimUser(Nobody)), (UserOf("bob"), new ConfirmUser(Nobody)));
        await FindsAndMends(silo, DiscrepancyKind.SlotUnlisted, (host, new ReleaseSlot(id, desktop.Slot.Epoch)));
        await FindsAndMends(
            silo, DiscrepancyKind.SlotLeaked, (host, new ReserveSlot(Nobody, 1, Fleet.Standard.Size, false)), (host, new StartEnded(Nobody, 1)));
        await FindsAndMends(silo, DiscrepancyKind.CountWrong, Lost(Entity.Of(Fleet.Account), Account.PlainSlot));
        await FindsAndMends(silo, DiscrepancyKind.CountWrong, Lost(Entity.Of(Fleet.Directory), desktop.Identity!.Zone.Value));

        Assert.Equal(1, (await Stored.Of<AccountState>(silo.Database, Entity.Of(Fleet.Account))).State.WorkSpaces);
        Assert.Equal(1, (await Stored.Of<DirectoryState>(silo.Database, Entity.Of(Fleet.Directory))).State.Count(desktop.Identity.Zone));
        Assert.Equal(id, (await Stored.Of<UserState>(silo.Database, user)).State.WorkSpace);
        Assert.Equal(id, Assert.Single((await Stored.Of<HostState>(silo.Database, host)).State.Occupants).WorkSpace);
        Assert.Equal(6, Counts(silo).Repaired);
    }

    private static WorkSpaceId Nobody { get; } = new("ws-000000000");

    private static Entity UserOf(string name) => Entity.Of(Fleet.Directory, UserName.Of(name));

    /// <summary>A unit is returned that nobody had.</summary>
    private static (Entity, Command)[] Lost(Entity owner, string slot)
    {
        var nobodys = Fleet.NewId();
        return [(owner, new ReturnLease(nobodys, slot)), (owner, new SettleLease(nobodys))];
    }

    private static async Task FindsAndMends(DurableSilo silo, DiscrepancyKind kind, params (Entity Entity, Command Command)[] harm)
    {
        var before = Counts(silo).FoundByKind.GetValueOrDefault(kind);
        foreach (var (entity, command) in harm)
            Assert.IsNotType<Refused>(await silo.Fleet.Send(entity, command));
        await Eventually.True(() => Counts(silo).FoundByKind.GetValueOrDefault(kind) > before, $"{kind} is found");
        var counts = await Settled(silo);
        Assert.Equal(before + 1, counts.FoundByKind[kind]);
        Assert.Equal(counts.Found, counts.Repaired);
    }

    /// <summary>Rounds that began after the last change, and in which no owner was on the move.</summary>
    private static async Task<AuditCounts> Settled(DurableSilo silo)
    {
        var counts = Counts(silo);
        var (rounds, undecided) = (counts.Rounds, counts.Undecided);
        await Eventually.True(
            () =>
            {
                if (counts.Undecided > undecided)
                    (rounds, undecided) = (counts.Rounds, counts.Undecided);
                return counts.Rounds >= rounds + 3;
            },
            "three rounds in a row decide on every owner");
        return counts;
    }

    private static AuditCounts Counts(DurableSilo silo) => silo.Services.GetRequiredService<AuditCounts>();

    private static Task<DurableSilo> Start(Store store) => DurableSilo.Start(store, before: services => services.AddSingleton(Quick));
}
