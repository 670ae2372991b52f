using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Tags;
using DeskFleet.Core.WorkSpaces;

namespace DeskFleet.Contracts;

/// <summary>
/// What backends use: the fleet's operations with names and types. Every operation carries an id made by the caller; asking again
/// under the same id gives the same answer and does nothing twice. Thread-safe.
/// </summary>
/// <param name="time">The clock by which ids are made and states waited for; the system's unless given.</param>
public sealed partial class FleetClient(IGrainFactory grains, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>
    /// Whether a call that is not answered within a second goes out again. A fleet in process on virtual time has no silo that dies; there a second call
    /// would only make it depend on how busy the machine is.
    /// </summary>
    internal bool RepeatsCalls { get; init; } = true;

    /// <summary>A new operation id. Keep it until the operation is answered: after a time-out ask again under the same one.</summary>
    public OperationId NewId() => Operations.NewId(_time);

    /// <summary>Launches a WorkSpace: <see cref="Launched"/> when everything is leased, or a <see cref="Refused"/>.</summary>
    public Task<Reply> Launch(LaunchWorkSpace launch) => Nobody(launch.User) ?? Send(WorkSpace(launch.OperationId.ToWorkSpaceId()), launch);

    /// <summary><see cref="Connected"/>, or <see cref="Resuming"/> when the desktop must start first (RUN-08).</summary>
    public Task<Reply> Connect(WorkSpaceId id, Connect connect) => Nobody(connect.User) ?? Send(WorkSpace(id), connect);

    public Task<Reply> Disconnect(WorkSpaceId id, Disconnect disconnect) => Send(WorkSpace(id), disconnect);

    /// <summary>What the client of an open session has measured, for whoever watches the fleet (MON-01). Nothing depends on it: after a time-out let it be.</summary>
    public Task<Reply> ReportMeasured(WorkSpaceId id, ReportMeasured measured) => Send(WorkSpace(id), measured);

    public Task<Reply> Start(WorkSpaceId id, StartWorkSpace start) => Send(WorkSpace(id), start);

    public Task<Reply> Stop(WorkSpaceId id, StopWorkSpace stop) => Send(WorkSpace(id), stop);

    public Task<Reply> Reboot(WorkSpaceId id, RebootWorkSpace reboot) => Send(WorkSpace(id), reboot);

    public Task<Reply> Rebuild(WorkSpaceId id, RebuildWorkSpace rebuild) => Send(WorkSpace(id), rebuild);

    public Task<Reply> Modify(WorkSpaceId id, ModifyWorkSpace modify) => Send(WorkSpace(id), modify);

    public Task<Reply> Terminate(WorkSpaceId id, TerminateWorkSpace terminate) => Send(WorkSpace(id), terminate);

    /// <summary>Gives tags, all or none (TAG-02).</summary>
    public Task<Reply> CreateTags(WorkSpaceId id, CreateTags create) => Send(WorkSpace(id), create);

    public Task<Reply> DeleteTags(WorkSpaceId id, DeleteTags delete) => Send(WorkSpace(id), delete);

    /// <summary>The tags of a WorkSpace; null when there is none.</summary>
    public async Task<TagSet?> DescribeTags(WorkSpaceId id) => (await Describe(id))?.Tags;

    public Task<WorkSpaceDescription?> Describe(WorkSpaceId id) => Question(() => WorkSpace(id).Describe());

    /// <summary>Describes the WorkSpace again and again until it is in the state. A fleet that does not answer meanwhile is waited for.</summary>
    /// <param name="within">How long to wait.</param>
    /// <exception cref="TimeoutException">It was not; the message says how it stood instead.</exception>
    public async Task<WorkSpaceDescription> WaitFor(WorkSpaceId id, Lifecycle state, TimeSpan within, CancellationToken cancellation = default)
    {
        var started = _time.GetTimestamp();
        for (var pause = ShortestPoll; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPoll.Ticks)))
        {
            var (stands, failure) = await TryDescribe(id);
            if (stands?.State == state)
                return stands;
            if (_time.GetElapsedTime(started) + pause > within)
                throw new TimeoutException($"{id} was not {state.ToWire()} within {within}; {Stands(stands, failure)}.", failure);
            await Task.Delay(pause, _time, cancellation);
        }
    }

    private async Task<(WorkSpaceDescription? Stands, Exception? Failure)> TryDescribe(WorkSpaceId id)
    {
        try
        {
            return (await Describe(id), null);
        }
#pragma warning disable CA1031 // Whatever it is, such as a silo that restarts: asking again is harmless.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (null, e);
        }
    }

    private static string Stands(WorkSpaceDescription? stands, Exception? failure) =>
        failure is not null ? $"the fleet does not answer ({failure.GetType().Name})"
        : stands is null ? "it is not there"
        : $"it is {stands.State.ToWire()} ({stands.Reason})";

    /// <summary>Any entity. What changes something is an <see cref="Operation"/>, or goes inside of <see cref="Core.Kernel.Once"/>: then it may be asked again.</summary>
    public Task<Reply> Send(Entity entity, Command command) => Nobody(entity.Fault()) ?? Send(grains.GetEntity(entity), command);

    /// <summary>What cannot be a name is refused here already: on its way to a silo it might change, and not every store can look for it.</summary>
    private static Task<Reply>? Nobody(UserName user) => Nobody(user.Fault());

    private static Task<Reply>? Nobody(string? fault) => fault is null ? null : Task.FromResult<Reply>(new Refused(RefusalCode.InvalidParameter, fault));

    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(2);

    /// <summary>The call belongs to the caller's trace, if he traces.</summary>
    private async Task<Reply> Send(IEntityGrain entity, Command command)
    {
        TraceParent.Send();
        return await (command is Operation ? Question(() => entity.Send(command)) : entity.Send(command));
    }

    private Task<T> Question<T>(Func<Task<T>> call) => RepeatsCalls ? RepeatedCall.Question(call) : call();

    private IWorkSpaceGrain WorkSpace(WorkSpaceId id) => grains.GetGrain<IWorkSpaceGrain>(id.Value);
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
}
