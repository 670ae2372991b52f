using System.Collections.Immutable;
using System.Globalization;
using DeskFleet.Contracts;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Chances;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Storage;
using DeskFleet.Testing.Engines;
using NodaTime;
using Orleans.Storage;

namespace DeskFleet.Durable.Tests.Idle;

/// <summary>
/// Desktops that were launched and stopped by themselves, with all that belongs to them, as a fleet has stored them: played in virtual time on the
/// engine without a database, until nothing more would ever happen.
/// </summary>
internal sealed class StoppedFleet : IRecordWatcher, IJournal
{
    private static readonly AccountId Account = new("acme", "us-east-1");
    private static readonly AccountId Provider = new(AccountId.Provider, "us-east-1");
    private static readonly DirectoryId Directory = new("d-acme");
    private static readonly ZoneId[] Zones = [new("us-east-1a"), new("us-east-1b")];

    private readonly Dictionary<Entity, IEntityRecord> _records = [];
    private readonly Dictionary<Entity, ImmutableArray<LoggedEvent>> _lines = [];

    public IReadOnlyDictionary<Entity, IEntityRecord> Records => _records;

    /// <param name="start">Virtual; they are at rest a few hours later.</param>
    public static async Task<StoppedFleet> Of(int desktops, Instant start)
    {
        var fleet = new StoppedFleet();
        var time = new VirtualTime(start);
        var driver = new StandInDriver(DriverBehaviour.Default, new Chance(1), time);
        var importer = new StandInImageImporter(ImporterBehaviour.Default, new Chance(1), time);
        await using var engine = new CoreEngine(time, new RecordStore(serializes: false, time, fleet), fleet, driver, importer);
        foreach (var (number, (entity, command)) in SetUp().Concat(Launches(desktops, start)).Index())
            time.Arrive(start, "", number, async e => Assert.IsNotType<Refused>(await e.Send(entity, command)));
        await Rest(time, engine);
        await fleet.Settle(time, engine);
        return fleet;
    }

    public void Written(Instant at, Entity entity, object record) => _records[entity] = (IEntityRecord)record;

    public void Append(ImmutableArray<LoggedEvent> events) =>
        _lines[events[0].Entity] = _lines.TryGetValue(events[0].Entity, out var before) ? before.AddRange(events) : events;

    /// <summary>Writes all of it through the storage of a silo.</summary>
    public Task Store(IGrainStorage storage, IGrainFactory grains) => Parallel.ForEachAsync(_records, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (stored, _) =>
        await Write(storage, grains.GetEntity(stored.Key), stored.Key, (dynamic)stored.Value, _lines.GetValueOrDefault(stored.Key, [])));

    private static Task Write<TState>(IGrainStorage storage, IEntityGrain grain, Entity entity, EntityRecord<TState> record, ImmutableArray<LoggedEvent> lines)
        where TState : class =>
        storage.WriteStateAsync(
            entity.Kind.ToString(), grain.GetGrainId(), new GrainState<StoredRecord<TState>>(new() { Record = record, Lines = lines }));

    /// <summary>Whoever has effects owed that are delivered is woken once more, as the scan of stored wakes does.</summary>
    private async Task Settle(VirtualTime time, CoreEngine engine)
    {
        while (_records.Where(stored => stored.Value.WakeAt is not null).Select(stored => stored.Key).ToList() is { Count: > 0 } waiting)
        {
            var at = time.Now + EntityKernel<WorkSpaceState, WorkSpace>.EffectRetry;
            foreach (var entity in waiting)
                time.Arrive(at, entity.ToString(), 0, async e => await e.Send(entity, new Wake()));
            await Rest(time, engine);
        }
    }

    private static async Task Rest(VirtualTime time, CoreEngine engine)
    {
        while (time.NextAt is not null)
            await time.Step(engine);
    }

    private static IEnumerable<(Entity, Command)> SetUp()
    {
        yield return (Entity.Of(Account), new SetLimits(1_000_000, GraphicsMonthlyEnabled: false));
        yield return (Entity.Of(Directory), new RegisterDirectory(Account, Zones[0], Zones[1], IsDedicated: false));
        foreach (var zone in Zones)
            yield return (Entity.Of(new HostPoolId(Provider, zone)), new ConfigurePool([HostType.General], ReserveHosts: 0));
    }

    private static IEnumerable<(Entity, Command)> Launches(int desktops, Instant start) =>
        from number in Enumerable.Range(0, desktops)
        let user = $"u{number.ToString("d6", CultureInfo.InvariantCulture)}"
        let id = OperationId.At(start, user)
        select (Entity.Of(id.ToWorkSpaceId()), (Command)new LaunchWorkSpace(id, Directory, UserName.Of(user), Bundle.Defaults[1].Id, RunningMode.AutoStop));
}
