using DeskFleet.Core.Identity;
using DeskFleet.Core.Journal;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;
using DeskFleet.Silo.Tests.Support;

namespace DeskFleet.Durable.Tests.PersonNames;

/// <summary>A name is right, or is refused by name, on every store alike (QTA-01).</summary>
public sealed class UserNameStoreTests(PostgresServer postgres)
{
    private static readonly string[] Possible =
        ["Jane.Doe", "ACME\\Ann", "a+b@Example.org", "a-b@example.org", "o'brien", "o-brien", "j\u00fcrgen", "j\u00f6rgen", "a{b}", "a b", new('\u5c71', 64), "\"q\"", "a%7Bb", "\ud83d\ude00"];

    private static readonly string[] Impossible = ["", " ", "an\0n", "ann\n", "ann\ud800", "j\ufffdrgen", new('a', 65)];

    [Theory, MemberData(nameof(Store.AllKinds), MemberType = typeof(Store))]
    [Trait("Rule", "QTA-01")]
    public async Task Names_OfAllKinds_AreKeptAsGivenOrRefusedByName(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var silo = await DurableSilo.Start(store);
        await silo.Fleet.SetUp(hosts: 3);

        foreach (var name in Possible)
        {
            var id = await silo.Fleet.LaunchOne(name);
            var (lower, composed) = (UserName.Of(name.ToLowerInvariant()), UserName.Of(name.Replace("\u00fc", "u\u0308", StringComparison.Ordinal)));

            Assert.Equal(name, (await silo.Fleet.Describe(id))!.User.Value);
            Assert.Equal(id, await silo.Fleet.WorkSpaceOf(Fleet.Directory, lower));
            Assert.Equal(RefusalCode.ResourceExistsWorkSpace, Assert.IsType<Refused>(await silo.Fleet.Launch(Fleet.Launch(name.ToLowerInvariant()))).Code);
            Assert.IsType<Connected>(await silo.Fleet.Connect(id, new Connect(Fleet.NewId(), composed, new("s"))));
            await Eventually.True(
                async () => (await silo.Fleet.List(new(Directory: Fleet.Directory, User: lower), null, 2)).Items is [var one] && one.Desktop.User.Value == name, $"{name} is listed");
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var sessions = silo.Fleet.Changes(JournalPosition.Beginning, patience.Token).Where(line => line.Event is SessionOpened);
        var end = (await sessions.ElementAtAsync(Possible.Length - 1, patience.Token)).Position;
        foreach (var name in Impossible)
        {
            var user = UserName.Of(name);
            Reply[] replies =
            [
                await silo.Fleet.Launch(Fleet.Launch(name)), await silo.Fleet.EnableUser(Fleet.NewId(), Fleet.Directory, user, isEnabled: false),
                await silo.Fleet.Send(Entity.Of(Fleet.Directory, user), new ClaimUser(new("ws-000000000"))), await silo.Fleet.EraseUser(Fleet.NewId(), Fleet.Directory, user),
            ];
            Assert.All(replies, reply => Assert.Equal(new Refused(RefusalCode.InvalidParameter, user.Fault()!), reply));
            Assert.Null(await silo.Fleet.WorkSpaceOf(Fleet.Directory, user));
            Assert.Null(await silo.Fleet.Documents(Fleet.Directory, user));
        }

        // What a refused name had written would stand before the next that is there.
        var next = await silo.Fleet.LaunchOne("next");
        Assert.Equal(Entity.Of(next), (await silo.Fleet.Changes(end, patience.Token).FirstAsync(patience.Token)).Entity);
    }
}
