using System.Collections.Concurrent;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Directories;
using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Users;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Grains.Kernel;
using DeskFleet.Grains.Ports;
using DeskFleet.Silo.Api.Directories;
using DeskFleet.Silo.Auditing;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Reads single entities: what is active in this silo from its activation, without a message, and everything else from its grain. Thread-safe.</summary>
internal sealed class FleetReader(FleetClient fleet, LiveStates live, IFleetClock clock, FleetRecords? records = null) : IStartsAnew
{
    /// <summary>As they were last, one for each directory that was asked for: whoever remembers some can tell by the reference that they are still right.</summary>
    private readonly ConcurrentDictionary<DirectoryId, DirectorySubnets> _subnets = new();
    /// <summary>Of one statement.</summary>
    private const int RecordsAtOnce = 200;

    private readonly FragmentCache _fragments = new();
    private readonly Func<WorkSpaceState, WorkSpaceFragment?> _fragmentOf = state => WorkSpaceDescription.Of(state, clock.Now) is { } desktop ? new(desktop) : null;

    /// <summary>What was made of states went with them.</summary>
    public void StartAnew() => _subnets.Clear();

    /// <summary>Null: there is none.</summary>
    public Task<WorkSpaceDescription?> WorkSpace(WorkSpaceId id) =>
        live.Find<WorkSpaceState>(Entity.Of(id)) is { } state ? Task.FromResult(WorkSpaceDescription.Of(state, clock.Now)) : fleet.Describe(id);

    /// <summary>Many at once, by their ids, those that there are: what is not active here is read from its record, which makes nobody active.</summary>
    public async Task<IReadOnlyDictionary<WorkSpaceId, WorkSpaceDescription>> WorkSpaces(IReadOnlyCollection<WorkSpaceId> ids)
    {
        var far = records is null ? [] : ids.Where(id => live.Find<WorkSpaceState>(Entity.Of(id)) is null).ToHashSet();
        var stored = new List<WorkSpaceDescription?>();
        foreach (var some in far.Chunk(RecordsAtOnce))
        {
            var found = await records!.Find(some.Select(Entity.Of), default);
            stored.AddRange(found.Values.Select(held => WorkSpaceDescription.Of(((EntityRecord<WorkSpaceState>)held.Record).State, clock.Now)));
        }

        var here = await Task.WhenAll(ids.Where(id => !far.Contains(id)).Select(WorkSpace));
        return stored.Concat(here).OfType<WorkSpaceDescription>().ToDictionary(desktop => desktop.Id);
    }

    /// <summary>The WorkSpace as replies show it; for what is active here, written once for each state that is stored. Null: there is none.</summary>
    public ValueTask<WorkSpaceFragment?> Fragment(WorkSpaceId id) => FragmentHere(id) is { } fragment ? new(fragment) : Described(id);

    /// <summary>The same for several, in their order.</summary>
    public async Task<IReadOnlyList<WorkSpaceFragment?>> Fragments(IReadOnlyList<string> ids)
    {
        var found = _fragments.Find(ids);
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is null && FragmentHere(new(ids[i])) is { } here)
                _fragments.Add(found[i] = here);
        }

        if (!found.Contains(null))
            return found;
        // All others are asked for before the first is waited for.
        return await Task.WhenAll(found.Select((known, i) => known is null ? Described(new(ids[i])).AsTask() : Task.FromResult<WorkSpaceFragment?>(known)));
    }

    /// <summary>Null: there is none.</summary>
    public Task<DirectoryDescription?> Directory(DirectoryId id) =>
        live.Find<DirectoryState>(Entity.Of(id)) is { } state ? Task.FromResult(DirectoryDescription.Of(state)) : fleet.DescribeDirectory(id);

    /// <summary>The subnets of a directory; null: there is no such directory.</summary>
    public ValueTask<DirectorySubnets?> Subnets(DirectoryId id) =>
        live.Find<DirectoryState, DirectorySubnets>(Entity.Of(id), SubnetsOf) is { } subnets ? new(subnets) : DescribedSubnets(id);

    /// <summary>The one WorkSpace of a user; null: none.</summary>
    public Task<WorkSpaceId?> WorkSpaceOf(DirectoryId directory, UserName user) =>
        live.Find<UserState>(Entity.Of(directory, user)) is { } state ? Task.FromResult(state.WorkSpace) : fleet.WorkSpaceOf(directory, user);

    private WorkSpaceFragment? FragmentHere(WorkSpaceId id) => live.Find<WorkSpaceState, WorkSpaceFragment>(Entity.Of(id), _fragmentOf);

    private async ValueTask<WorkSpaceFragment?> Described(WorkSpaceId id) => await WorkSpace(id) is { } desktop ? new(desktop) : null;

    private DirectorySubnets? SubnetsOf(DirectoryState state) => SubnetsOf(DirectoryDescription.Of(state));

    private async ValueTask<DirectorySubnets?> DescribedSubnets(DirectoryId id) => SubnetsOf(await Directory(id));

    private DirectorySubnets? SubnetsOf(DirectoryDescription? directory)
    {
        if (directory is null)
            return null;
        var now = DirectorySubnets.Of(directory);
        return _subnets.AddOrUpdate(directory.Id, now, (_, known) => known.IsSame(now) ? known : now);
    }
}
