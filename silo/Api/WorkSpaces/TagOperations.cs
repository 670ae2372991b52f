using DeskFleet.Contracts;
using DeskFleet.Core.Tags;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.WorkSpaces;

/// <summary>Tags of WorkSpaces (TAG-01, TAG-02).</summary>
internal sealed class TagOperations(FleetClient fleet, Owned owned) : IApiModule
{
    private const string WorkSpacePrefix = "ws-";

    public void AddTo(ApiTable table)
    {
        table.Changes<CreateTagsRequest>(WireService.WorkSpaces, "CreateTags", Create);
        table.Changes<DeleteTagsRequest>(WireService.WorkSpaces, "DeleteTags", Delete);
        table.Reads<DescribeTagsRequest>(WireService.WorkSpaces, "DescribeTags", Describe);
    }

    private async Task<ApiResult> Create(CreateTagsRequest request, ApiCall call)
    {
        if (await Fault(request.ResourceId, call) is { } fault)
            return fault;
        var reply = await fleet.CreateTags(new(request.ResourceId), new(call.Id, [.. request.Tags.Select(ToTag)]));
        return reply.ToResult(request.ResourceId);
    }

    private async Task<ApiResult> Delete(DeleteTagsRequest request, ApiCall call)
    {
        if (await Fault(request.ResourceId, call) is { } fault)
            return fault;
        var reply = await fleet.DeleteTags(new(request.ResourceId), new(call.Id, [.. request.TagKeys]));
        return reply.ToResult(request.ResourceId);
    }

    private async Task<ApiResult> Describe(DescribeTagsRequest request, ApiCall call)
    {
        if (await Fault(request.ResourceId, call) is { } fault)
            return fault;
        var tags = await fleet.DescribeTags(new(request.ResourceId)) ?? TagSet.Empty;
        return ApiResult.Of(new DescribeTagsResult([.. tags.Values.Select(tag => new TagShape(tag.Key, tag.Value))]));
    }

    internal static Tag ToTag(TagShape tag) => new(tag.Key, tag.Value ?? "");

    private async Task<WireError?> Fault(string id, ApiCall call)
    {
        if (!id.StartsWith(WorkSpacePrefix, StringComparison.Ordinal))
            return WireError.BadValue($"Tags are kept for WorkSpaces, and {id} is none; give a ws- id.");
        return await owned.WorkSpace(id, call.Account) is null ? WireError.NotFound(id, Owned.NoWorkSpace(id).Message) : null;
    }
}
