using System.Globalization;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.Storage;
using DeskFleet.Silo.Loops;
using DeskFleet.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Orleans.Storage;

namespace DeskFleet.Benchmarks.Storage.Wakes;

/// <summary>Ours: the wake is part of the record, and every silo asks for what is due. Without the timers of running entities, which come first.</summary>
internal sealed class IndexWakes(FleetDatabase database, StoreKind kind, int entities) : IWakes, IEntityRouter
{
    private readonly GrainState<StoredRecord<UserState>>[] _states = [.. Enumerable.Range(0, entities).Select(_ => new GrainState<StoredRecord<UserState>>(new()))];
    private IHost? _host;

    public string Name => "wake index";

    public Heard Heard { get; } = new();

    public TimeSpan Period => WakeScanOptions.Period;

    public async Task Start() => _host = await BenchmarkSilo.Start(database, kind, silo => silo.Services.AddSingleton<IEntityRouter>(this));

    public async Task Stop()
    {
        await _host!.StopAsync();
        _host.Dispose();
    }

    public Task Arm(int number, Instant due)
    {
        Heard.Expect(number, due);
        return Write(number, due);
    }

    public async Task<int> Look() =>
        (await _host!.Services.GetRequiredService<DueRecords>().Read(SystemClock.Instance.GetCurrentInstant(), null, WakeScanOptions.Batch, _host.Services.GetRequiredService<LoopBook>().WakeScan, default)).Due.Length;

    /// <summary>The scan wakes somebody: he attends to it and waits for nothing any more, in one write.</summary>
    public async ValueTask<Reply> Send(Entity entity, Command command)
    {
        var number = int.Parse(entity.Key.AsSpan(entity.Key.LastIndexOf('u') + 1), CultureInfo.InvariantCulture);
        Heard.Hear(number);
        await Write(number, null);
        return Accepted.Instance;
    }

    private Task Write(int number, Instant? deadline)
    {
        var user = $"u{number}";
        SampleRecord.Fill(_states[number].State!, user, deadline);
        return _host!.Services.GetRequiredKeyedService<IGrainStorage>(FleetStorage.Name)
            .WriteStateAsync(nameof(EntityKind.User), SampleRecord.IdOf(user), _states[number]);
    }
}
