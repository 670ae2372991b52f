using DeskFleet.Core.Catalog;
using DeskFleet.Silo.Api.Protocol;
using DeskFleet.Silo.Api.Wire;

namespace DeskFleet.Silo.Api.WorkSpaces;

internal sealed record DescribeWorkspaceBundlesRequest(IReadOnlyList<string>? BundleIds = null, string? Owner = null, string? NextToken = null);

internal sealed record StorageShape(string Capacity);

internal sealed record ComputeTypeShape(string Name);

internal sealed record WorkspaceBundle(
    string BundleId,
    string Name,
    string Owner,
    string Description,
    string? ImageId,
    StorageShape RootStorage,
    StorageShape UserStorage,
    ComputeTypeShape ComputeType,
    string State,
    string BundleType);

internal sealed record DescribeWorkspaceBundlesResult(IReadOnlyList<WorkspaceBundle> Bundles, string? NextToken);

/// <summary>Bundles of the provider and of the account (BUN-01, BUN-02).</summary>
internal sealed class BundleOperations : IApiModule
{
    private const string Provider = "AMAZON";
    private const int PageSize = 25;

    public void AddTo(ApiTable table) => table.Reads<DescribeWorkspaceBundlesRequest>(WireService.WorkSpaces, "DescribeWorkspaceBundles", Describe);

    private Task<ApiResult> Describe(DescribeWorkspaceBundlesRequest request, ApiCall call)
    {
        if (request.BundleIds is not null && (request.Owner ?? request.NextToken) is not null)
            return Task.FromResult(ApiResult.Of(WireError.BadValue("BundleIds cannot be combined with Owner or NextToken; give the ids alone.")));
        var all = request.BundleIds is { } ids ? ids.Select(WireBundles.Find).OfType<Bundle>()
            : request.Owner == Provider ? Bundle.Defaults
            : [];
        var (page, next, fault) = PageToken.Page(all.Select(ToWire), bundle => bundle.BundleId, request.NextToken, PageSize);
        return Task.FromResult(fault ?? ApiResult.Of(new DescribeWorkspaceBundlesResult(page, next)));
    }

    private static WorkspaceBundle ToWire(Bundle bundle) => new(
        WireBundles.IdOf(bundle),
        bundle.Name,
        Provider,
        $"{bundle.Name} with {bundle.Size.VCpu} vCPU and {bundle.Size.MemoryMiB / 1024.0:0.##} GiB of memory",
        null,
        new($"{bundle.RootGB}"),
        new($"{bundle.UserGB}"),
        new(WireBundles.ComputeTypeOf(bundle)),
        "AVAILABLE",
        "REGULAR");
}
