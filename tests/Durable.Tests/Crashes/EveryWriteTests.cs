using System.Globalization;
using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Durable.Tests.Support;
using DeskFleet.Silo.Storage;

namespace DeskFleet.Durable.Tests.Crashes;

/// <summary>
/// The only silo is killed when exactly so many writes of a desktop's life are stored: whatever it does without a further write it has done, and
/// nothing of the next one. Its successor brings the same life to the same end.
/// </summary>
public sealed class EveryWriteTests(PostgresServer postgres, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>After so long it waits for the gate.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(4);

    /// <summary>A desktop's life is about as many writes; every one in a full run.</summary>
    private const int MaxWrites = 40;
    private static readonly int Stride = FullRun.Is ? 1 : 9;

    [Theory, MemberData(nameof(Store.Kinds), MemberType = typeof(Store))]
    public async Task OnlySilo_KilledAfterAnyWrite_LivesTheSameLife(StoreKind kind)
    {
        using var store = Store.Of(kind, postgres);
        await using var database = store.Open();
        var silo = await RunningSilo.Start(store);
        await silo.Fleet.SetUp(hosts: 4);
        var gate = new WriteGate(kind, database);
        await gate.Build();
        var kills = 0;
        for (var writes = 1; ; writes += Stride)
        {
            var life = new Life($"user-{writes}");
            await gate.Close(writes);
            var isOver = await life.Begin(silo.Fleet);
            if (isOver)
                break;
            Assert.True(writes <= MaxWrites, "A life has become longer; raise the number.");
            await silo.Kill();
            silo.Dispose();
            kills++;
            await gate.Open();
            silo = await RunningSilo.Start(store);
            await life.End(silo.Fleet);
        }

        await gate.Open();
        var journal = await JournalCheck.Of(database);
        Assert.Empty(journal.Faults);
        Assert.All(journal.States.Values, state => Assert.Equal("TERMINATED", state));
        Assert.All(journal.Hours.Values, hours => Assert.Equal(1, hours));
        Assert.Empty(await Audit.Of(database, Patience));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {kills} kills, {journal.Lines} lines"));
        await silo.Kill();
        silo.Dispose();
    }

    /// <summary>Launched, used, terminated; each step under an id that is repeated until it is answered.</summary>
    private sealed class Life(string user)
    {
        private readonly LaunchWorkSpace _launch = Fleet.Launch(user);
        private readonly Connect _connect = new(Fleet.NewId(), UserName.Of(user), new SessionId($"session-of-{user}"));
        private readonly TerminateWorkSpace _terminate = new(Fleet.NewId());

        private WorkSpaceId Id => _launch.OperationId.ToWorkSpaceId();

        /// <returns>Whether it came to its end.</returns>
        public async Task<bool> Begin(FleetClient fleet)
        {
            try
            {
                Assert.IsType<Launched>(await fleet.Launch(_launch));
                if (!await fleet.Reaches(Id, Stuck, Lifecycle.Available))
                    return false;
                Assert.IsType<Connected>(await fleet.Connect(Id, _connect));
                await fleet.Terminate(Id, _terminate);
                return await fleet.Reaches(Id, Stuck, Lifecycle.Terminated);
            }
            catch (FleetUnavailableException)
            {
                return false;
            }
        }

        public async Task End(FleetClient fleet)
        {
            Assert.IsType<Launched>(await Patient.Question(() => fleet.Launch(_launch), Patience));
            await fleet.Until(Id, Patience, Lifecycle.Available, Lifecycle.Terminating, Lifecycle.Terminated);
            await Patient.Question(() => fleet.Connect(Id, _connect), Patience);
            Assert.IsType<Accepted>(await Patient.Question(() => fleet.Terminate(Id, _terminate), Patience));
            await fleet.Until(Id, Patience, Lifecycle.Terminated);
        }
    }
}
