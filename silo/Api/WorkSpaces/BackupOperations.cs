using DeskFleet.Contracts;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;
using NodaTime;

namespace DeskFleet.Silo.Api.WorkSpaces;

internal sealed record RestoreWorkspaceRequest(string WorkspaceId);

internal sealed record DescribeWorkspaceSnapshotsRequest(string WorkspaceId);

internal sealed record Snapshot(Instant SnapshotTime);

internal sealed record DescribeWorkspaceSnapshotsResult(IReadOnlyList<Snapshot> RebuildSnapshots, IReadOnlyList<Snapshot> RestoreSnapshots);

/// <summary>Backups of the user volume: what there is, and back to it (BAK-03).</summary>
internal sealed class BackupOperations(FleetClient fleet, AccountResources resources) : IApiModule
{
    public void AddTo(ApiTable table)
    {
        table.Changes<RestoreWorkspaceRequest>(WireService.WorkSpaces, "RestoreWorkspace", Restore);
        table.Reads<DescribeWorkspaceSnapshotsRequest>(WireService.WorkSpaces, "DescribeWorkspaceSnapshots", Describe);
    }

    private async Task<ApiResult> Restore(RestoreWorkspaceRequest request, ApiCall call) =>
        await resources.WorkSpace(request.WorkspaceId, call.Account) is null
            ? AccountResources.NoWorkSpace(request.WorkspaceId).ToError(request.WorkspaceId)
            : (await fleet.Restore(new(request.WorkspaceId), new(call.Id))).ToResult(request.WorkspaceId);

    /// <summary>A rebuild takes C: from its image, so that only a restore has snapshots.</summary>
    private async Task<ApiResult> Describe(DescribeWorkspaceSnapshotsRequest request, ApiCall call) =>
        await resources.WorkSpace(request.WorkspaceId, call.Account) is { } desktop
            ? ApiResult.Of(new DescribeWorkspaceSnapshotsResult([], desktop.BackedUpAt is { } at ? [new(at)] : []))
            : AccountResources.NoWorkSpace(request.WorkspaceId).ToError(request.WorkspaceId);
}
