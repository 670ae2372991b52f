using DeskFleet.Contracts;
using DeskFleet.Contracts.Registries;
using DeskFleet.Core.Catalog;
using DeskFleet.Core.Identity;
using DeskFleet.Core.Kernel;
using DeskFleet.Core.Registries;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Tags;
using DeskFleet.Silo.Api.Wire;
using DeskFleet.Silo.Api.WorkSpaces;

namespace DeskFleet.Silo.Api.Catalog;

/// <summary>Bundles of the provider and of the account (BUN-01, BUN-02, BUN-09, BUN-11).</summary>
internal sealed class BundleOperations(FleetClient fleet, Bundles bundles, CatalogNames names, TaggedResources tagged, WorkSpaceReader desktops) : IApiModule
{
    private const string Provider = "AMAZON";
    private const int PageSize = 25;

    public void AddTo(ApiTable table)
    {
        var service = WireService.WorkSpaces;
        table.Reads<DescribeWorkspaceBundlesRequest>(service, "DescribeWorkspaceBundles", Describe);
        table.Changes<CreateWorkspaceBundleRequest>(service, "CreateWorkspaceBundle", Create);
        table.Changes<UpdateWorkspaceBundleRequest>(service, "UpdateWorkspaceBundle", Update);
        table.Changes<DeleteWorkspaceBundleRequest>(service, "DeleteWorkspaceBundle", Delete);
    }

    private async Task<ApiResult> Describe(DescribeWorkspaceBundlesRequest request, ApiCall call)
    {
        if (request.BundleIds is not null && (request.Owner ?? request.NextToken) is not null)
            return WireError.BadValue("BundleIds cannot be combined with Owner or NextToken; give the ids alone.");
        var registry = await fleet.DescribeRegistry(call.Account);
        var found = request.BundleIds is null && request.Owner == Provider
            ? PublicCatalog.All.Select(offered => offered.ToBundle())
            : await Each(request.BundleIds ?? OwnIds(registry, request.Owner, call.Account), call.Account);
        var (page, next, fault) = PageToken.Page(found.Select(bundle => ToWire(bundle, call.Account, registry)), bundle => bundle.BundleId, request.NextToken, PageSize);
        return fault ?? ApiResult.Of(new DescribeWorkspaceBundlesResult(page, next));
    }

    private async Task<ApiResult> Create(CreateWorkspaceBundleRequest request, ApiCall call)
    {
        if (ComputeTypes.Parse(request.ComputeType.Name ?? "") is not { } hardware)
            return WireError.BadValue($"{request.ComputeType.Name} is not offered here; choose one of {string.Join(", ", Enum.GetNames<Hardware>()).ToUpperInvariant()}.");
        var size = Bundle.Of(hardware);
        if (request.UserStorage.Capacity != $"{size.UserGB}" || (request.RootStorage ?? new($"{size.RootGB}")).Capacity != $"{size.RootGB}")
            return WireError.BadValue($"Volumes of {hardware} have {size.RootGB} and {size.UserGB} GiB; give these.");
        if (TaggedResources.Fault(request.Tags) is { } badTags)
            return badTags.ToError();
        if (await names.Take(ListedKind.Bundle, call.Id.ToBundleId().Value, request.BundleName, request.BundleDescription, call.Account) is { } taken)
            return taken.ToError();
        var reply = await fleet.CreateBundle(new(call.Id, call.Account, request.BundleName, hardware, new(request.ImageId)));
        if (reply is not BundleCreated created)
            return await names.GiveBack(ListedKind.Bundle, call.Id.ToBundleId().Value, call.Account, reply.ToResult(request.ImageId));
        if (await tagged.PutNew(call, created.Bundle.Value, request.Tags) is { } untagged)
            return untagged.ToError();
        var (bundle, refused) = await bundles.Find(created.Bundle.Value, call.Account);
        return refused is null
            ? ApiResult.Of(new CreateWorkspaceBundleResult(ToWire(bundle!, call.Account, await fleet.DescribeRegistry(call.Account))))
            : refused.ToError();
    }

    private async Task<ApiResult> Update(UpdateWorkspaceBundleRequest request, ApiCall call) => request is { BundleId: { } bundle, ImageId: { } image }
        ? (await fleet.UpdateBundle(Bundles.OwnerOf(new(bundle), call.Account), new(bundle), new(call.Id, new(image)))).ToResult(bundle)
        : WireError.BadValue("Nothing is to be changed; give BundleId and ImageId.");

    private async Task<ApiResult> Delete(DeleteWorkspaceBundleRequest request, ApiCall call)
    {
        if (request.BundleId is not { } id)
            return WireError.BadValue("No bundle is named; give its BundleId.");
        if (await BasedOn(id, call.Account) is { } used)
            return used;
        var reply = await fleet.DeleteBundle(Bundles.OwnerOf(new(id), call.Account), new(id), new(call.Id));
        if (reply is not Refused)
            await fleet.Send(Entity.OfRegistry(call.Account), new Delist(ListedKind.Bundle, id));
        return reply.ToResult(id);
    }

    /// <summary>A WorkSpace never shows a bundle that is gone (BUN-06).</summary>
    private async Task<WireError?> BasedOn(string id, AccountId account)
    {
        var (page, _) = await desktops.List(new() { Account = account, Bundle = new(id) }, null, 1);
        return page is [var desktop, ..]
            ? new WireError("ResourceAssociatedException", $"{desktop.Id} is based on {id}; terminate it, or keep the bundle.") { ResourceId = id }
            : null;
    }

    private async Task<IEnumerable<Bundle>> Each(IEnumerable<string> ids, AccountId account) =>
        (await Task.WhenAll(ids.Distinct().Select(id => Named(id, account)))).OfType<Bundle>();

    /// <summary>Under the id that it was asked for by: one that stands for it comes back as given.</summary>
    private async Task<Bundle?> Named(string id, AccountId account) =>
        (await bundles.Find(id, account)).Bundle is { } bundle ? bundle with { Id = new(id) } : null;

    /// <summary>Bundles of other accounts are not there for this one.</summary>
    private static IEnumerable<string> OwnIds(RegistryDescription registry, string? owner, AccountId account) =>
        owner is null || owner == account.Account ? registry.IdsOf(ListedKind.Bundle) : [];

    private static WorkspaceBundle ToWire(Bundle bundle, AccountId account, RegistryDescription registry) =>
        ToWire(bundle, account, registry.NameOf(ListedKind.Bundle, bundle.Id.Value));

    private static WorkspaceBundle ToWire(Bundle bundle, AccountId account, ListedName? listed) => new(
        bundle.Id.Value,
        bundle.Name,
        Bundles.OwnerOf(bundle.Id, account).Account == AccountId.Provider ? Provider : account.Account,
        listed?.Description ?? FormattableString.Invariant($"{bundle.HardwareName} with {bundle.Size.VCpu} vCPU and {bundle.Size.MemoryMiB / 1024.0:0.##} GiB of memory"),
        bundle.Image?.Id.Value,
        new($"{bundle.RootGB}"),
        new($"{bundle.UserGB}"),
        new(ComputeTypes.Of(bundle)),
        listed?.At,
        "AVAILABLE",
        "REGULAR");
}
