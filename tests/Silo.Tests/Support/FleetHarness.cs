using DeskFleet.Contracts;
using DeskFleet.Core.Accounts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Directories;
using DeskFleet.Core.HostPools;
using DeskFleet.Core.Hosts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Delivery;
using DeskFleet.Grains.Hosting;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Orleans.TestingHost;

namespace DeskFleet.Silo.Tests.Support;

/// <summary>A silo in this process with the production ports on the real clock, a driver 1,000 times as fast, and one account.</summary>
internal sealed class FleetHarness : IAsyncDisposable
{
    private static long _lastOperation = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private readonly InProcessTestCluster _cluster;

    private FleetHarness(InProcessTestCluster cluster, SwitchableStorage storage)
    {
        (_cluster, Storage) = (cluster, storage);
        Services = cluster.GetSiloServiceProvider();
        Grains = Services.GetRequiredService<IGrainFactory>();
        Fleet = new(Grains);
    }

    public static AccountId Account { get; } = new("acme", "us-east-1");

    public static AccountId Provider { get; } = new(AccountId.Provider, "us-east-1");

    public static DirectoryId Directory { get; } = new("d-acme");

    public static ZoneId ZoneA { get; } = new("us-east-1a");

    public static ZoneId ZoneB { get; } = new("us-east-1b");

    public static Bundle Standard { get; } = Bundle.Defaults.Single(bundle => bundle.Name == "Standard");

    /// <summary>Holds exactly one <see cref="Standard"/> desktop.</summary>
    public static HostType OneDesktop { get; } = new("one", Standard.Size, HostType.DefaultStartSlots);

    public IServiceProvider Services { get; }

    public IGrainFactory Grains { get; }

    public FleetClient Fleet { get; }

    public SwitchableStorage Storage { get; }

    /// <summary>What a backend of each silo uses.</summary>
    public IEnumerable<FleetClient> Clients => _cluster.Silos.Select(silo => new FleetClient(_cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<IGrainFactory>()));

    public static async Task<FleetHarness> Start(SwitchableStorage? storage = null, Action<ISiloBuilder>? configure = null, short silos = 1)
    {
        storage ??= new();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(FleetStorage.Name, storage);
            silo.AddDeskFleet(options =>
            {
                options.DriverTimeScale = 1000;
                options.FirstRetryPause = TimeSpan.FromMilliseconds(5);
                options.MaxRetryPause = TimeSpan.FromMilliseconds(50);
                options.DrainTime = TimeSpan.FromMilliseconds(500);
            });
            configure?.Invoke(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster, storage);
    }

    public static OperationId NewId() => new(Interlocked.Increment(ref _lastOperation), "test");

    public static LaunchWorkSpace Launch(string user) => new(NewId(), Directory, UserName.Of(user), Standard.Id, RunningMode.AutoStop);

    /// <summary>A quota, the directory, and in each zone so many hosts of the type; returns when their pools know of them.</summary>
    public async Task SetUp(int quota, HostType type, int hostsInZoneA, int hostsInZoneB)
    {
        await Accept(Entity.Of(Account), new SetLimits(quota, GraphicsMonthlyEnabled: false));
        await Accept(Entity.Of(Directory), new RegisterDirectory(Account, ZoneA, ZoneB, IsDedicated: false));
        await Allocate(ZoneA, type, hostsInZoneA);
        await Allocate(ZoneB, type, hostsInZoneB);
    }

    /// <summary>The entity's stored record.</summary>
    public async Task<EntityRecord<TState>> Stored<TState>(Entity entity)
        where TState : class
    {
        var state = new GrainState<StoredRecord<TState>>(new());
        await Storage.ReadStateAsync(nameof(StoredRecord<TState>.Record), Grains.GetEntity(entity).GetGrainId(), state);
        return state.State?.Record ?? throw new InvalidOperationException($"{entity} has not been stored.");
    }

    public Task EffectsAreDelivered() =>
        Eventually.True(() => Services.GetRequiredService<Courier>().Senders == 0, "all effects delivered");

    public async Task Accept(Entity entity, Command command) => Assert.IsType<Accepted>(await Fleet.Send(entity, command));

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    private async Task Allocate(ZoneId zone, HostType type, int hosts)
    {
        if (hosts == 0)
            return;
        var pool = Entity.Of(new HostPoolId(Provider, zone));
        await Accept(pool, new AllocateHosts("first", type, hosts));
        await Eventually.Is<Reply>(new Room(hosts * type.Capacity.VCpu), () => Fleet.Send(pool, new CheckRoom()), $"the room in {zone}");
    }
}
