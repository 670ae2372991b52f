using DeskFleet.Contracts;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Tags;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Catalog;

internal sealed record UpdateWorkspaceImagePermissionRequest(string ImageId, bool AllowCopyImage, string SharedAccountId);

internal sealed record DescribeWorkspaceImagePermissionsRequest(string ImageId, string? NextToken = null, int? MaxResults = null);

internal sealed record ImagePermission(string SharedAccountId);

internal sealed record DescribeWorkspaceImagePermissionsResult(string ImageId, IReadOnlyList<ImagePermission> ImagePermissions, string? NextToken);

internal sealed record CopyWorkspaceImageRequest(string Name, string SourceImageId, string SourceRegion, string? Description = null, IReadOnlyList<TagShape>? Tags = null);

internal sealed record CopyWorkspaceImageResult(string ImageId);

/// <summary>Lets another account of the region copy an image; a copy is its new owner's own (REG-06, BYO-08).</summary>
internal sealed class ImageSharingOperations(FleetClient fleet, SharedImages sharing, CatalogNames names, TaggedResources tagged) : IApiModule
{
    private const int DefaultLimit = 25;

    public void AddTo(ApiTable table)
    {
        var service = WireService.WorkSpaces;
        table.Changes<UpdateWorkspaceImagePermissionRequest>(service, "UpdateWorkspaceImagePermission", Permit);
        table.Reads<DescribeWorkspaceImagePermissionsRequest>(service, "DescribeWorkspaceImagePermissions", Describe);
        table.Changes<CopyWorkspaceImageRequest>(service, "CopyWorkspaceImage", Copy);
    }

    private async Task<ApiResult> Permit(UpdateWorkspaceImagePermissionRequest request, ApiCall call) =>
        (await fleet.PermitImage(call.Account, new(request.ImageId), new(call.Id, request.SharedAccountId, request.AllowCopyImage))).ToResult(request.ImageId);

    private async Task<ApiResult> Describe(DescribeWorkspaceImagePermissionsRequest request, ApiCall call)
    {
        var reply = await fleet.DescribeImage(call.Account, new(request.ImageId));
        if (reply is not ImageDescription image)
            return reply.ToResult(request.ImageId);
        var permissions = image.SharedWith.Select(account => new ImagePermission(account));
        var (page, next, fault) = PageToken.Page(permissions, permission => permission.SharedAccountId, request.NextToken, request.MaxResults ?? DefaultLimit);
        return fault ?? ApiResult.Of(new DescribeWorkspaceImagePermissionsResult(request.ImageId, page, next));
    }

    private async Task<ApiResult> Copy(CopyWorkspaceImageRequest request, ApiCall call)
    {
        var id = call.Id.ToImageId().Value;
        if ((TaggedResources.Fault(request.Tags) ?? await names.Take(ListedKind.Image, id, request.Name, request.Description, call.Account)) is { } fault)
            return fault.ToError();
        var source = await Source(request, call.Account);
        var reply = await fleet.CopyImage(new(call.Id, call.Account, request.Name, source.Owner, source.Id));
        if (reply is not ImageBegun begun)
            return await names.GiveBack(ListedKind.Image, id, call.Account, reply.ToResult(request.SourceImageId));
        if (await tagged.PutNew(call, begun.Image.Value, request.Tags) is { } untagged)
            return untagged.ToError();
        return ApiResult.Of(new CopyWorkspaceImageResult(begun.Image.Value));
    }

    /// <summary>The one that is shared under this id, or else the account's own.</summary>
    private async Task<OwnedImage> Source(CopyWorkspaceImageRequest request, AccountId account)
    {
        var own = new OwnedImage(account with { Region = request.SourceRegion }, new(request.SourceImageId));
        return request.SourceRegion == account.Region
            ? (await sharing.SharedWith(account)).Where(image => image.Id == own.Id).DefaultIfEmpty(own).First()
            : own;
    }
}
