using DeskFleet.Contracts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Encryption;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Api.Catalog;
using DeskFleet.Silo.Api.Keys;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Tags;
using DeskFleet.Silo.Api.Wire;
using NodaTime;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Launches up to 25 WorkSpaces, each by itself, in request order (WKS-02, WKS-03).</summary>
internal sealed class LaunchOperations(FleetClient fleet, AccountResources resources, Bundles bundles, KeyNames keys, WorkSpaceReader reader) : IApiModule
{
    private const string Protocol = "PCOIP";

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
        if (await resources.Directory(request.DirectoryId, account) is null)
            return AccountResources.NoDirectory(request.DirectoryId);
        var (bundle, refused) = await bundles.Find(request.BundleId, account);
        if ((refused ?? Fault(request, bundle!)) is { } fault)
            return fault;
        return await fleet.Launch(new LaunchWorkSpace(
            operation,
            new(request.DirectoryId),
            UserName.Of(request.UserName),
            // An alias is launched as what it stands for.
            bundle!.Id,
            WorkSpaceWire.ToMode(request.WorkspaceProperties?.RunningMode ?? RunningMode.AlwaysOn.ToWire())!.Value,
            request.WorkspaceProperties?.RunningModeAutoStopTimeoutInMinutes is { } minutes ? Duration.FromMinutes(minutes) : null)
        {
            Encryption = await EncryptionOf(request, account),
            Tags = [.. (request.Tags ?? []).Select(TaggedResources.ToTag)],
        });
    }

    /// <summary>
    /// A key may be named by its ARN, its id or a second name. Without one it is the account's own key, made at its first use (ENC-05).
    /// </summary>
    private async Task<EncryptionRequest?> EncryptionOf(WorkspaceRequest request, AccountId account)
    {
        var (root, user) = (request.RootVolumeEncryptionEnabled ?? false, request.UserVolumeEncryptionEnabled ?? false);
        if (!root && !user && request.VolumeEncryptionKey is null)
            return null;
        KeyArn? key = request.VolumeEncryptionKey is { } named ? await keys.Resolve(named, account) : null;
        return key is null or { IsDefault: true }
            ? new(root, user) { MakesDefaultKey = root || user, Named = request.VolumeEncryptionKey }
            : new(root, user, key) { Named = key.Value.Value == request.VolumeEncryptionKey ? null : request.VolumeEncryptionKey };
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
        if (wanted?.Protocols is { } protocols && protocols.Any(protocol => protocol != Protocol))
            return NotSupported($"Desktops speak {Protocol}; leave Protocols out.");
        if (wanted?.OperatingSystemName is { } system && system != SystemOf(bundle))
            return NotSupported($"{request.BundleId} runs {SystemOf(bundle) ?? bundle.OperatingSystem}; leave OperatingSystemName out or choose another bundle.");
        return (wanted?.RootVolumeSizeGib ?? bundle.RootGB, wanted?.UserVolumeSizeGib ?? bundle.UserGB) != (bundle.RootGB, bundle.UserGB)
            ? NotSupported($"Volumes have the sizes of the bundle, {bundle.RootGB} and {bundle.UserGB} GiB; leave them out.")
            : null;
    }

    /// <summary>As the wire calls it; null: it has no name there.</summary>
    private static string? SystemOf(Bundle bundle) => (bundle.Experience, bundle.BringsOwnLicence) switch
    {
        (Experience.Windows7, true) => "WINDOWS_7",
        (Experience.Windows10, true) => "WINDOWS_10",
        (Experience.Windows10, false) => "WINDOWS_SERVER_2016",
        _ => null,
    };

    private static Refused NotSupported(string message) => new(RefusalCode.InvalidParameter, message);
}
