using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Contracts;

/// <summary>
/// What backends use: the fleet's operations with names and types. Every operation carries an id made by the caller; asking again
/// under the same id gives the same answer and does nothing twice. What a silo holds up or rejects is repeated as <see cref="RepeatOptions"/> say; a cancelled call
/// has happened or has not. What a message carries is checked first: an id that cannot be is refused. Thread-safe.
/// </summary>
public sealed partial class FleetClient
{
    private readonly FleetRoutes _routes;
    private readonly TimeProvider _time;
    private readonly RepeatOptions _repeat;

    /// <param name="grains">A silo's own, or those of a client of the cluster.</param>
    /// <param name="time">The clock by which ids are made and states waited for; the system's unless given.</param>
    /// <param name="repeat">How calls are repeated; <see cref="RepeatOptions.Default"/> unless given.</param>
    public FleetClient(IGrainFactory grains, TimeProvider? time = null, RepeatOptions? repeat = null)
        : this(new FleetRoutes(grains, TimeProvider.System), time, repeat)
    {
    }

    internal FleetClient(FleetRoutes routes, TimeProvider? time = null, RepeatOptions? repeat = null) =>
        (_routes, _time, _repeat) = (routes, time ?? TimeProvider.System, repeat ?? RepeatOptions.Default);

    /// <summary>
    /// Whether a call that is not answered within a second goes out again. A fleet in process on virtual time has no silo that dies; there a second call
    /// would only make it depend on how busy the machine is.
    /// </summary>
    internal bool RepeatsCalls { get; init; } = true;

    /// <summary>A new operation id. Keep it until the operation is answered: after a time-out ask again under the same one.</summary>
    public OperationId NewId() => Operations.NewId(_time);

    /// <summary>Launches a WorkSpace: <see cref="Launched"/> when everything is leased, or a <see cref="Refused"/>.</summary>
    public Task<Reply> Launch(LaunchWorkSpace launch, CancellationToken cancellation = default) =>
        Nobody(launch.User) ?? Send(Entity.Of(launch.OperationId.ToWorkSpaceId()), launch, cancellation);

    /// <summary><see cref="Connected"/>, or <see cref="Resuming"/> when the desktop must start first (RUN-08).</summary>
    public Task<Reply> Connect(WorkSpaceId id, Connect connect, CancellationToken cancellation = default) =>
        Nobody(connect.User) ?? Send(Entity.Of(id), connect, cancellation);

    public Task<Reply> Disconnect(WorkSpaceId id, Disconnect disconnect, CancellationToken cancellation = default) => Send(Entity.Of(id), disconnect, cancellation);

    /// <summary>What the client of an open session has measured, for whoever watches the fleet (MON-01). Nothing depends on it: after a time-out let it be.</summary>
    public Task<Reply> ReportMeasured(WorkSpaceId id, ReportMeasured measured, CancellationToken cancellation = default) => Send(Entity.Of(id), measured, cancellation);

    public Task<Reply> Start(WorkSpaceId id, StartWorkSpace start, CancellationToken cancellation = default) => Send(Entity.Of(id), start, cancellation);

    public Task<Reply> Stop(WorkSpaceId id, StopWorkSpace stop, CancellationToken cancellation = default) => Send(Entity.Of(id), stop, cancellation);

    public Task<Reply> Reboot(WorkSpaceId id, RebootWorkSpace reboot, CancellationToken cancellation = default) => Send(Entity.Of(id), reboot, cancellation);

    public Task<Reply> Rebuild(WorkSpaceId id, RebuildWorkSpace rebuild, CancellationToken cancellation = default) => Send(Entity.Of(id), rebuild, cancellation);

    public Task<Reply> Modify(WorkSpaceId id, ModifyWorkSpace modify, CancellationToken cancellation = default) => Send(Entity.Of(id), modify, cancellation);

    public Task<Reply> Terminate(WorkSpaceId id, TerminateWorkSpace terminate, CancellationToken cancellation = default) => Send(Entity.Of(id), terminate, cancellation);

    /// <summary>Gives tags, all or none (TAG-02).</summary>
    public Task<Reply> CreateTags(WorkSpaceId id, CreateTags create, CancellationToken cancellation = default) => Send(Entity.Of(id), create, cancellation);

    public Task<Reply> DeleteTags(WorkSpaceId id, DeleteTags delete, CancellationToken cancellation = default) => Send(Entity.Of(id), delete, cancellation);

    /// <summary>The tags of a WorkSpace; null when there is none.</summary>
    public async Task<TagSet?> DescribeTags(WorkSpaceId id, CancellationToken cancellation = default) => (await Describe(id, cancellation))?.Tags;

    /// <summary>How a WorkSpace stands; null when there is none, and where none can be.</summary>
    public Task<WorkSpaceDescription?> Describe(WorkSpaceId id, CancellationToken cancellation = default) =>
        IdRules.Fault(id) is null ? Ask(grains => WorkSpace(grains, id).Describe(), cancellation) : Task.FromResult<WorkSpaceDescription?>(null);

    /// <summary>Describes the WorkSpace again and again until it is in the state. A fleet that does not answer meanwhile is waited for.</summary>
    /// <param name="within">How long to wait.</param>
    /// <exception cref="TimeoutException">It was not; the message says how it stood instead.</exception>
    public async Task<WorkSpaceDescription> WaitFor(WorkSpaceId id, Lifecycle state, TimeSpan within, CancellationToken cancellation = default)
    {
        var started = _time.GetTimestamp();
        for (var pause = ShortestPoll; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, MaxPoll.Ticks)))
        {
            var (stands, failure) = await TryDescribe(id, cancellation);
            if (stands?.State == state)
                return stands;
            if (_time.GetElapsedTime(started) + pause > within)
                throw new TimeoutException($"{id} was not {state.ToWire()} within {within}; {Stands(stands, failure)}.", failure);
            await Task.Delay(pause, _time, cancellation);
        }
    }

    private async Task<(WorkSpaceDescription? Stands, Exception? Failure)> TryDescribe(WorkSpaceId id, CancellationToken cancellation)
    {
        try
        {
            return (await Describe(id, cancellation), null);
        }
#pragma warning disable CA1031 // Whatever it is, such as a silo that restarts: asking again is harmless.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return (null, e);
        }
    }

    private static string Stands(WorkSpaceDescription? stands, Exception? failure) =>
        failure is not null ? $"the fleet does not answer ({failure.GetType().Name})"
        : stands is null ? "it is not there"
        : $"it is {stands.State.ToWire()} ({stands.Reason})";

    /// <summary>Any entity. What changes something is an <see cref="Operation"/>, or goes inside of <see cref="Core.Kernel.Once"/>: then it is repeated, and may be asked again.</summary>
    public async Task<Reply> Send(Entity entity, Command command, CancellationToken cancellation = default)
    {
        if ((entity.Fault() ?? MessageCheck.Fault(entity) ?? MessageCheck.Fault(command)) is { } fault)
            return new Refused(RefusalCode.InvalidParameter, fault);
        // The call belongs to the caller's trace, if he traces.
        TraceParent.Send();
        return await (command is Operation operation
            ? Ask(grains => grains.GetEntity(entity).Send(command), cancellation, grains => grains.GetEntity(entity).Send(new LastWord(operation)))
            : _routes.Next([]).Grains.GetEntity(entity).Send(command).WaitAsync(cancellation));
    }

    /// <summary>What cannot be a name is refused here already: on its way to a silo it might change, and not every store can look for it.</summary>
    private static Task<Reply>? Nobody(UserName user) => user.Fault() is { } fault
        ? Task.FromResult<Reply>(new Refused(RefusalCode.InvalidParameter, fault))
        : null;

    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan MaxPoll = TimeSpan.FromSeconds(2);

    /// <summary>What may be repeated, in real time: virtual time stands still while a fleet answers.</summary>
    private Task<T> Ask<T>(Func<IGrainFactory, Task<T>> question, CancellationToken cancellation, Func<IGrainFactory, Task<T>>? settle = null) => RepeatsCalls
        ? RepeatedCall.Question(by => question(by.Grains), settle is null ? null : by => settle(by.Grains), _routes, _repeat, TimeProvider.System, cancellation)
        : question(_routes.Next([]).Grains).WaitAsync(cancellation);

    private static IWorkSpaceGrain WorkSpace(IGrainFactory grains, WorkSpaceId id) => grains.GetGrain<IWorkSpaceGrain>(id.Value);
}

/// <summary>Finds the grain of an entity.</summary>
public static class EntityGrains
{
    /// <exception cref="ArgumentOutOfRangeException">The driver or the key service, which are ports and no grains.</exception>
    public static IEntityGrain GetEntity(this IGrainFactory grains, Entity entity) => entity.Kind switch
    {
        EntityKind.WorkSpace => grains.GetGrain<IWorkSpaceGrain>(entity.Key),
        EntityKind.User => grains.GetGrain<IUserGrain>(entity.Key),
        EntityKind.Directory => grains.GetGrain<Directories.IDirectoryGrain>(entity.Key),
        EntityKind.DedicatedHost => grains.GetGrain<IDedicatedHostGrain>(entity.Key),
        EntityKind.HostPool => grains.GetGrain<IHostPoolGrain>(entity.Key),
        EntityKind.Account => grains.GetGrain<IAccountGrain>(entity.Key),
        EntityKind.Registry => grains.GetGrain<Registries.IRegistryGrain>(entity.Key),
        EntityKind.Bundle => grains.GetGrain<IBundleGrain>(entity.Key),
        EntityKind.Image => grains.GetGrain<IImageGrain>(entity.Key),
        EntityKind.Key => grains.GetGrain<IKeyGrain>(entity.Key),
        _ => throw new ArgumentOutOfRangeException(nameof(entity), entity, "Not a grain."),
    };

    /// <summary>The entity that a grain of this class is; null: it is none.</summary>
    public static Entity? EntityOf(Type grain, string key) => Kinds.FirstOrDefault(kind => grain.IsAssignableTo(kind.Interface)) is { Interface: not null } found ? new(found.Kind, key) : null;

    private static readonly (Type Interface, EntityKind Kind)[] Kinds =
    [
        (typeof(IWorkSpaceGrain), EntityKind.WorkSpace),
        (typeof(IUserGrain), EntityKind.User),
        (typeof(Directories.IDirectoryGrain), EntityKind.Directory),
        (typeof(IDedicatedHostGrain), EntityKind.DedicatedHost),
        (typeof(IHostPoolGrain), EntityKind.HostPool),
        (typeof(IAccountGrain), EntityKind.Account),
        (typeof(Registries.IRegistryGrain), EntityKind.Registry),
        (typeof(IBundleGrain), EntityKind.Bundle),
        (typeof(IImageGrain), EntityKind.Image),
        (typeof(IKeyGrain), EntityKind.Key),
    ];
}
