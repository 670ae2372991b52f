using DeskFleet.Core.Tags;
using DeskFleet.Silo.Api.Directories;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Tags;

/// <summary>Tags of resources (TAG-01, TAG-02), for both services that have calls for them.</summary>
internal sealed class TagOperations(TaggedResources tagged) : IApiModule
{
    private const string NoDirectory = "EntityDoesNotExistException";

    public void AddTo(ApiTable table)
    {
        table.Changes<CreateTagsRequest>(WireService.WorkSpaces, "CreateTags", async (request, call) => await Missing(request.ResourceId, call)
            ?? (await tagged.Put(call.Id, request.ResourceId, call.Account, request.Tags)).ToResult(request.ResourceId));
        table.Changes<DeleteTagsRequest>(WireService.WorkSpaces, "DeleteTags", async (request, call) => await Missing(request.ResourceId, call)
            ?? (await tagged.Remove(call.Id, request.ResourceId, call.Account, request.TagKeys)).ToResult(request.ResourceId));
        table.Reads<DescribeTagsRequest>(WireService.WorkSpaces, "DescribeTags", Describe);
        AddDirectoryService(table);
    }

    /// <summary>The directory service has names of its own for the same.</summary>
    private void AddDirectoryService(ApiTable table)
    {
        var service = WireService.DirectoryService;
        table.Changes<AddTagsToResourceRequest>(service, "AddTagsToResource", async (request, call) => await MissingDirectory(request.ResourceId, call)
            ?? DirectoryServiceErrors.ToResult(await tagged.Put(call.Id, TaggedResources.OfDirectoryService(request.ResourceId), call.Account, request.Tags)));
        table.Changes<RemoveTagsFromResourceRequest>(service, "RemoveTagsFromResource", async (request, call) => await MissingDirectory(request.ResourceId, call)
            ?? DirectoryServiceErrors.ToResult(await tagged.Remove(call.Id, TaggedResources.OfDirectoryService(request.ResourceId), call.Account, request.TagKeys)));
        table.Reads<ListTagsForResourceRequest>(service, "ListTagsForResource", List);
    }

    private async Task<ApiResult> Describe(DescribeTagsRequest request, ApiCall call) => await tagged.Find(request.ResourceId, call.Account) is { } tags
        ? ApiResult.Of(new DescribeTagsResult(TaggedResources.ToWire(tags)))
        : NotFound(request.ResourceId);

    private async Task<ApiResult> List(ListTagsForResourceRequest request, ApiCall call)
    {
        if (await tagged.Find(TaggedResources.OfDirectoryService(request.ResourceId), call.Account) is not { } tags)
            return NotThere(request.ResourceId);
        var limit = request.Limit is { } given and > 0 ? given : TagRules.DefaultMostTags;
        var (page, next, fault) = PageToken.Page(TaggedResources.ToWire(tags), tag => tag.Key, request.NextToken, limit);
        return fault is null ? ApiResult.Of(new ListTagsForResourceResult(page, next)) : new WireError("InvalidNextTokenException", fault.Message);
    }

    private async Task<ApiResult?> Missing(string id, ApiCall call) => await tagged.Find(id, call.Account) is null ? ApiResult.Of(NotFound(id)) : null;

    private async Task<ApiResult?> MissingDirectory(string id, ApiCall call) => await tagged.Find(TaggedResources.OfDirectoryService(id), call.Account) is null ? ApiResult.Of(NotThere(id)) : null;

    private static WireError NotFound(string id) => WireError.NotFound(
        id, $"There is no {id} in the account and region; give the id of a WorkSpace, directory, image, bundle or IP access group, and look at the region.");

    private static WireError NotThere(string id) => new(NoDirectory, $"There is no directory {id} in the account and region; look at the id and the region.");
}
