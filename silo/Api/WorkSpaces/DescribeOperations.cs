using DeskFleet.Contracts.WorkSpaces;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Views;
using DeskFleet.Core.WorkSpaces;
using DeskFleet.Silo.Api.Catalog;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Describes WorkSpaces and who is connected (API-04).</summary>
internal sealed class DescribeOperations(WorkSpaceReader reader, AccountResources resources, BundleAliases aliases) : IApiModule
{
    private const int DefaultLimit = 25;
    private const string Statuses = "connection status";

    public void AddTo(ApiTable table)
    {
        table.Reads<DescribeWorkspacesRequest>(WireService.WorkSpaces, "DescribeWorkspaces", Describe);
        table.Reads<DescribeWorkspacesConnectionStatusRequest>(WireService.WorkSpaces, "DescribeWorkspacesConnectionStatus", DescribeStatus);
    }

    private async Task<ApiResult> Describe(DescribeWorkspacesRequest request, ApiCall call)
    {
        if (Fault(request) is { } fault)
            return fault;
        if (request.WorkspaceIds is { } ids)
            return await Result(await reader.FragmentsByIds(ids, call.Account), null);
        if (request.UserName is { } user)
            return await Result(await reader.FragmentByUser(request.DirectoryId!, user, call.Account), null);
        return await List(request, call);
    }

    private async Task<ApiResult> List(DescribeWorkspacesRequest request, ApiCall call)
    {
        var listed = $"workspaces {request.DirectoryId} {request.BundleId}";
        var (after, fault) = PageToken.Read(listed, request.NextToken);
        if (fault is not null)
            return fault;
        if (request.DirectoryId is { } directory && await resources.Directory(directory, call.Account) is null)
            return await Result([], null);
        var (page, next) = await reader.List(FilterOf(request, call.Account), IdAfter(after), request.Limit ?? DefaultLimit);
        return await Result([.. page.Select(desktop => new WorkSpaceFragment(desktop))], next is { } last ? PageToken.Of(listed, last.Value) : null);
    }

    private async Task<ApiResult> DescribeStatus(DescribeWorkspacesConnectionStatusRequest request, ApiCall call)
    {
        if (request.WorkspaceIds is { } ids)
            return Result(await reader.ByIds(ids, call.Account), null, call);
        var (after, fault) = PageToken.Read(Statuses, request.NextToken);
        if (fault is not null)
            return fault;
        var (page, next) = await reader.List(new(call.Account), IdAfter(after), DefaultLimit);
        return Result(page, next is { } last ? PageToken.Of(Statuses, last.Value) : null, call);
    }

    /// <summary>A directory belongs to one account, so that its own index is enough.</summary>
    private WorkSpaceFilter FilterOf(DescribeWorkspacesRequest request, AccountId account) =>
        request.DirectoryId is { } directory ? new(Directory: new(directory)) : new(account, Bundle: request.BundleId is { } bundle ? new(aliases.Of(bundle)) : null);

    private static WorkSpaceId? IdAfter(string? id) => id is null ? null : new WorkSpaceId(id);

    private async Task<ApiResult> Result(IReadOnlyList<WorkSpaceFragment> found, string? next) => ApiResult.Of(DescribeReply.Of(await reader.ToJson(found), next));

    private static ApiResult Result(IReadOnlyList<WorkSpaceDescription> found, string? next, ApiCall call) => ApiResult.Of(
        new DescribeWorkspacesConnectionStatusResult(
            [.. found.Select(desktop => new WorkspaceConnectionStatus(desktop.Id.Value, StatusOf(desktop), call.At, desktop.LastConnectedAt))], next));

    /// <summary>A desktop that does not run has no agent to ask.</summary>
    private static string StatusOf(WorkSpaceDescription desktop) =>
        desktop.Session is not null ? "CONNECTED"
        : desktop.State is Lifecycle.Available or Lifecycle.Stopped ? "DISCONNECTED"
        : "UNKNOWN";

    private static WireError? Fault(DescribeWorkspacesRequest request)
    {
        if (request.WorkspaceName is not null)
            return WireError.BadValue("WorkSpaces have no names here; use WorkspaceIds, DirectoryId with UserName, or BundleId.");
        if (request.WorkspaceIds is not null && (request.DirectoryId ?? request.UserName ?? request.BundleId ?? request.NextToken ?? (object?)request.Limit) is not null)
            return WireError.BadValue("WorkspaceIds cannot be combined with anything else; give the ids alone.");
        if (request.UserName is not null && request.DirectoryId is null)
            return WireError.BadValue("UserName needs its DirectoryId; give both.");
        if (request.UserName is { } user && UserName.Of(user).Fault() is { } nobody)
            return WireError.BadValue(nobody);
        return request.BundleId is not null && request.DirectoryId is not null
            ? WireError.BadValue("BundleId cannot be combined with DirectoryId or UserName; give one of them.")
            : null;
    }
}
