namespace DeskFleet.Silo.Api.Tags;

// Shapes of the wire, named as there.

internal sealed record TagShape(string Key, string? Value = null);

internal sealed record CreateTagsRequest(string ResourceId, IReadOnlyList<TagShape> Tags);

internal sealed record DeleteTagsRequest(string ResourceId, IReadOnlyList<string> TagKeys);

internal sealed record DescribeTagsRequest(string ResourceId);

internal sealed record DescribeTagsResult(IReadOnlyList<TagShape> TagList);

internal sealed record AddTagsToResourceRequest(string ResourceId, IReadOnlyList<TagShape> Tags);

internal sealed record RemoveTagsFromResourceRequest(string ResourceId, IReadOnlyList<string> TagKeys);

internal sealed record ListTagsForResourceRequest(string ResourceId, string? NextToken = null, int? Limit = null);

internal sealed record ListTagsForResourceResult(IReadOnlyList<TagShape> Tags, string? NextToken);
