using DeskFleet.Contracts;
using DeskFleet.Core.Catalog;
using DeskFleet.Silo.Api.Catalog;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Api.WorkSpaces;

namespace DeskFleet.Silo.Api.Absent;

/// <summary>
/// Reads of features that this service does not have: pools, connection aliases, account links, managed applications. Inventory tools read them
/// at every refresh, so they come out properly empty. Who names one thing that cannot be there is told so.
/// </summary>
internal sealed class AbsentOperations(FleetClient fleet, AccountResources resources, Bundles bundles) : IApiModule
{
    private const string Later = "NextToken is none of this list; begin without one.";
    private static readonly WireService Service = WireService.WorkSpaces;

    private static string[] None => [];

    public void AddTo(ApiTable table)
    {
        AddLists(table);
        AddSingles(table);
        AddAssociations(table);
        table.Reads<OfDirectoryRequest>(Service, "DescribeConnectClientAddIns", (request, call) => OfDirectory(request, call, new { AddIns = None }));
        table.Reads<OfDirectoryRequest>(Service, "DescribeClientBranding", (request, call) => OfDirectory(request, call, new { }));
        Add<MigrateWorkspaceRequest>(table, "MigrateWorkspace", request => new WireError(
            "OperationNotSupportedException",
            $"A WorkSpace keeps its bundle (WKS-11); terminate {request.SourceWorkspaceId} and launch one from {request.BundleId}."));
    }

    private static void AddLists(ApiTable table)
    {
        // The model has no empty list of these: without any the member is left out.
        Add<EmptyListRequest>(table, "DescribeConnectionAliases", request =>
            request.NextToken is null ? ApiResult.Empty : WireError.BadValue(Later));
        Add<EmptyListRequest>(table, "ListAccountLinks", request =>
            request.NextToken is null ? ApiResult.Of(new { AccountLinks = None }) : WireError.Invalid(Later));
        Add<DescribeWorkspacesPoolsRequest>(table, "DescribeWorkspacesPools", request => List(request.PoolIds, request.NextToken, new { WorkspacesPools = None }));
        Add<DescribeApplicationsRequest>(table, "DescribeApplications", request => List(request.ApplicationIds, request.NextToken, new { Applications = None }));
    }

    private static void AddSingles(ApiTable table)
    {
        Add<DescribeConnectionAliasPermissionsRequest>(table, "DescribeConnectionAliasPermissions", request => NotThere(request.AliasId));
        Add<DescribeWorkspacesPoolSessionsRequest>(table, "DescribeWorkspacesPoolSessions", request => NotThere(request.PoolId));
        Add<DescribeApplicationAssociationsRequest>(table, "DescribeApplicationAssociations", request => NotThere(request.ApplicationId));
        Add<DescribeCustomWorkspaceImageImportRequest>(table, "DescribeCustomWorkspaceImageImport", request => NotThere(request.ImageId));
        Add<GetAccountLinkRequest>(table, "GetAccountLink", request => (request.LinkId ?? request.LinkedAccountId) is { } link
            ? NotThere(link)
            : WireError.Invalid("No link is named; give LinkId or LinkedAccountId."));
    }

    /// <summary>Nothing is associated with what is there.</summary>
    private void AddAssociations(ApiTable table)
    {
        table.Reads<DescribeWorkspaceAssociationsRequest>(Service, "DescribeWorkspaceAssociations", async (request, call) =>
            Associations(request.WorkspaceId, await resources.WorkSpace(request.WorkspaceId, call.Account) is not null));
        table.Reads<DescribeBundleAssociationsRequest>(Service, "DescribeBundleAssociations", async (request, call) =>
            Associations(request.BundleId, (await bundles.Find(request.BundleId, call.Account)).Bundle is not null));
        table.Reads<DescribeImageAssociationsRequest>(Service, "DescribeImageAssociations", async (request, call) =>
            Associations(request.ImageId, await fleet.DescribeImage(call.Account, new(request.ImageId)) is ImageDescription { Status: not ImageStatus.Deleted }));
    }

    private static void Add<TRequest>(ApiTable table, string operation, Func<TRequest, ApiResult> answer) =>
        table.Reads<TRequest>(Service, operation, (request, _) => Task.FromResult(answer(request)));

    private static ApiResult List(IReadOnlyList<string>? ids, string? token, object empty) =>
        token is not null ? WireError.BadValue(Later) : ids is [var id, ..] ? NotThere(id) : ApiResult.Of(empty);

    private async Task<ApiResult> OfDirectory(OfDirectoryRequest request, ApiCall call, object empty) =>
        await resources.Directory(request.ResourceId, call.Account) is null
            ? WireError.NotFound(request.ResourceId, AccountResources.NoDirectory(request.ResourceId).Message)
            : ApiResult.Of(empty);

    private static ApiResult Associations(string id, bool isThere) => isThere ? ApiResult.Of(new { Associations = None }) : NotThere(id);

    private static ApiResult NotThere(string id) => WireError.NotFound(id, $"There is no {id} in the account and region; look at the id and the region.");
}
