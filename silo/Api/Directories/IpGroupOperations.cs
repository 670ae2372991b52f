using System.Collections.Immutable;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Directories;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Tags;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Api.WorkSpaces;

namespace DeskFleet.Silo.Api.Directories;

/// <summary>IP access groups: where users may come from.</summary>
internal sealed class IpGroupOperations(FleetClient fleet, AccountResources resources, TaggedResources tagged) : IApiModule
{
    private const int DefaultLimit = 25;

    public void AddTo(ApiTable table)
    {
        var service = WireService.WorkSpaces;
        table.Changes<CreateIpGroupRequest>(service, "CreateIpGroup", Create);
        table.Changes<DeleteIpGroupRequest>(service, "DeleteIpGroup", Delete);
        table.Reads<DescribeIpGroupsRequest>(service, "DescribeIpGroups", Describe);
        table.Changes<AssociateIpGroupsRequest>(service, "AssociateIpGroups", Associate);
        table.Changes<DisassociateIpGroupsRequest>(service, "DisassociateIpGroups", (request, call) =>
            Change(request.DirectoryId, new(call.Account, [], [.. request.GroupIds]), call));
        table.Changes<AuthorizeIpRulesRequest>(service, "AuthorizeIpRules", (request, call) =>
            ChangeRules(new(request.GroupId, Replace: false, Rules(request.UserRules), []), call));
        table.Changes<RevokeIpRulesRequest>(service, "RevokeIpRules", (request, call) =>
            ChangeRules(new(request.GroupId, Replace: false, [], [.. request.UserRules]), call));
        table.Changes<UpdateRulesOfIpGroupRequest>(service, "UpdateRulesOfIpGroup", (request, call) =>
            ChangeRules(new(request.GroupId, Replace: true, Rules(request.UserRules), []), call));
    }

    private async Task<ApiResult> Create(CreateIpGroupRequest request, ApiCall call)
    {
        if (TaggedResources.Fault(request.Tags) is { } fault)
            return fault.ToError();
        var reply = await fleet.CreateIpGroup(call.Account, new(call.Id, request.GroupName, request.GroupDesc ?? "", Rules(request.UserRules ?? [])));
        if (reply is not IpGroupCreated created)
            return reply.ToResult();
        return await tagged.PutNew(call, created.Group, request.Tags) is { } untagged
            ? untagged.ToError()
            : ApiResult.Of(new CreateIpGroupResult(created.Group));
    }

    private async Task<ApiResult> Delete(DeleteIpGroupRequest request, ApiCall call)
    {
        var ids = (await fleet.DescribeRegistry(call.Account)).IdsOf(ListedKind.Directory);
        var directories = await Task.WhenAll(ids.Select(id => resources.Directory(id, call.Account)));
        if (directories.OfType<DirectoryDescription>().FirstOrDefault(directory => directory.IpGroups.Contains(request.GroupId)) is { } user)
            return new WireError("ResourceAssociatedException", $"{user.Id} uses {request.GroupId}; disassociate it first.");
        return (await fleet.DeleteIpGroup(call.Id, call.Account, new(request.GroupId))).ToResult(request.GroupId);
    }

    private async Task<ApiResult> Describe(DescribeIpGroupsRequest request, ApiCall call)
    {
        var all = (await fleet.DescribeRegistry(call.Account)).IpGroups.Where(group => request.GroupIds?.Contains(group.Id) ?? true).Select(ToWire);
        var (page, next, fault) = PageToken.Page(all, group => group.GroupId, request.NextToken, request.MaxResults ?? DefaultLimit);
        return fault ?? ApiResult.Of(new DescribeIpGroupsResult(page, next));
    }

    private async Task<ApiResult> Associate(AssociateIpGroupsRequest request, ApiCall call)
    {
        var known = (await fleet.DescribeRegistry(call.Account)).IpGroups.Select(group => group.Id).ToHashSet();
        return request.GroupIds.FirstOrDefault(group => !known.Contains(group)) is { } missing
            ? WireError.NotFound(missing, $"There is no IP access group {missing}; look at the id and the region.")
            : await Change(request.DirectoryId, new(call.Account, [.. request.GroupIds], []), call);
    }

    private async Task<ApiResult> Change(string directory, ChangeDirectoryIpGroups change, ApiCall call) =>
        (await fleet.ChangeIpGroups(call.Id, new(directory), change)).ToResult(directory);

    private async Task<ApiResult> ChangeRules(ChangeIpRules change, ApiCall call) =>
        (await fleet.ChangeIpRules(call.Id, call.Account, change)).ToResult(change.Group);

    private static ImmutableArray<IpRule> Rules(IReadOnlyList<IpRuleItem> rules) => [.. rules.Select(rule => new IpRule(rule.IpRule ?? "", rule.RuleDesc ?? ""))];

    private static WorkspacesIpGroup ToWire(IpGroup group) =>
        new(group.Id, group.Name, group.Description, [.. group.Rules.Select(rule => new IpRuleItem(rule.Range, rule.Description))]);
}
