using System.Text.Json.Serialization;
using DeskFleet.Silo.Api.Tags;

namespace DeskFleet.Silo.Api.Directories;

// Shapes of the wire, named as there.

internal sealed record IpRuleItem(
    [property: JsonPropertyName("ipRule")] string? IpRule = null, [property: JsonPropertyName("ruleDesc")] string? RuleDesc = null);

internal sealed record CreateIpGroupRequest(
    string GroupName, string? GroupDesc = null, IReadOnlyList<IpRuleItem>? UserRules = null, IReadOnlyList<TagShape>? Tags = null);

internal sealed record CreateIpGroupResult(string GroupId);

internal sealed record DeleteIpGroupRequest(string GroupId);

internal sealed record DescribeIpGroupsRequest(IReadOnlyList<string>? GroupIds = null, string? NextToken = null, int? MaxResults = null);

internal sealed record WorkspacesIpGroup(
    [property: JsonPropertyName("groupId")] string GroupId,
    [property: JsonPropertyName("groupName")] string GroupName,
    [property: JsonPropertyName("groupDesc")] string GroupDesc,
    [property: JsonPropertyName("userRules")] IReadOnlyList<IpRuleItem> UserRules);

internal sealed record DescribeIpGroupsResult(IReadOnlyList<WorkspacesIpGroup> Result, string? NextToken);

internal sealed record AssociateIpGroupsRequest(string DirectoryId, IReadOnlyList<string> GroupIds);

internal sealed record DisassociateIpGroupsRequest(string DirectoryId, IReadOnlyList<string> GroupIds);

internal sealed record AuthorizeIpRulesRequest(string GroupId, IReadOnlyList<IpRuleItem> UserRules);

internal sealed record RevokeIpRulesRequest(string GroupId, IReadOnlyList<string> UserRules);

internal sealed record UpdateRulesOfIpGroupRequest(string GroupId, IReadOnlyList<IpRuleItem> UserRules);
