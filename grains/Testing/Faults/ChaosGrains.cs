using System.Globalization;
using DeskFleet.Core.Billing;
using DeskFleet.Core.Kernel;
using DeskFleet.Grains.Activation;
using DeskFleet.Grains.Documents;
using DeskFleet.Grains.Drivers;
using DeskFleet.Grains.Encryption;
using DeskFleet.Grains.Importing;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Grains.SecondFactors;
using DeskFleet.Grains.Storage;
using DeskFleet.Testing.Engines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Orleans.Storage;

namespace DeskFleet.Testing.Faults;

/// <summary>
/// Engine <c>grains</c> on a bad day: the production grains on a silo of their own, with faults in every port that they have. Storage fails, calls and
/// answers get lost, the courier and the wake-ups die as if with their silo, the clock is wrong, outside systems are wrong or away.
/// </summary>
public sealed class ChaosGrains : IChaosEngine
{
    private readonly GrainsEngine _engine;
    private readonly ChaosTime _time;
    private readonly SiloPorts _ports;
    private readonly int _together;

    private ChaosGrains(GrainsEngine engine, ChaosTime time, SiloPorts ports, int together) => (_engine, _time, _ports, _together) = (engine, time, ports, together);

    public long Calls => _ports.Calls;

    public Action<Entity, Command, Reply>? Answered
    {
        get => _ports.Answered;
        set => _ports.Answered = value;
    }

    public IEntityRouter AnySilo => _engine;

    /// <param name="together">How many deliveries that are due at one instant are under way at once; 1: one after the other, so that the same seed gives the
    /// same bytes.</param>
    public static async Task<ChaosGrains> Start(
        ChaosTime time, ChaosStore store, Faults faults, IDesktopDriver driver, IImageImporter importer, TimerStops stops, int together, Action<IServiceCollection>? add = null)
    {
        GrainsEngine engine = null!;
        var ports = new SiloPorts(time, faults, stops, new(driver, importer, faults), () => engine);
        engine = await GrainsEngine.Start(new ChaosStorage(store), services =>
        {
            // Every write that fails would be told as an error, with its stack.
            services
                .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
                .AddSingleton<IFleetClock>(ports)
                .AddSingleton<IWakeUps>(ports)
                .AddSingleton<ICourier>(ports)
                .AddSingleton<IJournal, NoJournal>()
                .AddSingleton(driver)
                .AddSingleton(importer)
                .AddSingleton(new Biller(BillingTerms.Default))
                .AddSingleton<IEntityRouter>(provider => ports.Over(new GrainRouter(
                    provider.GetRequiredService<IGrainFactory>(),
                    driver,
                    provider.GetRequiredService<IKeyService>(),
                    provider.GetRequiredService<IActivationService>(),
                    provider.GetRequiredService<IDocumentStore>(),
                    importer,
                    provider.GetRequiredService<ISecondFactorService>())));
            add?.Invoke(services);
        });
        return new(engine, time, ports, together);
    }

    public ValueTask<Reply> Send(Entity entity, Command command) => _engine.Send(entity, command);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    public void SetClock(int silo, Duration offset) => _ports.Offset = offset;

    public void Heal() => _ports.Offset = Duration.Zero;

    public async ValueTask Step()
    {
        await _time.StepThrough(_together);
        if (_ports.TakeDeath())
            await _engine.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
    }

    /// <summary>The lines are in the write of the record, as in production.</summary>
    private sealed class NoJournal : IJournal
    {
        public void Append(System.Collections.Immutable.ImmutableArray<LoggedEvent> events)
        {
        }
    }

    private sealed class ChaosStorage(ChaosStore store) : IGrainStorage
    {
        private static readonly System.Reflection.MethodInfo ReadMethod = typeof(ChaosStore).GetMethod(nameof(ChaosStore.Read))!;

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var read = (System.Runtime.CompilerServices.ITuple)ReadMethod.MakeGenericMethod(typeof(T)).Invoke(store, [EntityOf(stateName, grainId)])!;
            grainState.State = (T)read[0]!;
            grainState.RecordExists = ((IStoredRecord)grainState.State!).Value is not null;
            grainState.ETag = ((long)read[1]!).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var (stored, version) = ((IStoredRecord)grainState.State!, grainState.ETag is { } tag ? long.Parse(tag, CultureInfo.InvariantCulture) : 0);
            version = store.Write(EntityOf(stateName, grainId), (IEntityRecord)stored.Value!, stored.Lines, version);
            (grainState.ETag, grainState.RecordExists) = (version.ToString(CultureInfo.InvariantCulture), true);
            return Task.CompletedTask;
        }

        /// <exception cref="NotSupportedException">Always: records of the fleet are never cleared.</exception>
        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            throw new NotSupportedException("Records of the fleet are never cleared.");

        private static Entity EntityOf(string stateName, GrainId grainId) => new(Enum.Parse<EntityKind>(stateName), grainId.Key.ToString()!);
    }
}
