using System.Globalization;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Journal;
using DeskFleet.Contracts.Views;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Journal;
using DeskFleet.Grains.Views;
using DeskFleet.Testing.Engines;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace DeskFleet.Testing;

/// <summary>
/// A fleet in the process of a test: the production grains on a silo of their own, records in memory, stand-in machines, and a clock that moves
/// only when somebody waits, by <see cref="RunFor"/>, by <see cref="FleetClient.WaitFor"/>, or by a delay on <see cref="Time"/>. It has one
/// account, one directory in two zones, and hosts without end. Fleets share nothing, so tests may run side by side.
/// </summary>
/// <remarks>Thread-safe. Time has passed for everybody when one waits: who needs exact moments lets only one wait at a time.</remarks>
public sealed class TestFleet : IAsyncDisposable
{
    private static readonly ZoneId[] Zones = [new("us-east-1a"), new("us-east-1b")];
    private static readonly TimeSpan ProvisionedWithin = TimeSpan.FromHours(4);

    private readonly VirtualTime _time;
    private readonly GrainsEngine _engine;
    private readonly SemaphoreSlim _stepping = new(1);
    private long _lastMark;
    private long _lastId;
    private volatile Exception? _failure;

    private TestFleet(VirtualTime time, GrainsEngine engine)
    {
        (_time, _engine) = (time, engine);
        Time = new FleetTime(this);
        Client = new(engine.Grains, Time) { RepeatsCalls = false };
    }

    public static AccountId Account { get; } = new("acme", "us-east-1");

    /// <summary>Registered in two zones; users need not be made known to it.</summary>
    public static DirectoryId Directory { get; } = new("d-acme");

    /// <summary>What a backend uses, the very class; its waiting is virtual.</summary>
    public FleetClient Client { get; }

    /// <summary>The fleet's clock, for code that takes a <see cref="TimeProvider"/>: a delay on it moves the clock.</summary>
    public TimeProvider Time { get; }

    /// <exception cref="InvalidOperationException">The fleet failed while the clock moved.</exception>
    public Instant Now => _failure is null ? _time.Now : throw new InvalidOperationException("The fleet failed while its clock moved.", _failure);

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static async Task<TestFleet> Start(TestFleetOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(options.WorkSpaces);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Repeats, 1);
        var time = new VirtualTime(options.Start) { Repeats = options.Repeats };
        var driver = options.Machines?.Invoke(time) ?? new StandInDriver(options.Driver, new Chance(options.Seed), time);
        var importer = new StandInImageImporter(options.Importer, new Chance(options.Seed), time);
        var journal = new MemoryJournal(TimeProvider.System);
        var view = new MemoryWorkSpaceView(journal);
        var engine = await GrainsEngine.Start(time, new RecordStore(serializes: true, time), journal, driver, importer, services => services
            .AddSingleton<IJournalReader>(journal)
            .AddSingleton<IWorkSpaceView>(view)
            .AddSingleton<IUserErasure, MemoryUserErasure>());
        var fleet = new TestFleet(time, engine);
        await fleet.SetUp(options);
        return fleet;
    }

    /// <summary>A new operation id by the fleet's clock. They are the same in each run, and so are the ids of what is launched under them.</summary>
    public OperationId NewId() => OperationId.At(Now, Interlocked.Increment(ref _lastId).ToString("d6", CultureInfo.InvariantCulture));

    /// <summary>Launches a Standard desktop and waits until it is AVAILABLE.</summary>
    /// <exception cref="InvalidOperationException">The launch was refused; the message says why.</exception>
    /// <exception cref="TimeoutException">It was not AVAILABLE within four hours, as when machines fail.</exception>
    public async Task<WorkSpaceId> Launch(string user, RunningMode mode = RunningMode.AutoStop)
    {
        var launch = new LaunchWorkSpace(NewId(), Directory, UserName.Of(user), BundleId.Named("Standard"), mode);
        var launched = Granted<Launched>(await Client.Launch(launch));
        await Client.WaitFor(launched.WorkSpace, Lifecycle.Available, ProvisionedWithin);
        return launched.WorkSpace;
    }

    /// <summary>Lets time pass: what falls due meanwhile happens, in its order.</summary>
    /// <param name="time">0 or more; 0 delivers what is owed now.</param>
    public Task RunFor(Duration time) => RunUntil(Now + time);

    /// <inheritdoc cref="RunFor"/>
    /// <param name="until">Not before <see cref="Now"/>.</param>
    public Task RunUntil(Instant until)
    {
        var wait = new ClockWait();
        Mark(until, wait.End);
        return Move(wait);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _stepping.Dispose();
    }

    /// <summary>Does something when the clock is there. Marks of one instant come in the order in which they were set.</summary>
    internal void Mark(Instant at, Action then) =>
        _time.Arrive(at, "", Interlocked.Increment(ref _lastMark), _ =>
        {
            then();
            return ValueTask.CompletedTask;
        });

    /// <summary>
    /// Moves the clock until the wait is over, and not one delivery further: who waited goes on at that moment, and a clock that still moves would
    /// overtake him or not, as the threads happen to run.
    /// </summary>
    internal async Task Move(ClockWait wait)
    {
        while (!wait.IsOver)
            await Step(wait);
    }

    private async Task Step(ClockWait wait)
    {
        await _stepping.WaitAsync();
        try
        {
            // Another one may have ended the wait while this one waited for its turn.
            if (!wait.IsOver)
                await _time.Step(_engine);
        }
        catch (Exception e)
        {
            _failure = e;
            throw;
        }
        finally
        {
            _stepping.Release();
        }
    }

    private async Task SetUp(TestFleetOptions options)
    {
        var provider = Account with { Account = AccountId.Provider };
        Granted<Accepted>(await Client.SetLimits(NewId(), Account, new(options.WorkSpaces, GraphicsMonthlyEnabled: false)));
        Granted<Accepted>(await Client.RegisterDirectory(NewId(), Directory, new(Account, Zones[0], Zones[1], IsDedicated: false)));
        foreach (var zone in Zones)
            Granted<Accepted>(await Client.ConfigurePool(NewId(), new(provider, zone), new([HostType.General, HostType.Gpu], ReserveHosts: 0)));
        await RunFor(Duration.Zero);
    }

    private static T Granted<T>(Reply reply)
        where T : Reply =>
        reply is T granted ? granted : throw new InvalidOperationException(reply is Refused refused ? $"Refused as {refused.Code}: {refused.Message}" : $"Answered {reply}.");
}
