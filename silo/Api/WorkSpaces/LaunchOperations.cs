using DeskFleet.Contracts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Api.Catalog;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;
using NodaTime;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Launches up to 25 WorkSpaces, each by itself, in request order (WKS-02, WKS-03).</summary>
internal sealed class LaunchOperations(FleetClient fleet, Owned owned, Bundles bundles, WorkSpaceReader reader) : IApiModule
{
    public void AddTo(ApiTable table) => table.Changes<CreateWorkspacesRequest>(WireService.WorkSpaces, "CreateWorkspaces", Create);

    private async Task<ApiResult> Create(CreateWorkspacesRequest request, ApiCall call)
    {
        var (pending, failed) = (new List<string>(), new List<FailedCreateWorkspaceRequest>());
        for (var i = 0; i < request.Workspaces.Count; i++)
        {
            switch (await Launch(request.Workspaces[i], call.ItemId(i), call.Account))
            {
                case Launched launched:
                    pending.Add(launched.WorkSpace.Value);
                    break;
                case Refused refused:
                    failed.Add(new(request.Workspaces[i], RefusalErrors.Of(refused.Code).Item, refused.Message));
                    break;
            }
        }

        var launchedNow = await reader.ToWire(await reader.ByIds(pending, call.Account));
        return ApiResult.Of(
            new CreateWorkspacesResult(failed, launchedNow), failed.Select(item => $"{item.WorkspaceRequest.UserName}: {item.ErrorCode}"), request.Workspaces.Count);
    }

    private async Task<Reply> Launch(WorkspaceRequest request, OperationId operation, AccountId account)
    {
        if (await owned.Directory(request.DirectoryId, account) is null)
            return Owned.NoDirectory(request.DirectoryId);
        var (bundle, refused) = await bundles.Find(request.BundleId, account);
        if ((refused ?? Fault(request, bundle!)) is { } fault)
            return fault;
        return await fleet.Launch(new LaunchWorkSpace(
            operation,
            new(request.DirectoryId),
            UserName.Of(request.UserName),
            new(request.BundleId),
            WorkSpaceWire.ToMode(request.WorkspaceProperties?.RunningMode ?? RunningMode.AlwaysOn.ToWire())!.Value,
            request.WorkspaceProperties?.RunningModeAutoStopTimeoutInMinutes is { } minutes ? Duration.FromMinutes(minutes) : null)
        {
            Encryption = EncryptionOf(request, account),
            Tags = [.. (request.Tags ?? []).Select(TagOperations.ToTag)],
        });
    }

    /// <summary>A key may be named by its ARN or by its id.</summary>
    private static EncryptionRequest? EncryptionOf(WorkspaceRequest request, AccountId account)
    {
        var (root, user) = (request.RootVolumeEncryptionEnabled ?? false, request.UserVolumeEncryptionEnabled ?? false);
        if (!root && !user && request.VolumeEncryptionKey is null)
            return null;
        KeyArn? key = request.VolumeEncryptionKey is not { } named ? null
            : named.StartsWith("arn:", StringComparison.Ordinal) ? new(named)
            : KeyArn.Of(account, named);
        return new(root, user, key);
    }

    private static Refused? Fault(WorkspaceRequest request, Bundle bundle)
    {
        var wanted = request.WorkspaceProperties;
        if (request.WorkspaceName is not null || request.Ipv6Address is not null)
            return NotSupported("WorkSpaces have a user and no name or IPv6 address; leave them out.");
        if (wanted?.RunningMode is { } mode && WorkSpaceWire.ToMode(mode) is null)
            return NotSupported($"{mode} is no running mode here; use AUTO_STOP or ALWAYS_ON.");
        if (wanted?.ComputeTypeName is { } compute && compute != ComputeTypes.Of(bundle))
            return NotSupported($"{request.BundleId} is of compute type {ComputeTypes.Of(bundle)}; leave ComputeTypeName out or choose another bundle.");
        return (wanted?.RootVolumeSizeGib ?? bundle.RootGB, wanted?.UserVolumeSizeGib ?? bundle.UserGB) != (bundle.RootGB, bundle.UserGB)
            ? NotSupported($"Volumes have the sizes of the bundle, {bundle.RootGB} and {bundle.UserGB} GiB; leave them out.")
            : null;
    }

    private static Refused NotSupported(string message) => new(RefusalCode.InvalidParameter, message);
}
