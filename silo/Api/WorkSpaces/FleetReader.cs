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

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Reads single entities: what is active in this silo from its activation, without a message, and everything else from its grain. Thread-safe.</summary>
internal sealed class FleetReader(FleetClient fleet, LiveStates live, IFleetClock clock)
{
    /// <summary>Null: there is none.</summary>
    public Task<WorkSpaceDescription?> WorkSpace(WorkSpaceId id) =>
        live.Find<WorkSpaceState>(Entity.Of(id)) is { } state ? Task.FromResult(WorkSpaceDescription.Of(state, clock.Now)) : fleet.Describe(id);

    /// <summary>Null: there is none.</summary>
    public Task<DirectoryDescription?> Directory(DirectoryId id) =>
        live.Find<DirectoryState>(Entity.Of(id)) is { } state ? Task.FromResult(DirectoryDescription.Of(state)) : fleet.DescribeDirectory(id);

    /// <summary>The one WorkSpace of a user; null: none.</summary>
    public Task<WorkSpaceId?> WorkSpaceOf(DirectoryId directory, UserName user) =>
        live.Find<UserState>(Entity.Of(directory, user)) is { } state ? Task.FromResult(state.WorkSpace) : fleet.WorkSpaceOf(directory, user);
}
