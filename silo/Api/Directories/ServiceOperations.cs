using System.Collections.Immutable;
using DeskFleet.Contracts;
using DeskFleet.Contracts.Directories;
using DeskFleet.Core.Directories;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Tags;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.Directories;

/// <summary>A small directory service, <c>ds</c>: makes, shows and deletes directories (DIR-02..06, DIR-17).</summary>
internal sealed class ServiceOperations(FleetClient fleet, TaggedResources tagged) : IApiModule
{
    private const int DefaultLimit = 100;

    public void AddTo(ApiTable table)
    {
        var service = WireService.DirectoryService;
        table.Changes<CreateDirectoryRequest>(service, "CreateDirectory", CreateSimple);
        table.Changes<ConnectDirectoryRequest>(service, "ConnectDirectory", (request, call) => Create(ProfileOf(request), request.Tags, call));
        table.Changes<CreateMicrosoftADRequest>(service, "CreateMicrosoftAD", (request, call) => Create(ProfileOf(request), request.Tags, call));
        table.Changes<DeleteDirectoryRequest>(service, "DeleteDirectory", Delete);
        table.Reads<DescribeDirectoriesRequest>(service, "DescribeDirectories", Describe);
    }

    private Task<ApiResult> CreateSimple(CreateDirectoryRequest request, ApiCall call) => request.VpcSettings is { } vpc
        ? Create(Profile(DirectoryType.SimpleAd, request.Name, request.ShortName, request.Description, request.Size, vpc), request.Tags, call)
        : Task.FromResult(ApiResult.Of(new WireError("InvalidParameterException", "A directory needs two subnets; give VpcSettings.")));

    private async Task<ApiResult> Create(DirectoryProfile profile, IReadOnlyList<TagShape>? tags, ApiCall call)
    {
        var id = call.Id.ToDirectoryId();
        if ((profile.Fault(call.Account.Region) ?? TaggedResources.Fault(tags)) is { } fault)
            return DirectoryServiceErrors.Of(fault);
        if (await fleet.Send(Entity.OfRegistry(call.Account), new Enlist(ListedKind.Directory, id.Value)) is Refused full)
            return DirectoryServiceErrors.Of(full);
        var reply = await fleet.CreateDirectory(call.Id, id, new(call.Account, profile));
        return (reply as Refused ?? await tagged.PutNew(call, TaggedResources.OfDirectoryService(id.Value), tags)) is { } refused
            ? DirectoryServiceErrors.Of(refused)
            : ApiResult.Of(new DirectoryResult(id.Value));
    }

    private async Task<ApiResult> Delete(DeleteDirectoryRequest request, ApiCall call)
    {
        var reply = await fleet.DeleteDirectory(call.Id, new(request.DirectoryId), new(call.Account));
        if (reply is Refused refused)
            return DirectoryServiceErrors.Of(refused);
        await fleet.Send(Entity.OfRegistry(call.Account), new Delist(ListedKind.Directory, request.DirectoryId));
        return ApiResult.Of(new DirectoryResult(request.DirectoryId));
    }

    private async Task<ApiResult> Describe(DescribeDirectoriesRequest request, ApiCall call)
    {
        var ids = request.DirectoryIds ?? [.. (await fleet.DescribeRegistry(call.Account)).IdsOf(ListedKind.Directory)];
        var found = await Task.WhenAll(ids.Distinct().Select(id => fleet.DescribeDirectory(new DirectoryId(id))));
        var mine = found.Where(directory => directory is { Profile: not null } && directory.Account == call.Account).ToList();
        if (request.DirectoryIds is { } asked && asked.FirstOrDefault(id => mine.All(directory => directory!.Id.Value != id)) is { } missing)
            return new WireError("EntityDoesNotExistException", $"There is no directory {missing} in the account and region; look at the id and the region.");
        var (page, next, fault) = PageToken.Page(mine.Select(directory => ToWire(directory!)), directory => directory.DirectoryId, request.NextToken, request.Limit is { } limit and > 0 ? Math.Min(limit, DefaultLimit) : DefaultLimit);
        return fault is null
            ? ApiResult.Of(new DescribeDirectoriesResult(page, next))
            : new WireError("InvalidNextTokenException", fault.Message);
    }

    private static DirectoryProfile ProfileOf(ConnectDirectoryRequest request)
    {
        var connect = request.ConnectSettings;
        var vpc = new VpcSettings(connect.VpcId, connect.SubnetIds);
        return Profile(DirectoryType.AdConnector, request.Name, request.ShortName, request.Description, request.Size, vpc) with
        {
            DnsAddresses = [.. connect.CustomerDnsIps ?? []],
            CustomerUserName = connect.CustomerUserName,
        };
    }

    private static DirectoryProfile ProfileOf(CreateMicrosoftADRequest request) =>
        Profile(DirectoryType.MicrosoftAd, request.Name, request.ShortName, request.Description, request.Edition ?? "Enterprise", request.VpcSettings);

    private static DirectoryProfile Profile(DirectoryType type, string name, string? shortName, string? description, string size, VpcSettings vpc) => new(
        type, name, shortName ?? name.Split('.')[0].ToUpperInvariant(), description ?? "", size, vpc.VpcId, [.. vpc.SubnetIds], [], "");

    private static DirectoryDescriptionShape ToWire(DirectoryDescription directory)
    {
        var profile = directory.Profile!;
        var (isMicrosoft, isConnector) = (profile.Type == DirectoryType.MicrosoftAd, profile.Type == DirectoryType.AdConnector);
        return new(
            directory.Id.Value,
            profile.Name,
            profile.ShortName,
            isMicrosoft ? null : profile.Size,
            isMicrosoft ? profile.Size : null,
            directory.Id.Value["d-".Length..],
            profile.Description is { Length: > 0 } text ? text : null,
            profile.DnsAddresses,
            "Active",
            directory.CreatedAt,
            isMicrosoft ? "MicrosoftAD" : isConnector ? "ADConnector" : "SimpleAD",
            isConnector ? null : new(profile.VpcId, profile.Subnets),
            isConnector ? new(profile.VpcId, profile.Subnets, profile.CustomerUserName, ImmutableArray<string>.Empty) : null);
    }
}
