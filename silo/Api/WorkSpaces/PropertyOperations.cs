using DeskFleet.Contracts;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;
using NodaTime;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Changes the running mode of a WorkSpace, and takes it out of use for an administrator (RUN-12..14, WKS-11).</summary>
internal sealed class PropertyOperations(FleetClient fleet, AccountResources resources) : IApiModule
{
    public void AddTo(ApiTable table)
    {
        table.Changes<ModifyWorkspacePropertiesRequest>(WireService.WorkSpaces, "ModifyWorkspaceProperties", Modify);
        table.Changes<ModifyWorkspaceStateRequest>(WireService.WorkSpaces, "ModifyWorkspaceState", ModifyState);
    }

    private async Task<ApiResult> Modify(ModifyWorkspacePropertiesRequest request, ApiCall call)
    {
        if (Fault(request) is { } fault)
            return fault;
        if (await resources.WorkSpace(request.WorkspaceId, call.Account) is null)
            return AccountResources.NoWorkSpace(request.WorkspaceId).ToError(request.WorkspaceId);
        var wanted = request.WorkspaceProperties!;
        var reply = await fleet.Modify(new(request.WorkspaceId), new(
            call.Id,
            wanted.RunningMode is { } mode ? WorkSpaceWire.ToMode(mode) : null,
            wanted.RunningModeAutoStopTimeoutInMinutes is { } minutes ? Duration.FromMinutes(minutes) : null));
        return reply.ToResult(request.WorkspaceId);
    }

    private async Task<ApiResult> ModifyState(ModifyWorkspaceStateRequest request, ApiCall call)
    {
        if (await resources.WorkSpace(request.WorkspaceId, call.Account) is null)
            return AccountResources.NoWorkSpace(request.WorkspaceId).ToError(request.WorkspaceId);
        var set = new SetAdminMaintenance(call.Id, On: request.WorkspaceState == Lifecycle.AdminMaintenance.ToWire());
        return (await fleet.SetAdminMaintenance(new(request.WorkspaceId), set)).ToResult(request.WorkspaceId);
    }

    private static WireError? Fault(ModifyWorkspacePropertiesRequest request)
    {
        var wanted = request.WorkspaceProperties;
        if (request.DataReplication is not null || wanted is { Protocols: not null } or { OperatingSystemName: not null })
            return Unsupported("Standby WorkSpaces, protocols and operating systems cannot be changed here; change RunningMode or its time-out.");
        if (wanted is { ComputeTypeName: not null } or { RootVolumeSizeGib: not null } or { UserVolumeSizeGib: not null })
            return Unsupported("Compute type and volume sizes are those of the bundle; terminate the WorkSpace and launch another bundle.");
        if (wanted is null or { RunningMode: null, RunningModeAutoStopTimeoutInMinutes: null })
            return WireError.BadValue("Nothing is to be changed; give RunningMode or RunningModeAutoStopTimeoutInMinutes.");
        return wanted.RunningMode is { } mode && WorkSpaceWire.ToMode(mode) is null
            ? WireError.BadValue($"{mode} is no running mode here; use AUTO_STOP or ALWAYS_ON.")
            : null;
    }

    private static WireError Unsupported(string message) => new("UnsupportedWorkspaceConfigurationException", message);
}
