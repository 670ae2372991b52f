using DeskFleet.Contracts;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Start, stop, reboot, rebuild, terminate: up to 25 at a time, each by itself, in request order (WKS-03).</summary>
internal sealed class PowerOperations(FleetClient fleet, AccountResources resources) : IApiModule
{
    public void AddTo(ApiTable table)
    {
        var service = WireService.WorkSpaces;
        table.Changes<StartWorkspacesRequest>(service, "StartWorkspaces", (request, call) =>
            Each(request.StartWorkspaceRequests, call, (id, operation) => fleet.Start(id, new(operation))));
        table.Changes<StopWorkspacesRequest>(service, "StopWorkspaces", (request, call) =>
            Each(request.StopWorkspaceRequests, call, (id, operation) => fleet.Stop(id, new(operation))));
        table.Changes<RebootWorkspacesRequest>(service, "RebootWorkspaces", (request, call) =>
            Each(request.RebootWorkspaceRequests, call, (id, operation) => fleet.Reboot(id, new(operation))));
        table.Changes<RebuildWorkspacesRequest>(service, "RebuildWorkspaces", (request, call) =>
            Each(request.RebuildWorkspaceRequests, call, (id, operation) => fleet.Rebuild(id, new(operation))));
        table.Changes<TerminateWorkspacesRequest>(service, "TerminateWorkspaces", (request, call) =>
            Each(request.TerminateWorkspaceRequests, call, (id, operation) => fleet.Terminate(id, new TerminateWorkSpace(operation))));
    }

    private async Task<ApiResult> Each(IReadOnlyList<ChangeRequest> requests, ApiCall call, Func<WorkSpaceId, OperationId, Task<Reply>> send)
    {
        var failed = new List<FailedWorkspaceChangeRequest>();
        for (var i = 0; i < requests.Count; i++)
        {
            if (await Send(requests[i].WorkspaceId, call, call.ItemId(i), send) is Refused refused)
                failed.Add(new(requests[i].WorkspaceId, RefusalErrors.Of(refused.Code).Item, refused.Message));
        }

        return ApiResult.Of(new ChangeResult(failed), failed.Select(item => $"{item.WorkspaceId}: {item.ErrorCode}"), requests.Count);
    }

    private async Task<Reply> Send(string? id, ApiCall call, OperationId operation, Func<WorkSpaceId, OperationId, Task<Reply>> send)
    {
        if (id is null)
            return new Refused(RefusalCode.InvalidParameter, "An item names no WorkSpace; give its WorkspaceId.");
        return await resources.WorkSpace(id, call.Account) is null ? AccountResources.NoWorkSpace(id) : await send(new(id), operation);
    }
}
