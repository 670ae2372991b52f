using DeskFleet.Contracts;
using DeskFleet.Contracts.Directories;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Api.WorkSpaces;

namespace DeskFleet.Silo.Api.Directories;

/// <summary>Describes registered directories and sets their properties (DIR-12..14, WEB-02).</summary>
internal sealed class DirectoryOperations(FleetClient fleet, AccountResources resources) : IApiModule
{
    private const int DefaultLimit = 25;

    public void AddTo(ApiTable table)
    {
        var service = WireService.WorkSpaces;
        table.Reads<DescribeWorkspaceDirectoriesRequest>(service, "DescribeWorkspaceDirectories", Describe);
        table.Changes<ModifyWorkspaceCreationPropertiesRequest>(service, "ModifyWorkspaceCreationProperties", ConfigureCreation);
        table.Changes<ModifyWorkspaceAccessPropertiesRequest>(service, "ModifyWorkspaceAccessProperties", (request, call) =>
            Configure(request.ResourceId, SettingsBag.Of(SettingsBag.Access, request.WorkspaceAccessProperties), call));
        table.Changes<ModifySelfservicePermissionsRequest>(service, "ModifySelfservicePermissions", (request, call) =>
            Configure(request.ResourceId, SettingsBag.Of(SettingsBag.Selfservice, request.SelfservicePermissions), call));
        table.Changes<ModifyClientPropertiesRequest>(service, "ModifyClientProperties", (request, call) =>
            Configure(request.ResourceId, SettingsBag.Of(SettingsBag.Client, request.ClientProperties), call));
        table.Reads<DescribeClientPropertiesRequest>(service, "DescribeClientProperties", DescribeClients);
    }

    private async Task<ApiResult> Describe(DescribeWorkspaceDirectoriesRequest request, ApiCall call)
    {
        if (request.DirectoryIds is not null && (request.Limit ?? (object?)request.NextToken ?? request.Filters ?? (object?)request.WorkspaceDirectoryNames) is not null)
            return WireError.BadValue("DirectoryIds cannot be combined with anything else; give the ids alone.");
        var ids = request.DirectoryIds ?? [.. (await fleet.DescribeRegistry(call.Account)).IdsOf(ListedKind.Directory)];
        var all = (await Task.WhenAll(ids.Distinct().Select(id => resources.Directory(id, call.Account)))).OfType<DirectoryDescription>();
        var found = all.Select(DirectoryView.Of).Where(directory => Matches(directory, request));
        return PageToken.Page(found, directory => directory.DirectoryId, request.NextToken, request.Limit ?? DefaultLimit) is var (page, next, fault) && fault is null
            ? ApiResult.Of(new DescribeWorkspaceDirectoriesResult(page, next))
            : ApiResult.Of(fault);
    }

    private static bool Matches(WorkspaceDirectory directory, DescribeWorkspaceDirectoriesRequest request) =>
        (request.WorkspaceDirectoryNames?.Contains(directory.WorkspaceDirectoryName) ?? true) &&
        (request.Filters ?? []).All(filter => filter.Values.Contains(filter.Name == "WORKSPACE_TYPE" ? directory.WorkspaceType : directory.UserIdentityType));

    private async Task<ApiResult> Configure(string id, DirectorySettings settings, ApiCall call)
    {
        if (settings.Values.IsEmpty)
            return WireError.BadValue("Nothing is to be changed; give at least one property.");
        var reply = await fleet.ConfigureDirectory(call.Id, new(id), new(call.Account, settings));
        return reply.ToResult(id);
    }

    /// <summary>What desktops get is stamped on them at their launch, so the directory itself has to know it (WKS-13).</summary>
    private async Task<ApiResult> ConfigureCreation(ModifyWorkspaceCreationPropertiesRequest request, ApiCall call)
    {
        if (request.WorkspaceCreationProperties.UserEnabledAsLocalAdministrator is { } isAdministrator && await resources.Directory(request.ResourceId, call.Account) is { } directory)
        {
            var desktops = directory.Desktops with { UsersAreLocalAdministrators = isAdministrator };
            await fleet.ConfigureDesktops(call.ItemId(0), directory.Id, new(call.Account, desktops));
        }

        return await Configure(request.ResourceId, SettingsBag.Of(SettingsBag.Creation, request.WorkspaceCreationProperties), call);
    }

    private async Task<ApiResult> DescribeClients(DescribeClientPropertiesRequest request, ApiCall call)
    {
        var found = await Task.WhenAll(request.ResourceIds.Distinct().Select(id => resources.Directory(id, call.Account)));
        if (Array.IndexOf(found, null) is >= 0 and var missing)
            return WireError.NotFound(request.ResourceIds[missing], AccountResources.NoDirectory(request.ResourceIds[missing]).Message);
        return ApiResult.Of(new DescribeClientPropertiesResult([.. found.Select(directory => new ClientPropertiesResult(
            directory!.Id.Value, SettingsBag.Read(SettingsBag.Client, directory.Settings, ClientProperties.Defaults)))]));
    }
}
